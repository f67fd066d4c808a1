using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>One folder behind the few commands of IMAP4rev1 (RFC 3501) and IDLE (RFC 2177) that its reader needs, on loopback.</summary>
public sealed partial class ImapMailbox : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(uint Uid, byte[] Text)> _messages = [];
    private readonly HashSet<uint> _seen = [];
    private readonly List<Session> _sessions = [];
    private readonly bool _offersIdle;
    private uint _nextUid = 1;

    public ImapMailbox(bool offersIdle = true)
    {
        _offersIdle = offersIdle;
        _listener.Start();
        _ = Accept();
    }

    public uint UidValidity { get; set; } = 7;

    public string Password { get; init; } = "mailbox-password";

    /// <summary>Closes the connection instead of carrying out the next command that begins so.</summary>
    public string? BreakAt { get; set; }

    public int SignIns { get; private set; }

    public int Fetched { get; private set; }

    public string[] Settings =>
    [
        "Mail:Bounces:Host=127.0.0.1", $"Mail:Bounces:Port={((IPEndPoint)_listener.LocalEndpoint).Port}", "Mail:Bounces:Security=none",
        "Mail:Bounces:User=bounces@controller.example", $"Mail:Bounces:Password={Password}", "Mail:BounceAddress=bounces@controller.example",
    ];

    public IReadOnlySet<uint> Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen.ToHashSet();
            }
        }
    }

    /// <returns>Its UID.</returns>
    public uint Add(string message)
    {
        lock (_lock)
        {
            var uid = _nextUid++;
            _messages.Add((uid, Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n"))));
            foreach (var session in _sessions)
            {
                session.Call(_messages.Count);
            }
            return uid;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        lock (_lock)
        {
            foreach (var session in _sessions.ToList())
            {
                session.Dispose();
            }
        }
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var session = new Session(this, await _listener.AcceptTcpClientAsync(_stop.Token));
                lock (_lock)
                {
                    _sessions.Add(session);
                }
                _ = Task.Run(session.Talk);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // No longer listening.
        }
    }

    private string Capabilities => $"IMAP4rev1{(_offersIdle ? " IDLE" : "")}";

    private sealed class Session(ImapMailbox mailbox, TcpClient client) : IDisposable
    {
        private readonly StreamWriter _writer = new(client.GetStream(), Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
        private int _told;
        private bool _idles;
        private string _idleTag = "";

        public void Call(int count)
        {
            if (_idles)
            {
                _told = count;
                Line($"* {count} EXISTS");
            }
        }

        public void Dispose()
        {
            client.Dispose();
            _writer.Dispose();
        }

        public async Task Talk()
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                Line($"* OK [CAPABILITY {mailbox.Capabilities}] ready");
                while (await reader.ReadLineAsync() is { } line && !line.Contains(" LOGOUT", StringComparison.Ordinal))
                {
                    lock (mailbox._lock)
                    {
                        if (mailbox.BreakAt is { } command && line.Contains(command, StringComparison.Ordinal))
                        {
                            mailbox.BreakAt = null;
                            return;
                        }
                        Answer(line);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The peer is gone.
            }
            finally
            {
                lock (mailbox._lock)
                {
                    _idles = false;
                    mailbox._sessions.Remove(this);
                }
                Dispose();
            }
        }

        private void Answer(string line)
        {
            if (line == "DONE")
            {
                _idles = false;
                Line($"{_idleTag} OK done");
                return;
            }
            var words = line.Split(' ', 3);
            var (tag, verb, rest) = (words[0], words[1], words.Length > 2 ? words[2] : "");
            switch (verb)
            {
                case "CAPABILITY":
                    Line($"* CAPABILITY {mailbox.Capabilities}");
                    break;
                case "LOGIN":
                    mailbox.SignIns++;
                    if (!rest.Contains(mailbox.Password, StringComparison.Ordinal))
                    {
                        Line($"{tag} NO [AUTHENTICATIONFAILED] wrong password");
                        return;
                    }
                    break;
                case "LIST":
                    Line(rest.EndsWith("INBOX", StringComparison.OrdinalIgnoreCase) || rest.EndsWith("INBOX\"", StringComparison.OrdinalIgnoreCase) ? "* LIST () \"/\" INBOX" : "* LIST (\\Noselect) \"/\" \"\"");
                    break;
                case "SELECT":
                    Line("* FLAGS (\\Seen)");
                    Line("* OK [PERMANENTFLAGS (\\Seen)] kept");
                    Line($"* OK [UIDVALIDITY {mailbox.UidValidity}] valid");
                    Line($"* {_told = mailbox._messages.Count} EXISTS");
                    Line("* 0 RECENT");
                    break;
                case "UID":
                    Uid(rest);
                    break;
                case "IDLE":
                    (_idles, _idleTag) = (true, tag);
                    Line("+ idling");
                    if (_told != mailbox._messages.Count)
                    {
                        Call(mailbox._messages.Count);
                    }
                    return;
            }
            if (verb != "SELECT" && verb != "LOGIN" && _told > 0 && _told != mailbox._messages.Count)
            {
                Line($"* {_told = mailbox._messages.Count} EXISTS");
            }
            Line($"{tag} OK {(verb == "SELECT" ? "[READ-WRITE] " : "")}done");
        }

        private void Uid(string command)
        {
            var words = command.Split(' ', 3);
            if (words[0] == "SEARCH")
            {
                var from = uint.Parse(Range().Match(command).Groups[1].Value, CultureInfo.InvariantCulture);
                // The star stands for the last message, so that the range holds it even where it begins behind it.
                Line("* SEARCH " + string.Join(' ', mailbox._messages.Select(message => message.Uid).Where((uid, i) => uid >= from || i == mailbox._messages.Count - 1)));
                return;
            }
            var wanted = Set(words[1]);
            for (var i = 0; i < mailbox._messages.Count; i++)
            {
                var (uid, text) = mailbox._messages[i];
                if (!wanted(uid))
                {
                    continue;
                }
                if (words[0] == "STORE")
                {
                    mailbox._seen.Add(uid);
                }
                else if (words[2].Contains("RFC822.SIZE", StringComparison.Ordinal))
                {
                    Line($"* {i + 1} FETCH (UID {uid} RFC822.SIZE {text.Length})");
                }
                else
                {
                    mailbox.Fetched++;
                    Line($"* {i + 1} FETCH (UID {uid} BODY[] {{{text.Length}}}");
                    _writer.BaseStream.Write(text);
                    Line(")");
                }
            }
        }

        private static Func<uint, bool> Set(string text)
        {
            var ranges = text.Split(',').Select(range => range.Split(':')).Select(ends => (First: uint.Parse(ends[0], CultureInfo.InvariantCulture), Last: ends[^1] == "*" ? uint.MaxValue : uint.Parse(ends[^1], CultureInfo.InvariantCulture))).ToList();
            return uid => ranges.Any(range => uid >= range.First && uid <= range.Last);
        }

        private void Line(string text) => _writer.WriteLine(text);
    }

    [GeneratedRegex(@"UID (\d+):")]
    private static partial Regex Range();
}
