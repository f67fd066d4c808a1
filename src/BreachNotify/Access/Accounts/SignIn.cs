using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Access.Accounts;

/// <summary>
/// Lets people in by password and, where they have set it up, a one-time or recovery code. Whoever is refused is not told
/// which of them was wrong, nor whether the address has an account.
/// </summary>
public sealed class SignIn(Database database, MasterKey master, SessionStore sessions, RefusedSignIns refused, TimeProvider clock)
{
    /// <summary>Wrong attempts in a row after which an account is closed for <see cref="LockedFor"/>.</summary>
    public const int MostFailures = 10;

    public static readonly Duration LockedFor = Duration.FromMinutes(15);

    /// <returns>The secret of the new session's cookie; null if it was refused.</returns>
    public async Task<string?> Open(string email, string password, string? code, string client)
    {
        var found = email.Any(char.IsControl) ? null : await database.Read(connection => connection.QuerySingleOrDefault<Row>(
            "SELECT id, password FROM accounts WHERE email = @Email AND disabled_at IS NULL", new { Email = Account.Folded(email) }));
        // Outside the transaction: it takes as long on purpose as many transactions do.
        var isRight = Passwords.IsRight(found?.Password, password);
        var secret = found is null ? null : await database.Write(transaction =>
        {
            var now = clock.GetCurrentInstant();
            var row = transaction.Connection!.QuerySingle<Row>(
                $"SELECT id, password, failures, locked_until AS LockedUntil, code_secret AS CodeSecret, code_step AS CodeStep FROM accounts WHERE id = @Id{(database.Engine == Engine.Postgres ? " FOR UPDATE" : "")}",
                new { found.Id },
                transaction);
            if (row.LockedUntil > now || row.Password != found.Password)
            {
                return null;
            }
            var step = row.CodeStep;
            if (isRight && row.CodeSecret is { } wrapped)
            {
                var newer = OneTimeCode.Check(master.Unwrap(wrapped, row.Id), code ?? "", now, row.CodeStep);
                isRight = newer is not null || RecoveryCodes.Spend(transaction, row.Id, code ?? "");
                step = newer ?? step;
            }
            var failures = isRight ? 0 : row.Failures + 1;
            var isLocked = failures >= MostFailures;
            transaction.Connection!.Execute(
                "UPDATE accounts SET failures = @Failures, locked_until = @LockedUntil, code_step = @Step WHERE id = @Id",
                new { row.Id, Failures = isLocked ? 0 : failures, LockedUntil = isLocked ? now + LockedFor : (Instant?)null, Step = step },
                transaction);
            if (isLocked)
            {
                Chain.Append(transaction, now, Actor.Service.Id, AccountStore.Subject(row.Id), "account.locked", new { row.Id, Until = now + LockedFor });
            }
            return isRight ? sessions.Open(transaction, row.Id, client, now) : null;
        });
        if (secret is null)
        {
            refused.Count();
        }
        return secret;
    }

    /// <summary>Whether the password of somebody who is signed in is right; asked for before what opens the door is changed.</summary>
    public async Task<bool> IsPassword(string account, string password) => Passwords.IsRight(
        await database.Read(connection => connection.QuerySingleOrDefault<string>("SELECT password FROM accounts WHERE id = @Id", new { Id = account })), password);

    private sealed record Row
    {
        public required string Id { get; init; }

        public string? Password { get; init; }

        public long Failures { get; init; }

        public Instant? LockedUntil { get; init; }

        public byte[]? CodeSecret { get; init; }

        public long CodeStep { get; init; }
    }
}
