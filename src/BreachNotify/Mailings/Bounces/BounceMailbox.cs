using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;

namespace BreachNotify.Mailings.Bounces;

/// <summary>
/// Reads the mailbox that bounces go to. What was read is known by UID and committed with its effect, so that a restart
/// anywhere repeats harmlessly; then it is marked as seen. What leads to nobody stays unseen, for a person to look at.
/// </summary>
public sealed class BounceMailbox(MailOptions mail, BounceStore store, TimeProvider clock, ILogger<BounceMailbox> log) : BackgroundService
{
    public const string Source = "mailbox";

    private const int ReadAtOnce = 50;
    private const uint LargestMessage = 10 * 1024 * 1024;

    private static readonly TimeSpan FirstReconnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromMinutes(5);

    /// <summary>Servers may close a connection that idles for half an hour (RFC 2177); many do so sooner.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(9);

    /// <summary>How often to look where the server does not offer to call (IDLE).</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(1);

    private readonly BounceOptions _options = mail.Bounces;

    /// <summary>Whether the mailbox can be read now.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Why not, for a person to read.</summary>
    public string? Obstacle { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = FirstReconnect;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var client = new ImapClient();
                await client.ConnectAsync(_options.Host!, _options.Port, SmtpTransport.SecurityOf(_options.Security), stoppingToken);
                await client.AuthenticateAsync(_options.User!, _options.Password!, stoppingToken);
                var folder = await client.GetFolderAsync(_options.Folder, stoppingToken);
                await folder.OpenAsync(FolderAccess.ReadWrite, stoppingToken);
                (IsConnected, Obstacle, wait) = (true, null, FirstReconnect);
                await Watch(client, folder, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Obstacle = $"The mailbox at {_options.Host}:{_options.Port} cannot be read: {e.Message}";
                log.LogWarning("{Obstacle} It is tried again.", Obstacle);
            }
            IsConnected = false;
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestReconnect ? wait * 2 : LongestReconnect;
        }
    }

    private async Task Watch(ImapClient client, IMailFolder folder, CancellationToken stop)
    {
        while (true)
        {
            // From before the look: what comes while it lasts must not wait for the next message.
            using var news = new CancellationTokenSource(LongestIdle, clock);
            folder.CountChanged += Call;
            try
            {
                while (await ReadSome(folder, stop))
                {
                }
                if (!client.Capabilities.HasFlag(ImapCapabilities.Idle))
                {
                    await Task.Delay(Poll, clock, stop);
                }
                else if (!news.IsCancellationRequested)
                {
                    await client.IdleAsync(news.Token, stop);
                }
            }
            finally
            {
                folder.CountChanged -= Call;
            }

            void Call(object? sender, EventArgs e) => news.Cancel();
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> ReadSome(IMailFolder folder, CancellationToken stop)
    {
        var name = $"{_options.User}@{_options.Host}/{_options.Folder}";
        var last = await store.BookmarkOf(Source) is { } bookmark && bookmark.Mailbox == name && bookmark.UidValidity == folder.UidValidity ? (uint)bookmark.LastUid : 0;
        var unread = await folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(new UniqueId(folder.UidValidity, last + 1), new UniqueId(folder.UidValidity, uint.MaxValue))), stop);
        // A range up to the end always holds the last message, also one that was read (RFC 3501 section 6.4.8).
        var uids = unread.Where(uid => uid.Id > last).OrderBy(uid => uid.Id).Take(ReadAtOnce).ToList();
        if (uids.Count == 0)
        {
            return false;
        }
        var sizes = (await folder.FetchAsync(uids, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, stop)).ToDictionary(summary => summary.UniqueId, summary => summary.Size ?? 0);
        var reports = new List<(UniqueId Uid, Report Report)>();
        var ignored = 0;
        foreach (var uid in uids.Where(sizes.ContainsKey))
        {
            var read = await Read(folder, uid, sizes[uid], stop);
            reports.AddRange(read.Select(report => (uid, report)));
            ignored += read.Count == 0 ? 1 : 0;
        }
        var unmatched = await store.Take(Source, [.. reports.Select(pair => pair.Report)], ignored, new Bookmark(name, folder.UidValidity, uids[^1].Id));
        var left = reports.Where(pair => unmatched.Contains(pair.Report.Id)).Select(pair => pair.Uid).ToHashSet();
        var done = uids.Where(uid => sizes.ContainsKey(uid) && !left.Contains(uid)).ToList();
        if (done.Count > 0)
        {
            await folder.StoreAsync(done, new StoreFlagsRequest(StoreAction.Add, MessageFlags.Seen) { Silent = true }, stop);
        }
        return true;
    }

    private async Task<IReadOnlyList<Report>> Read(IMailFolder folder, UniqueId uid, uint size, CancellationToken stop)
    {
        if (size <= LargestMessage)
        {
            try
            {
                using var message = await folder.GetMessageAsync(uid, stop);
                return ReportMail.Read(message);
            }
            catch (Exception e) when (e is FormatException or MessageNotFoundException)
            {
                log.LogWarning("A message in the bounce mailbox cannot be read: {Kind}.", e.GetType().Name);
            }
        }
        return [new Report($"mailbox:{folder.UidValidity}:{uid.Id}", [], Feedback.Delayed, "")];
    }
}
