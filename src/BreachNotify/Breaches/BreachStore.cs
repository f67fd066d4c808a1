using System.Data.Common;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Law;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Breaches;

/// <summary>
/// The register. The table holds the newest state of each record; every state it ever had is an entry of the journal
/// with the whole record, written in the same transaction.
/// </summary>
public sealed class BreachStore(Database database, FindNextEnd next, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <param name="facts">What is stated of it.</param>
    /// <param name="by">Who registers it.</param>
    /// <param name="id">Its id where it was given beforehand: sent twice, it is registered once.</param>
    /// <param name="sample">Whether it is made up.</param>
    public Task<Breach> Register(BreachFacts facts, Actor by, Guid? id = null, bool sample = false) => database.Write(transaction =>
    {
        var now = clock.GetCurrentInstant();
        if (id is { } given && transaction.Connection!.QuerySingleOrDefault<string>("SELECT record FROM breaches WHERE id = @Id", new { Id = given.ToString() }, transaction) is { } there)
        {
            return Parse(there);
        }
        var breach = new Breach(FactsCheck.Checked(facts, now))
        {
            Id = (id ?? Guid.CreateVersion7(now.ToDateTimeOffset())).ToString(),
            Version = 1,
            RegisteredAt = now,
            RegisteredBy = by,
            ChangedAt = now,
            Sample = sample,
        };
        var sequence = Record(transaction, breach, "breach.registered", by, new { Record = breach });
        transaction.Connection!.Execute(
            """
            INSERT INTO breaches (id, version, title, registered, changed, changed_at, record, urgency, counted_by)
            VALUES (@Id, @Version, @Title, @Sequence, @Sequence, @ChangedAt, @Record, @Urgency, @CountedBy)
            """,
            Parameters(breach, sequence),
            transaction);
        return breach;
    });

    /// <summary>Changes the record by <paramref name="step"/>, which gets its newest state and the current instant.</summary>
    /// <exception cref="Refusal">404, or what the step throws.</exception>
    public Task<Breach> Change(string id, string kind, Actor by, string? reason, Func<Breach, Instant, Breach> step) =>
        database.Write(transaction => Change(transaction, id, kind, by, reason, step));

    /// <summary>Takes a sample out of the register; the journal keeps that it was there.</summary>
    /// <exception cref="Refusal">404. 409: it is no sample, and what is no sample stays.</exception>
    public Task RemoveSample(string id, Actor by) => database.Write(transaction =>
    {
        var breach = Parse(transaction.Connection!.QuerySingleOrDefault<string>("SELECT record FROM breaches WHERE id = @Id", new { Id = id }, transaction) ?? throw Refusal.NotFound("breach", id));
        if (!breach.Sample)
        {
            throw Refusal.Conflict("Only a sample can be removed; what is no personal-data breach is ended by a decision.");
        }
        transaction.Connection!.Execute("DELETE FROM breaches WHERE id = @Id", new { Id = id }, transaction);
        // Not the subject of the record, whose entries all hold the record.
        Chain.Append(transaction, clock.GetCurrentInstant(), by.Id, $"sample:{id}", "breach.sampleRemoved", new { Id = id });
    });

    /// <summary>The record with an act more, within the caller's transaction.</summary>
    /// <exception cref="Refusal">404, or what <see cref="Recording.With"/> refuses.</exception>
    public Breach Act(DbTransaction transaction, string id, NewAct act, Actor by) =>
        Change(transaction, id, "breach.act", by, null, (current, now) => Recording.With(current, act, by, now));

    private Breach Change(DbTransaction transaction, string id, string kind, Actor by, string? reason, Func<Breach, Instant, Breach> step)
    {
        var text = transaction.Connection!.QuerySingleOrDefault<string>(
            $"SELECT record FROM breaches WHERE id = @Id{(database.Engine == Engine.Postgres ? " FOR UPDATE" : "")}", new { Id = id }, transaction);
        var breach = Parse(text ?? throw Refusal.NotFound("breach", id));
        var now = clock.GetCurrentInstant();
        var changed = step(breach, now) with { Version = breach.Version + 1, ChangedAt = now };
        var sequence = Record(transaction, changed, kind, by, new { Record = changed, Reason = reason });
        transaction.Connection!.Execute(
            """
            UPDATE breaches SET version = @Version, title = @Title, changed = @Sequence, changed_at = @ChangedAt, record = @Record, urgency = @Urgency, counted_by = @CountedBy
            WHERE id = @Id
            """,
            Parameters(changed, sequence),
            transaction);
        return changed;
    }

    /// <param name="id">Its id.</param>
    /// <param name="knownAt">The record as it was known at this instant; default the newest.</param>
    /// <returns>Null if it is not registered, or was not by then.</returns>
    public Task<Breach?> Find(string id, Instant? knownAt = null) => knownAt is { } at ? FindAt(id, at) : FindNewest(id);

    /// <summary>Every breach, oldest registration first, a page in memory at a time. One that is registered meanwhile comes too.</summary>
    public IAsyncEnumerable<Breach> Every() => Pages("SELECT registered AS Place, record AS Record FROM breaches WHERE registered > @Place ORDER BY registered LIMIT @Count", 0);

    /// <summary>Every breach, newest registration first, a page in memory at a time.</summary>
    public IAsyncEnumerable<Breach> Newest() => Pages("SELECT registered AS Place, record AS Record FROM breaches WHERE registered < @Place ORDER BY registered DESC LIMIT @Count", long.MaxValue);

    private async IAsyncEnumerable<Breach> Pages(string sql, long from)
    {
        for (long? place = from; place is not null;)
        {
            var rows = await database.Read(connection => connection.Query<Row>(sql, new { Place = place, Count = PageSize }).AsList());
            foreach (var row in rows)
            {
                yield return Parse(row.Record);
            }
            place = rows.Count == PageSize ? rows[^1].Place : null;
        }
    }

    /// <summary>The next breaches in the order of their last changes; empty when there are no more.</summary>
    /// <param name="after">The place of the last one seen.</param>
    public async Task<IReadOnlyList<(long Place, Breach Breach)>> Changed(long after) =>
        [.. (await database.Read(connection => connection.Query<Row>(
            "SELECT changed AS Place, record AS Record FROM breaches WHERE changed > @After ORDER BY changed LIMIT @Count",
            new { After = after, Count = PageSize }).AsList())).Select(row => (row.Place, Parse(row.Record)))];

    private async Task<Breach?> FindNewest(string id) =>
        await database.Read(connection => connection.QuerySingleOrDefault<string>("SELECT record FROM breaches WHERE id = @Id", new { Id = id })) is { } text ? Parse(text) : null;

    private async Task<Breach?> FindAt(string id, Instant at)
    {
        if (await database.Read(connection => Chain.LastBy(connection, Subject(id), at)) is not { } payload)
        {
            return null;
        }
        return RecordIn(payload);
    }

    /// <summary>Every state of the record, oldest first; empty if it is not registered.</summary>
    public async Task<IReadOnlyList<Breach>> History(string id) =>
        [.. (await database.Read(connection => Chain.AllOf(connection, Subject(id)))).Select(RecordIn)];

    /// <summary>Newest registration first.</summary>
    /// <param name="before">The place of the last record of the page before.</param>
    public Task<Page<Breach>> List(string? filter, long? before) => Page(
        """
        SELECT registered AS Place, record AS Record FROM breaches
        WHERE registered < @Place AND title LIKE @Pattern ESCAPE '\'
        ORDER BY registered DESC LIMIT @Count
        """,
        "r",
        new { Place = before ?? long.MaxValue, Pattern = Pattern(filter), Count = PageSize + 1 });

    /// <summary>Everything changed at or after an instant, the earliest change first: whoever follows the cursors misses nothing.</summary>
    public Task<Page<Breach>> ListChanged(string? filter, Instant since, long? after) => Page(
        """
        SELECT changed AS Place, record AS Record FROM breaches
        WHERE changed > @Place AND changed_at >= @Since AND title LIKE @Pattern ESCAPE '\'
        ORDER BY changed LIMIT @Count
        """,
        "c",
        new { Place = after ?? 0, Since = since, Pattern = Pattern(filter), Count = PageSize + 1 });

    /// <summary>The register in an order, a page at a time.</summary>
    /// <param name="order">Which.</param>
    /// <param name="state">Which breaches.</param>
    /// <param name="filter">Part of the title, in any case.</param>
    /// <param name="after">The place of the last one of the page before.</param>
    public Task<Page<Breach>> Ordered(RegisterOrder order, RegisterState state, string? filter, long? after)
    {
        var now = clock.GetCurrentInstant().ToUnixTimeTicks();
        var (from, until) = state switch
        {
            RegisterState.All => (long.MinValue, long.MaxValue),
            RegisterState.Overdue => (long.MinValue, now),
            RegisterState.Open => (long.MinValue, Urgency.LowestClosed),
            RegisterState.Closed => (Urgency.LowestClosed, long.MaxValue),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };
        var (key, direction, comparison) = order switch
        {
            RegisterOrder.Urgency => ("urgency, registered", "", ">"),
            RegisterOrder.Newest => ("registered", " DESC", "<"),
            RegisterOrder.Title => ("title, registered", "", ">"),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
        };
        // Given bounds, SQLite would go by urgency and sort what it finds, which may be the whole register, where the order's own
        // index has the first page at once; the sign keeps it from that.
        var bounded = order == RegisterOrder.Urgency ? "urgency" : "+urgency";
        var place = after is null ? "" : $"AND ({key}) {comparison} (SELECT {key} FROM breaches WHERE registered = @After)";
        return Page(
            $"""
            SELECT registered AS Place, record AS Record FROM breaches
            WHERE title LIKE @Pattern ESCAPE '\' AND {bounded} >= @From AND {bounded} < @Until {place}
            ORDER BY {key}{direction} LIMIT @Count
            """,
            "",
            new { Pattern = Pattern(filter), From = from, Until = until, After = after, Count = PageSize + 1 });
    }

    /// <summary>Counts anew for some breaches that were counted with another rule book.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> CountAnew(string ruleBook)
    {
        var records = await database.Read(connection => connection.Query<string>(
            "SELECT record FROM breaches WHERE counted_by <> @Book LIMIT @Count", new { Book = ruleBook, Count = PageSize }).AsList());
        var counted = records.ConvertAll(Parse).ConvertAll(breach => new { breach.Id, breach.Version, Urgency = Urgency.Of(breach, next(breach)), Book = ruleBook });
        // Whoever changes one meanwhile counts it, too.
        await database.Write(transaction => transaction.Connection!.Execute(
            "UPDATE breaches SET urgency = @Urgency, counted_by = @Book WHERE id = @Id AND version = @Version", counted, transaction));
        return records.Count == PageSize;
    }

    private static long Record<T>(DbTransaction transaction, Breach breach, string kind, Actor by, T payload) =>
        Chain.Append(transaction, breach.ChangedAt, by.Id, Subject(breach.Id), kind, payload);

    private object Parameters(Breach breach, long sequence) => new
    {
        breach.Id,
        breach.Version,
        Title = Folded(breach.Title),
        Sequence = sequence,
        breach.ChangedAt,
        Record = JsonSerializer.Serialize(breach, JsonContract.Options),
        Urgency = Urgency.Of(breach, next(breach)),
        CountedBy = RuleBook.Current.Id,
    };

    private static string Subject(string id) => $"breach:{id}";

    private static Breach RecordIn(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.GetProperty("record").Deserialize<Breach>(JsonContract.Options)!;
    }

    private static Breach Parse(string text) => JsonSerializer.Deserialize<Breach>(text, JsonContract.Options)!;

    /// <summary>Titles are kept folded for searching: SQLite's LIKE folds ASCII alone.</summary>
    private static string Folded(string title) => title.ToLowerInvariant();

    private static string Pattern(string? filter) =>
        filter is null ? "%" : $"%{Folded(filter).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private async Task<Page<Breach>> Page(string sql, string order, object parameters)
    {
        var rows = await database.Read(connection => connection.Query<Row>(sql, parameters).AsList());
        var next = rows.Count > PageSize ? $"{order}{rows[PageSize - 1].Place}" : null;
        return new Page<Breach>([.. rows.Take(PageSize).Select(row => Parse(row.Record))], next);
    }

    private sealed record Row
    {
        public long Place { get; init; }

        public required string Record { get; init; }
    }
}
