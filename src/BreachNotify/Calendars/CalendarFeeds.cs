using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime.Extensions;

namespace BreachNotify.Calendars;

/// <summary>The secret addresses of calendars: one of each breach and one of the register at most.</summary>
public sealed class CalendarFeeds(Database database, TimeProvider clock)
{
    /// <summary>The subject that means the whole register.</summary>
    public const string Register = "*";

    private const int TokenLength = 32;

    /// <summary>Makes a new secret; the one before stops working.</summary>
    /// <returns>The secret, shown this once.</returns>
    public async Task<string> Renew(string subject, Actor by)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));
        var now = clock.GetCurrentInstant();
        await database.Write(transaction =>
        {
            transaction.Connection!.Execute(
                """
                INSERT INTO calendar_feeds (subject, hash, created_at, created_by) VALUES (@Subject, @Hash, @Now, @By)
                ON CONFLICT (subject) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at, created_by = excluded.created_by
                """,
                new { Subject = subject, Hash = HashOf(token), Now = now, By = by.Id },
                transaction);
            Chain.Append(transaction, now, by.Id, $"calendar:{subject}", "calendar.renewed", new { Subject = subject });
        });
        return token;
    }

    /// <exception cref="Refusal">404: there is none.</exception>
    public Task Stop(string subject, Actor by) => database.Write(transaction =>
    {
        if (transaction.Connection!.Execute("DELETE FROM calendar_feeds WHERE subject = @Subject", new { Subject = subject }, transaction) == 0)
        {
            throw Refusal.NotFound("calendar address of", subject == Register ? "the register" : subject);
        }
        Chain.Append(transaction, clock.GetCurrentInstant(), by.Id, $"calendar:{subject}", "calendar.stopped", new { Subject = subject });
    });

    /// <summary>What a secret shows; null if it is not valid.</summary>
    public Task<string?> SubjectOf(string token) => database.Read(connection =>
        connection.QuerySingleOrDefault<string>("SELECT subject FROM calendar_feeds WHERE hash = @Hash", new { Hash = HashOf(token) }));

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
