using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BreachNotify.Tests.Mailings;

/// <summary>
/// A mail server on loopback that records what it was handed. A script decides what it answers to each message, by the
/// number of the message (from 0) and its recipient; null accepts.
/// </summary>
public sealed class RecordingSmtpServer : IAsyncDisposable
{
    /// <summary>Answers that are no replies.</summary>
    public const string CloseInData = "(close in the middle of the data)";
    public const string CloseAfterDot = "(close after the final dot, before the reply)";

    private readonly Func<int, string, string?> _atRecipient;
    private readonly Func<int, string, string?> _atDot;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private TcpListener _listener;
    private int _messages;

    public RecordingSmtpServer(Func<int, string, string?>? atDot = null, Func<int, string, string?>? atRecipient = null)
    {
        (_atDot, _atRecipient) = (atDot ?? ((_, _) => null), atRecipient ?? ((_, _) => null));
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept(_listener);
    }

    public int Port { get; }

    /// <summary>Messages whose final dot came, accepted or not: recipient, Message-ID and the whole text.</summary>
    public ConcurrentQueue<(string Recipient, string MessageId, string Text, bool Accepted)> Messages { get; } = new();

    /// <summary>The envelope senders of all transactions.</summary>
    public ConcurrentQueue<string> Senders { get; } = new();

    public IEnumerable<(string Recipient, string MessageId, string Text, bool Accepted)> Accepted => Messages.Where(message => message.Accepted);

    /// <summary>Settings for a service that sends here.</summary>
    public string[] Settings => ["Mail:Transport=smtp", "Mail:Host=127.0.0.1", $"Mail:Port={Port}", "Mail:Security=none", "Mail:From=Privacy Office <privacy@controller.example>"];

    /// <summary>Stops listening and closes what is open; <see cref="ComeBack"/> listens on the same port again.</summary>
    public void GoAway()
    {
        _listener.Stop();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    public void ComeBack()
    {
        _listener = Listen(Port);
        _ = Accept(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        GoAway();
        _stop.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                _clients.Add(client);
                _ = Task.Run(() => Talk(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // No longer listening.
        }
    }

    private async Task Talk(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 recording server");
            var recipient = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                switch (verb)
                {
                    case "EHLO":
                        await writer.WriteAsync("250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n");
                        break;
                    case "MAIL":
                        Senders.Enqueue(PathIn(line));
                        await writer.WriteLineAsync("250 ok");
                        break;
                    case "RCPT":
                        recipient = PathIn(line);
                        await writer.WriteLineAsync(_atRecipient(_messages, recipient) ?? "250 2.1.5 recipient ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go ahead");
                        var text = new StringBuilder();
                        var number = Interlocked.Increment(ref _messages) - 1;
                        var answer = _atDot(number, recipient);
                        while (await reader.ReadLineAsync() is { } data && data != ".")
                        {
                            text.Append(data.StartsWith('.') ? data[1..] : data).Append('\n');
                            if (answer == CloseInData)
                            {
                                client.Dispose();
                                return;
                            }
                        }
                        var accepted = answer is null or CloseAfterDot || answer.StartsWith('2');
                        Messages.Enqueue((recipient, HeaderOf(text.ToString(), "Message-ID"), text.ToString(), accepted));
                        if (answer == CloseAfterDot)
                        {
                            client.Dispose();
                            return;
                        }
                        await writer.WriteLineAsync(answer ?? $"250 2.0.0 queued as {number}");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static string PathIn(string command) => command[(command.IndexOf('<', StringComparison.Ordinal) + 1)..command.IndexOf('>', StringComparison.Ordinal)];

    private static string HeaderOf(string text, string name) =>
        text.Split('\n').First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}
