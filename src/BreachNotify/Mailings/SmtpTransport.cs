using System.Net.Sockets;
using BreachNotify.Mailings.Bounces;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.IO;

namespace BreachNotify.Mailings;

/// <summary>Hands messages to the configured mail server, one recipient a message, over connections that stay open.</summary>
public sealed class SmtpTransport(MailOptions options) : Transport
{
    /// <summary>RFC 5321 section 4.5.3.2.6 gives the server ten minutes to take charge after the final dot.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestConnect = TimeSpan.FromMinutes(1);

    private readonly BounceAddress? _bounces = BounceAddress.Parse(options.BounceAddress);

    public override string Description => $"mail server {options.Host}:{options.Port}";

    public override string? Obstacle() => null;

    public override async Task<MailConnection> Open(CancellationToken cancellation)
    {
        // On its own socket: without NoDelay the final dot of each message waits for a delayed acknowledgement, 40 ms on Linux.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var client = new Client { Timeout = (int)LongestWait.TotalMilliseconds };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestConnect);
        try
        {
            await socket.ConnectAsync(options.Host!, options.Port, patience.Token);
            await client.ConnectAsync(socket, options.Host!, options.Port, SecurityOf(options.Security), patience.Token);
            if (!string.IsNullOrEmpty(options.User))
            {
                await client.AuthenticateAsync(options.User, options.Password ?? "", patience.Token);
            }
            return new Connection(client, _bounces, options.MessagesPerConnection);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            client.Dispose();
            socket.Dispose();
            throw Explain(e);
        }
        catch
        {
            client.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private TransportException Explain(Exception e) => e switch
    {
        AuthenticationException => new($"The {Description} refused the sign-in of '{options.User}': {e.Message}", isPermanent: true, e),
        NotSupportedException => new($"The {Description} does not offer what is configured: {e.Message}", isPermanent: true, e),
        OperationCanceledException => new($"The {Description} did not answer within {LongestConnect.TotalSeconds:0} seconds.", isPermanent: false, e),
        _ => new($"The {Description} cannot be reached: {e.Message}", isPermanent: false, e),
    };

    internal static SecureSocketOptions SecurityOf(string security) => security switch
    {
        "none" => SecureSocketOptions.None,
        "startTls" => SecureSocketOptions.StartTls,
        "tls" => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, null),
    };

    private sealed class Connection(Client client, BounceAddress? bounces, int mostMessages) : MailConnection
    {
        private readonly Envelope _envelope = new();
        private int _sent;

        public override bool IsOpen => client.IsConnected && (mostMessages == 0 || _sent < mostMessages);

        public override async Task<Delivery> Send(MailboxAddress sender, Message message, CancellationToken cancellation)
        {
            _envelope.Fill(message);
            try
            {
                var reply = await client.SendAsync(FormatOptions.Default, _envelope, bounces?.Of(message.Token) ?? sender, [message.To], cancellation);
                _sent++;
                return new Delivery(Outcome.Accepted, reply);
            }
            catch (SmtpCommandException e)
            {
                var delivery = SmtpReply.Read(e.ErrorCode, (int)e.StatusCode, e.Message, _envelope.HandedOver);
                if ((int)e.StatusCode == 421)
                {
                    await client.DisconnectAsync(quit: false, CancellationToken.None);
                }
                return delivery;
            }
            catch (Exception e) when (e is ProtocolException or IOException or SocketException or OperationCanceledException or ServiceNotConnectedException or ObjectDisposedException)
            {
                await Drop();
                return new Delivery(_envelope.HandedOver ? Outcome.InDoubt : Outcome.NotHandedOver, $"The connection broke: {e.Message}");
            }
        }

        public override async ValueTask DisposeAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await client.DisconnectAsync(quit: true, patience.Token);
            }
            catch (Exception e) when (e is ProtocolException or IOException or SocketException or OperationCanceledException or ServiceNotConnectedException)
            {
                // It is closed either way.
            }
            client.Dispose();
        }

        private async Task Drop()
        {
            if (client.IsConnected)
            {
                await client.DisconnectAsync(quit: false, CancellationToken.None);
            }
        }
    }

    /// <summary>Sends what is given as it is: MailKit would otherwise serialise each message twice and look through its parts.</summary>
    private sealed class Client : SmtpClient
    {
        protected override long GetSize(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) => ((Envelope)message).Length;

        protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) => Task.FromResult<long>(((Envelope)message).Length);

        protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
        {
        }
    }

    /// <summary>
    /// Carries a finished message through MailKit; one serves a connection for all its messages. The first header's raw
    /// value holds all the others, since that is the one way to have MimeKit write a header block as it is.
    /// </summary>
    private sealed class Envelope : MimeMessage
    {
        private readonly Content _content = new();
        private readonly Header _header;

        public Envelope()
        {
            Headers.Clear();
            _header = new Header(Message.FirstHeader, "");
            Headers.Add(_header);
            Body = _content;
        }

        public int Length { get; private set; }

        /// <summary>Whether the server's go-ahead for the message (354) has come.</summary>
        public bool HandedOver => _content.IsWritten;

        public void Fill(Message message)
        {
            var afterName = Message.FirstHeader.Length + 1;
            _header.SetRawValue(message.Bytes.Span[afterName..message.HeaderLength].ToArray());
            _content.Fill(message.Bytes[(message.HeaderLength + 2)..]);
            Length = message.Bytes.Length;
        }

        private sealed class Content : MimePart
        {
            private ReadOnlyMemory<byte> _bytes;

            public Content() => Headers.Clear();

            public bool IsWritten { get; private set; }

            public void Fill(ReadOnlyMemory<byte> bytes) => (_bytes, IsWritten) = (bytes, false);

            public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException("Messages are sent asynchronously.");

            /// <summary>
            /// Lines that begin with a dot get a second one (RFC 5321 section 4.5.2). Around MailKit's filter, which looks at
            /// every byte by itself and took a twelfth of the time of a mailing.
            /// </summary>
            public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
            {
                IsWritten = true;
                var wire = ((FilteredStream)stream).Source;
                var rest = _bytes;
                while (rest.Span.IndexOf("\r\n."u8) is >= 0 and var at)
                {
                    await wire.WriteAsync(rest[..(at + 3)], cancellationToken);
                    rest = rest[(at + 2)..];
                }
                await wire.WriteAsync(rest, cancellationToken);
            }
        }
    }
}
