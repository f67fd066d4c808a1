using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Filings;

/// <summary>
/// Keeps what persons add to the notices of a breach, every version of it, and what was filed. All of it is sealed; the
/// journal gets keys and hashes alone.
/// </summary>
public sealed class NoticeStore(Database database, NoticeKeys keys, RecordAct recordAct, TimeProvider clock)
{
    private const int MostFilings = 1_000;

    /// <param name="knownAt">As they were at this instant; default the newest.</param>
    public Task<AnswersVersion> Answers(string breach, Instant? knownAt = null) => database.Read(connection => keys.Find(connection, breach) is { } key
        ? Newest(connection, null, key, breach, knownAt)
        : AnswersVersion.None);

    /// <summary>Changes the answers by <paramref name="step"/>, which gets those there are.</summary>
    public Task<AnswersVersion> Change(string breach, Actor by, Func<AnswersVersion, Answers> step) => database.Write(transaction =>
    {
        var key = keys.Hold(transaction, database.Engine, breach);
        var current = Newest(transaction.Connection!, transaction, key, breach);
        var next = new AnswersVersion(current.Version + 1, clock.GetCurrentInstant(), by, step(current));
        transaction.Connection!.Execute(
            "INSERT INTO notice_answers (breach, version, at, sealed) VALUES (@Breach, @Version, @At, @Sealed)",
            new { Breach = breach, next.Version, At = next.ChangedAt, Sealed = Seal(key, next, AnswersAre(breach, next.Version)) },
            transaction);
        Chain.Append(transaction, next.ChangedAt!.Value, by.Id, Subject(breach), "notice.answersChanged", new
        {
            next.Version,
            Fields = Changed(current.Answers.Fields, next.Answers.Fields),
            Recipients = next.Answers.Recipients.Keys.Union(current.Answers.Recipients.Keys).Order(StringComparer.Ordinal)
                .ToDictionary(recipient => recipient, recipient => Changed(Of(current.Answers, recipient), Of(next.Answers, recipient)))
                .Where(change => change.Value.Count > 0).ToDictionary(),
            // Keyed: a hash of a short answer alone could be found by trying.
            Hash = Convert.ToHexStringLower(HMACSHA256.HashData(key, JsonSerializer.SerializeToUtf8Bytes(next.Answers, JsonContract.Options))),
        });
        return next;
    });

    /// <summary>What was filed, oldest first.</summary>
    /// <param name="knownAt">As it was at this instant; default now.</param>
    public Task<IReadOnlyList<FiledNotice>> Filings(string breach, Instant? knownAt = null) => database.Read<IReadOnlyList<FiledNotice>>(connection => keys.Find(connection, breach) is { } key
        ? [.. Filings(connection, null, key, breach).Where(filing => !(filing.RecordedAt > knownAt)).Select(filing => knownAt is { } at ? filing.KnownAt(at) : filing)]
        : []);

    /// <returns>Null if there is none of that number.</returns>
    public Task<FiledAnswers?> AnswersOf(string breach, long number) => database.Read(connection => keys.Find(connection, breach) is { } key
        && connection.QuerySingleOrDefault<byte[]>("SELECT answers FROM filings WHERE breach = @Breach AND number = @Number", new { Breach = breach, Number = number }) is { } found
            ? Open<FiledAnswers>(key, found, FiledAnswersAre(breach, number))
            : null);

    /// <summary>Puts a filing on record: here, in the register as an act, and in the journal, or not at all.</summary>
    /// <param name="filing">Without number and act.</param>
    /// <param name="last">The filing it was made after; null for none.</param>
    /// <exception cref="Refusal">409: the record, the answers or the filings changed while it was made.</exception>
    public Task<FiledNotice> File(string breach, FiledNotice filing, FiledAnswers answers, FiledNotice? last, NewAct act, Actor by) => database.Write(transaction =>
    {
        var key = keys.Hold(transaction, database.Engine, breach);
        var known = Filings(transaction.Connection!, transaction, key, breach);
        if (known.Count >= MostFilings)
        {
            throw Refusal.Conflict($"A breach holds at most {MostFilings} filings.");
        }
        var record = recordAct(transaction, breach, act, by);
        if (record.Version != filing.BreachVersion + 1
            || Newest(transaction.Connection!, transaction, key, breach).Version != filing.AnswersVersion
            || known.LastOrDefault(other => other.Recipient == filing.Recipient)?.Number != last?.Number)
        {
            throw Refusal.Conflict("The record or the notice was changed while it was being filed; read the notice again.");
        }
        var filed = filing with { Number = known.Count + 1, Act = record.Acts[^1].Id };
        transaction.Connection!.Execute(
            "INSERT INTO filings (breach, number, record, answers) VALUES (@Breach, @Number, @Record, @Answers)",
            new { Breach = breach, filed.Number, Record = Seal(key, filed, FilingIs(breach, filed.Number)), Answers = Seal(key, answers, FiledAnswersAre(breach, filed.Number)) },
            transaction);
        Chain.Append(transaction, filed.RecordedAt, by.Id, Subject(breach), "notice.filed", new
        {
            filed.Number,
            filed.Recipient,
            filed.Obligation,
            filed.Kind,
            filed.Completeness,
            filed.FiledAt,
            filed.Content,
            filed.Act,
            LateUnder = filed.Timing.Readings.Where(reading => reading.Passed).Select(reading => reading.Id),
            filed.ToBeDetermined,
            Changes = filed.Changes.Select(change => change.Key),
        });
        return filed;
    });

