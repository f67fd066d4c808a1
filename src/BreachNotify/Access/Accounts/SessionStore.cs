using System.Data.Common;
using System.Security.Claims;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Access.Accounts;

/// <summary>One browser in which somebody is signed in.</summary>
public sealed record Session(string Id, string Client, Instant CreatedAt, Instant SeenAt);

/// <summary>
/// Who is signed in where. The cookie holds a random secret, the table its hash: a session ends at once, in every process,
/// and outlives a restart.
/// </summary>
public sealed class SessionStore(Database database, AccessOptions options, TimeProvider clock)
{
    /// <summary>The claim that names the session.</summary>
    public const string SessionClaim = "sid";

    /// <summary>The claim that names the zone in which the person reads times (OpenID Connect Core section 5.1).</summary>
    public const string ZoneClaim = "zoneinfo";

    /// <summary>However busy, a session ends this long after it was opened.</summary>
    public static readonly Duration Longest = Duration.FromDays(7);

    private static readonly Duration BetweenNotes = Duration.FromMinutes(1);
    private readonly Duration _idle = Duration.FromHours(options.SessionHours);

    /// <summary>Opens a session within the caller's transaction and clears away those that are over.</summary>
    /// <returns>The secret for the cookie.</returns>
    public string Open(DbTransaction transaction, string account, string client, Instant now)
    {
        transaction.Connection!.Execute("DELETE FROM sessions WHERE seen_at <= @Idle OR created_at <= @Old", new { Idle = now - _idle, Old = now - Longest }, transaction);
        var secret = Secret.New();
        var id = Guid.CreateVersion7(now.ToDateTimeOffset()).ToString();
        transaction.Connection!.Execute(
            "INSERT INTO sessions (id, hash, account, client, created_at, seen_at) VALUES (@Id, @Hash, @Account, @Client, @Now, @Now)",
            new { Id = id, Hash = Secret.HashOf(secret), Account = account, Client = client, Now = now },
            transaction);
        Chain.Append(transaction, now, account, AccountStore.Subject(account), "session.opened", new { Id = id });
        return secret;
    }

    /// <summary>Who holds this secret; null if the session is over or its account closed.</summary>
    public async Task<Identity?> Find(string secret)
    {
        var now = clock.GetCurrentInstant();
        var row = await database.Read(connection => connection.QuerySingleOrDefault<Row>(
            """
            SELECT sessions.id, account, name, roles, zone, seen_at AS SeenAt FROM sessions JOIN accounts ON accounts.id = sessions.account
            WHERE hash = @Hash AND seen_at > @Idle AND sessions.created_at > @Old AND disabled_at IS NULL
            """,
            new { Hash = Secret.HashOf(secret), Idle = now - _idle, Old = now - Longest }));
        if (row is null)
        {
            return null;
        }
        if (now - row.SeenAt >= BetweenNotes)
        {
            await database.Write(transaction => transaction.Connection!.Execute("UPDATE sessions SET seen_at = @Now WHERE id = @Id", new { row.Id, Now = now }, transaction));
        }
        return new Identity(row.Account, row.Name, AccountStore.Roles(row.Roles), new(SessionClaim, row.Id), new(ZoneClaim, row.Zone));
    }

    /// <summary>The sessions of an account that last, the one used last first.</summary>
    public Task<IReadOnlyList<Session>> Of(string account)
    {
        var now = clock.GetCurrentInstant();
        return database.Read<IReadOnlyList<Session>>(connection => connection.Query<SessionRow>(
            "SELECT id, client, created_at AS CreatedAt, seen_at AS SeenAt FROM sessions WHERE account = @Account AND seen_at > @Idle AND created_at > @Old ORDER BY seen_at DESC, id",
            new { Account = account, Idle = now - _idle, Old = now - Longest }).Select(row => new Session(row.Id, row.Client, row.CreatedAt, row.SeenAt)).AsList());
    }

    /// <exception cref="Refusal">404: the account has no such session.</exception>
    public Task End(string account, string id, Actor by) => database.Write(transaction =>
    {
        if (transaction.Connection!.Execute("DELETE FROM sessions WHERE id = @Id AND account = @Account", new { Id = id, Account = account }, transaction) == 0)
        {
            throw Refusal.NotFound("session", id);
        }
        Chain.Append(transaction, clock.GetCurrentInstant(), by.Id, AccountStore.Subject(account), "session.ended", new { Id = id });
    });

    public static void EndAll(DbTransaction transaction, string account, string? except = null) =>
        transaction.Connection!.Execute("DELETE FROM sessions WHERE account = @Account AND id <> @Except", new { Account = account, Except = except ?? "" }, transaction);

    /// <summary>The session a signed-in request belongs to; null for a key.</summary>
    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim);

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Account { get; init; }

        public required string Name { get; init; }

        public required string Roles { get; init; }

        public required string Zone { get; init; }

        public Instant SeenAt { get; init; }
    }

    private sealed record SessionRow
    {
        public required string Id { get; init; }

        public required string Client { get; init; }

        public Instant CreatedAt { get; init; }

        public Instant SeenAt { get; init; }
    }
}
