using System.Data.Common;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Access.Accounts;

/// <summary>
/// The people who sign in. Every change is an entry of the journal with the account's id; names and addresses stay out of
/// it, since it cannot forget them.
/// </summary>
public sealed class AccountStore(Database database, TimeProvider clock)
{
    /// <summary>How long the link that lets somebody choose a password is good for.</summary>
    public static readonly Duration LinkLasts = Duration.FromDays(7);

    private const string Columns =
        """
        id, email, name, roles, zone, created_at AS CreatedAt, disabled_at AS DisabledAt,
        CASE WHEN password IS NULL THEN 0 ELSE 1 END AS HasPassword, CASE WHEN code_secret IS NULL THEN 0 ELSE 1 END AS HasCode
        """;

    public Task<IReadOnlyList<Account>> All() => database.Read<IReadOnlyList<Account>>(connection =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM accounts ORDER BY name, id").Select(row => row.ToAccount())]);

    /// <summary>The names of everybody who can have acted, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesWith(KeyStore keys) =>
        (await keys.All()).Select(key => (key.Id, key.Name)).Concat((await All()).Select(account => (account.Id, account.Name))).Append((Actor.Service.Id, Actor.Service.Name)).ToDictionary();

    public Task<Account?> Find(string id) => database.Read(connection =>
        connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM accounts WHERE id = @Id", new { Id = id })?.ToAccount());

    /// <summary>Whose link this is; null if it was used, replaced or is too old.</summary>
    public Task<Account?> OfLink(string link) => database.Read(connection => connection.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM accounts WHERE link_hash = @Hash AND link_until > @Now AND disabled_at IS NULL",
        new { Hash = Secret.HashOf(link), Now = clock.GetCurrentInstant() })?.ToAccount());

    /// <summary>Makes an account whose holder chooses a password by the link returned, which is shown once.</summary>
    /// <exception cref="Refusal">409: the address has an account.</exception>
    public async Task<string> Invite(string email, string name, IReadOnlyList<Role> roles, string zone, Actor by)
    {
        var link = Secret.New();
        await database.Write(transaction =>
        {
            var now = clock.GetCurrentInstant();
            Insert(transaction, NewAccount(email, name, roles, zone, now), null, (Secret.HashOf(link), now + LinkLasts), by, now);
        });
        return link;
    }

    /// <summary>The account of the set-up link: an administrator with a password.</summary>
    /// <exception cref="Refusal">409: there is an administrator already.</exception>
    public Task<Account> MakeFirst(string email, string name, string zone, string passwordHash, Actor by) => database.Write(transaction =>
    {
        if (AnyAdministrator(transaction) || KeyStore.AnyAdministrator(transaction))
        {
            throw Refusal.Conflict("There is an administrator already.");
        }
        var now = clock.GetCurrentInstant();
        var account = NewAccount(email, name, [Role.Administrator], zone, now);
        Insert(transaction, account, passwordHash, null, by, now);
        return account;
    });

    /// <summary>A new link for somebody who lost password or device: both stop working, and all sessions end.</summary>
    /// <exception cref="Refusal">404, or 409: nobody could administer the service meanwhile.</exception>
    public async Task<string> Renew(string id, Actor by)
    {
        var link = Secret.New();
        await Change(id, by, "account.link", new { Id = id }, (transaction, now) =>
        {
            Execute(
                transaction,
                "UPDATE accounts SET password = NULL, code_secret = NULL, code_step = 0, failures = 0, locked_until = NULL, link_hash = @Hash, link_until = @Until WHERE id = @Id",
                new { Id = id, Hash = Secret.HashOf(link), Until = now + LinkLasts });
            RecoveryCodes.Replace(transaction, id, []);
            SessionStore.EndAll(transaction, id);
        });
        return link;
    }

    /// <summary>Sets the password by a link, which is spent with it.</summary>
    /// <returns>False if the link is not valid.</returns>
    public Task<bool> Accept(string link, string zone, string passwordHash) => database.Write(transaction =>
    {
        var (now, hash) = (clock.GetCurrentInstant(), Secret.HashOf(link));
        var id = transaction.Connection!.QuerySingleOrDefault<string>(
            "UPDATE accounts SET password = @Password, zone = @Zone, link_hash = NULL, link_until = NULL WHERE link_hash = @Hash AND link_until > @Now AND disabled_at IS NULL RETURNING id",
            new { Password = passwordHash, Zone = zone, Hash = hash, Now = now },
            transaction);
        if (id is not null)
        {
            Chain.Append(transaction, now, id, Subject(id), "account.accepted", new { Id = id });
        }
        return id is not null;
    });

    public Task SetRoles(string id, IReadOnlyList<Role> roles, Actor by) => Change(id, by, "account.roles", new { Id = id, Roles = roles }, (transaction, _) =>
        Execute(transaction, "UPDATE accounts SET roles = @Roles WHERE id = @Id", new { Id = id, Roles = Joined(roles) }));

    /// <summary>Closes an account with its sessions, or opens it again; what the person did stays on record.</summary>
    public Task SetDisabled(string id, bool disabled, Actor by) => Change(id, by, disabled ? "account.disabled" : "account.enabled", new { Id = id }, (transaction, now) =>
    {
        Execute(transaction, "UPDATE accounts SET disabled_at = @At WHERE id = @Id", new { Id = id, At = disabled ? now : (Instant?)null });
        SessionStore.EndAll(transaction, id);
    });

    public Task SetZone(string id, string zone, Actor by) => Change(id, by, "account.zone", new { Id = id }, (transaction, _) =>
        Execute(transaction, "UPDATE accounts SET zone = @Zone WHERE id = @Id", new { Id = id, Zone = zone }));

    /// <summary>Changes the password; all other sessions end.</summary>
    public Task SetPassword(string id, string passwordHash, string session, Actor by) => Change(id, by, "account.password", new { Id = id }, (transaction, _) =>
    {
        Execute(transaction, "UPDATE accounts SET password = @Password WHERE id = @Id", new { Id = id, Password = passwordHash });
        SessionStore.EndAll(transaction, id, except: session);
    });

    /// <summary>Asks for one-time codes from now on, or (null) no longer.</summary>
    /// <returns>Recovery codes, shown this once; none where no code is asked for.</returns>
    public async Task<IReadOnlyList<string>> SetCode(string id, byte[]? wrappedSecret, long step, Actor by)
    {
        var codes = wrappedSecret is null ? [] : RecoveryCodes.New();
        await Change(id, by, "account.code", new { Id = id, On = wrappedSecret is not null }, (transaction, _) =>
        {
            Execute(transaction, "UPDATE accounts SET code_secret = @Secret, code_step = @Step WHERE id = @Id", new { Id = id, Secret = wrappedSecret, Step = step });
            RecoveryCodes.Replace(transaction, id, codes);
        });
        return codes;
    }

    public static bool AnyAdministrator(DbTransaction transaction) => transaction.Connection!.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM accounts WHERE disabled_at IS NULL AND password IS NOT NULL AND ' ' || roles || ' ' LIKE '% administrator %'", transaction: transaction) > 0;

    internal static string Subject(string id) => $"account:{id}";

    internal static IReadOnlyList<Role> Roles(string joined) => [.. joined.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Words<Role>.Parse)];

