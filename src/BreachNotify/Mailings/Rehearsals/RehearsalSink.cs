using MimeKit;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>How the sink answers.</summary>
public enum RehearsalMode
{
    /// <summary>Every message is accepted.</summary>
    Accept,

    /// <summary>None is: everybody ends at the next channel.</summary>
    Hold,
}

/// <summary>Where the messages of a rehearsal end: counted and thrown away. Nothing here knows of a server or a folder.</summary>
public sealed class RehearsalSink(string mailing, RehearsalMode mode, RehearsalStore store) : Transport
{
    public override string Description => "the sink of a rehearsal";

    public override string? Obstacle() => null;

    public override Task<MailConnection> Open(CancellationToken cancellation) => Task.FromResult<MailConnection>(new Connection(mailing, mode, store));

    private sealed class Connection(string mailing, RehearsalMode mode, RehearsalStore store) : MailConnection
    {
        private Tally _tally = Tally.Empty;

        public override bool IsOpen => true;

        public override Task<Delivery> Send(MailboxAddress sender, Message message, CancellationToken cancellation)
        {
            var sample = new Sample(message.Token, message.Bytes.Length);
            _tally = _tally.With(LanguageOf(message), sample, Random.Shared.NextInt64);
            return Task.FromResult(mode == RehearsalMode.Accept
                ? new Delivery(Outcome.Accepted, "250 2.0.0 Accepted by the rehearsal")
                : new Delivery(Outcome.Deferred, "450 4.2.0 Held: the rehearsal accepts nothing"));
        }

        public override async ValueTask DisposeAsync()
        {
            await store.Add(mailing, _tally);
            _tally = Tally.Empty;
        }

        /// <summary>By the first part's Content-Language, which the composer writes into each.</summary>
        private static string LanguageOf(Message message)
        {
            var body = message.Bytes.Span[message.HeaderLength..];
            var name = "Content-Language: "u8;
            var value = body[(body.IndexOf(name) + name.Length)..];
            return System.Text.Encoding.ASCII.GetString(value[..value.IndexOf((byte)'\r')]);
        }
    }
}