    /// <summary>Adds the authority's reference, which often comes later.</summary>
    /// <exception cref="Refusal">404.</exception>
    public Task<FiledNotice> Reference(string breach, long number, string reference, Actor by) => database.Write(transaction =>
    {
        var key = keys.Hold(transaction, database.Engine, breach);
        var filing = Filings(transaction.Connection!, transaction, key, breach).Find(filing => filing.Number == number) ?? throw NoFiling(number);
        if (filing.AuthorityReference == reference)
        {
            return filing;
        }
        var next = filing with { AuthorityReference = reference, ReferenceAt = clock.GetCurrentInstant() };
        transaction.Connection!.Execute(
            "UPDATE filings SET record = @Record WHERE breach = @Breach AND number = @Number",
            new { Breach = breach, Number = number, Record = Seal(key, next, FilingIs(breach, number)) },
            transaction);
        Chain.Append(transaction, next.ReferenceAt!.Value, by.Id, Subject(breach), "notice.referenceRecorded", new { Number = number });
        return next;
    });

    internal static Refusal NoFiling(long number) => Refusal.NotFound("filing", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Not the subject of the record itself, whose entries all hold the record.</summary>
    internal static string Subject(string breach) => $"notices:{breach}";

    internal static byte[] Seal<T>(byte[] key, T value, string boundTo) => Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(value, JsonContract.Options), boundTo);

    internal static T Open<T>(byte[] key, byte[] found, string boundTo) => JsonSerializer.Deserialize<T>(Sealing.Open(key, found, boundTo), JsonContract.Options)!;

    private static AnswersVersion Newest(DbConnection connection, DbTransaction? transaction, byte[] key, string breach, Instant? knownAt = null) =>
        connection.QueryFirstOrDefault<AnswersRow>(
            "SELECT version AS Version, sealed AS Sealed FROM notice_answers WHERE breach = @Breach AND at <= @At ORDER BY version DESC LIMIT 1",
            new { Breach = breach, At = knownAt ?? Instant.MaxValue }, transaction) is { } row
            ? Open<AnswersVersion>(key, row.Sealed, AnswersAre(breach, row.Version))
            : AnswersVersion.None;

    private static List<FiledNotice> Filings(DbConnection connection, DbTransaction? transaction, byte[] key, string breach) =>
        [.. connection.Query<FilingRow>("SELECT number AS Number, record AS Record FROM filings WHERE breach = @Breach ORDER BY number", new { Breach = breach }, transaction)
            .Select(row => Open<FiledNotice>(key, row.Record, FilingIs(breach, row.Number)))];

    private static IReadOnlyDictionary<string, JsonElement> Of(Answers answers, string recipient) => answers.Recipients.GetValueOrDefault(recipient) ?? new Dictionary<string, JsonElement>();

    private static List<string> Changed(IReadOnlyDictionary<string, JsonElement> before, IReadOnlyDictionary<string, JsonElement> after) =>
        [.. before.Keys.Union(after.Keys).Where(key => !(before.TryGetValue(key, out var was) && after.TryGetValue(key, out var now) && JsonElement.DeepEquals(was, now))).Order(StringComparer.Ordinal)];

    private static string AnswersAre(string breach, long version) => $"answers {version} of {breach}";

    private static string FilingIs(string breach, long number) => $"filing {number} of {breach}";

    private static string FiledAnswersAre(string breach, long number) => $"answers of filing {number} of {breach}";

    private sealed record AnswersRow
    {
        public long Version { get; init; }

        public required byte[] Sealed { get; init; }
    }

    private sealed record FilingRow
    {
        public long Number { get; init; }

        public required byte[] Record { get; init; }
    }
}