    private Task Change(string id, Actor by, string kind, object payload, Action<DbTransaction, Instant> change) => database.Write(transaction =>
    {
        if (transaction.Connection!.ExecuteScalar<long>("SELECT COUNT(*) FROM accounts WHERE id = @Id", new { Id = id }, transaction) == 0)
        {
            throw Refusal.NotFound("account", id);
        }
        var now = clock.GetCurrentInstant();
        var administered = AnyAdministrator(transaction);
        change(transaction, now);
        if (administered && !AnyAdministrator(transaction) && !KeyStore.AnyAdministrator(transaction))
        {
            throw Refusal.Conflict("Nobody could administer the service any more. Make somebody else an administrator first.");
        }
        Chain.Append(transaction, now, by.Id, Subject(id), kind, payload);
    });

    private static Account NewAccount(string email, string name, IReadOnlyList<Role> roles, string zone, Instant now) =>
        new(Guid.CreateVersion7(now.ToDateTimeOffset()).ToString(), Account.Folded(email), name.Trim(), roles, zone, HasPassword: false, HasCode: false, now, null);

    private static void Insert(DbTransaction transaction, Account account, string? passwordHash, (string Hash, Instant Until)? link, Actor by, Instant now)
    {
        var inserted = transaction.Connection!.Execute(
            """
            INSERT INTO accounts (id, email, name, roles, zone, password, link_hash, link_until, created_at, created_by)
            VALUES (@Id, @Email, @Name, @Roles, @Zone, @Password, @LinkHash, @LinkUntil, @Now, @By)
            ON CONFLICT (email) DO NOTHING
            """,
            new { account.Id, account.Email, account.Name, Roles = Joined(account.Roles), account.Zone, Password = passwordHash, LinkHash = link?.Hash, LinkUntil = link?.Until, Now = now, By = by.Id },
            transaction);
        if (inserted == 0)
        {
            throw Refusal.Conflict("This address has an account already.");
        }
        Chain.Append(transaction, now, by.Id, Subject(account.Id), "account.created", new { account.Id, account.Roles });
    }

    private static void Execute(DbTransaction transaction, string sql, object parameters) => transaction.Connection!.Execute(sql, parameters, transaction);

    private static string Joined(IReadOnlyList<Role> roles) => string.Join(' ', roles.Select(Words<Role>.Of));

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Email { get; init; }

        public required string Name { get; init; }

        public required string Roles { get; init; }

        public required string Zone { get; init; }

        public Instant CreatedAt { get; init; }

        public Instant? DisabledAt { get; init; }

        public long HasPassword { get; init; }

        public long HasCode { get; init; }

        public Account ToAccount() => new(Id, Email, Name, AccountStore.Roles(Roles), Zone, HasPassword == 1, HasCode == 1, CreatedAt, DisabledAt);

    }
}
