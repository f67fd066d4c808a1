using MimeKit;

namespace BreachNotify.Mailings;

/// <summary>The way messages leave: a mail server or a folder.</summary>
public abstract class Transport
{
    /// <summary>Where to, for a person to read.</summary>
    public abstract string Description { get; }

    /// <summary>What stands in the way of any mailing; null if nothing does.</summary>
    public abstract string? Obstacle();

    /// <exception cref="TransportException">It cannot be opened now.</exception>
    public abstract Task<MailConnection> Open(CancellationToken cancellation);
}

/// <summary>One connection of a transport, used by one worker.</summary>
public abstract class MailConnection : IAsyncDisposable
{
    /// <summary>False once nothing more can be handed over here.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Hands a message over. Never throws for what a server or a disk may do.</summary>
    public abstract Task<Delivery> Send(MailboxAddress sender, Message message, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A transport cannot be opened.</summary>
/// <param name="isPermanent">Waiting will not help: a person must change something.</param>
public sealed class TransportException(string message, bool isPermanent, Exception? inner = null) : Exception(message, inner)
{
    public bool IsPermanent => isPermanent;
}
