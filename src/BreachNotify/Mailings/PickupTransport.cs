using MimeKit;

namespace BreachNotify.Mailings;

/// <summary>
/// Writes each message to a folder from which another program sends it. Accepted means: flushed to disk, then renamed
/// into place. The name follows from the recipient, so that a repetition after a crash replaces the file.
/// </summary>
public sealed class PickupTransport(string folder) : Transport
{
    private readonly string _folder = Path.GetFullPath(folder);

    public override string Description => $"folder {_folder}";

    public override string? Obstacle()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            var probe = Path.Combine(_folder, $".{Path.GetRandomFileName()}.tmp");
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unwritable(e);
        }
    }

    public override Task<MailConnection> Open(CancellationToken cancellation) => Obstacle() is { } obstacle
        ? throw new TransportException(obstacle, isPermanent: true)
        : Task.FromResult<MailConnection>(new Connection(this));

    private string Unwritable(Exception e) => $"The pickup folder '{_folder}' cannot be written: {e.Message}";

    private sealed class Connection(PickupTransport transport) : MailConnection
    {
        public override bool IsOpen => true;

        public override async Task<Delivery> Send(MailboxAddress sender, Message message, CancellationToken cancellation)
        {
            var target = Path.Combine(transport._folder, $"{message.Token}.eml");
            try
            {
                var temporary = target + ".tmp";
                await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    await file.WriteAsync(message.Bytes, CancellationToken.None);
                    file.Flush(flushToDisk: true);
                }
                File.Move(temporary, target, overwrite: true);
                return new Delivery(Outcome.Accepted, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Delivery(Outcome.SenderFault, transport.Unwritable(e));
            }
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
