using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>Keeps what makes a mailing a rehearsal, and what its sink was handed.</summary>
public sealed class RehearsalStore(Database database, TimeProvider clock)
{
    /// <summary>Sets the copy going that until here was a draft nobody could start.</summary>
    /// <exception cref="Refusal">409: it was cancelled meanwhile.</exception>
    public Task Begin(Mailing original, Mailing rehearsal, FrozenLetter letter, string hash, RehearsalMode mode, double speed, Actor actor) => database.Write(transaction =>
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var begun = transaction.Connection!.Execute(
            """
            UPDATE mailings SET state = 'running', hash = @Hash, letter = @Letter, frozen_by = @By, started_at = @Now
            WHERE id = @Id AND state = 'draft' AND rehearsal_of IS NOT NULL
            """,
            new { rehearsal.Id, Hash = hash, Letter = JsonSerializer.Serialize(letter, JsonContract.Options), By = actor.Id, Now = now },
            transaction);
        if (begun == 0)
        {
            throw Refusal.Conflict("The rehearsal was cancelled while the people were being copied.");
        }
        transaction.Connection!.Execute(
            "INSERT INTO rehearsals (mailing, mode, speed, tally) VALUES (@Id, @Mode, @Speed, @Tally)",
            new { rehearsal.Id, Mode = Words<RehearsalMode>.Of(mode), Speed = speed, Tally = JsonSerializer.Serialize(Tally.Empty, JsonContract.Options) },
            transaction);
        Chain.Append(transaction, now, actor.Id, original.JournalSubject, "mailing.rehearsed", new { Rehearsal = rehearsal.Id, Mode = mode, Speed = speed, original.Hash });
        Chain.Append(transaction, now, actor.Id, rehearsal.JournalSubject, "mailing.rehearsalStarted", new { Of = original.Id, Mode = mode, Speed = speed, Hash = hash });
    });

    /// <summary>Adds what a connection was handed to what others were.</summary>
    public Task Add(string mailing, Tally tally) => tally.Messages == 0 ? Task.CompletedTask : database.Write(transaction =>
    {
        var so = JsonSerializer.Deserialize<Tally>(
            transaction.Connection!.QuerySingle<string>(
                $"SELECT tally FROM rehearsals WHERE mailing = @Id{(database.Engine == Engine.Postgres ? " FOR UPDATE" : "")}", new { Id = mailing }, transaction),
            JsonContract.Options)!;
        transaction.Connection!.Execute(
            "UPDATE rehearsals SET tally = @Tally WHERE mailing = @Id",
            new { Id = mailing, Tally = JsonSerializer.Serialize(so.Plus(tally, Random.Shared.NextInt64), JsonContract.Options) },
            transaction);
    });

    /// <exception cref="Refusal">409: the mailing is none, or is still being copied.</exception>
    public async Task<(RehearsalMode Mode, double Speed, Tally Tally)> Get(string mailing)
    {
        var row = await database.Read(connection => connection.QuerySingleOrDefault<(string Mode, double Speed, string Tally)?>(
            "SELECT mode, speed, tally FROM rehearsals WHERE mailing = @Id", new { Id = mailing }));
        return row is { } kept
            ? (Words<RehearsalMode>.Parse(kept.Mode), kept.Speed, JsonSerializer.Deserialize<Tally>(kept.Tally, JsonContract.Options)!)
            : throw Refusal.Conflict("The mailing is not a rehearsal that has begun; POST /mailings/{id}/rehearse makes one.");
    }
}
