using System.Data.Common;
using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Law;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;
using Npgsql;

namespace BreachNotify.Alarms;

/// <summary>
/// The alarms and what is sent of them. Alarms follow from the register: they are planned anew for each breach that
/// changes, and for all when the rule book does. What was raised once is never raised again for the same end.
/// </summary>
public sealed class AlarmStore(Database database, ChangedBreaches changed, FindBreach findBreach, WebhookStore webhooks, AlarmOptions options, TimeProvider clock)
{
    public const int PageSize = 50;
    private const string PlannedTo = "alarmsPlannedTo";
    private const int RaisedAtOnce = 100;

    /// <summary>Serialises the numbering of raised alarms by several processes; any constant of our own.</summary>
    private const long NumberLock = 0x61_6c_61_72_6d;

    /// <summary>An end that lay further back when it became known is history and not an alarm.</summary>
    private static readonly Duration TooLongAgo = Duration.FromDays(30);

    /// <summary>Plans the alarms of every breach that changed since the last time.</summary>
    public async Task Plan(CancellationToken stop)
    {
        var rules = RuleBook.Current.Id + " ";
        var mark = await database.Read(connection => connection.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @Name", new { Name = PlannedTo }));
        var after = mark?.StartsWith(rules, StringComparison.Ordinal) == true ? long.Parse(mark.AsSpan(rules.Length), CultureInfo.InvariantCulture) : 0;
        while (!stop.IsCancellationRequested)
        {
            var page = await changed(after);
            if (page.Count == 0)
            {
                return;
            }
            after = page[^1].Place;
            var plans = page.Select(change => (change.Breach.Id, Endings: AlarmPlan.Of(change.Breach))).ToList();
            await database.Write(transaction =>
            {
                foreach (var (breach, endings) in plans)
                {
                    Plan(transaction, breach, endings, clock.GetCurrentInstant());
                }
                transaction.Connection!.Execute(
                    "INSERT INTO settings (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    new { Name = PlannedTo, Value = rules + after.ToString(CultureInfo.InvariantCulture) },
                    transaction);
            });
        }
    }

    /// <summary>
    /// Raises what is due. Where several alarms of one end have become due meanwhile, the nearest to it is raised and the
    /// others are passed over.
    /// </summary>
    public async Task Raise(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var due = await database.Read(connection => connection.Query<DueAlarm>(
                "SELECT breach AS Breach, due AS Due, MIN(hours) AS Hours FROM alarms WHERE state = 0 AND at <= @Now GROUP BY breach, due ORDER BY due LIMIT @Count",
                new { Now = clock.GetCurrentInstant(), Count = RaisedAtOnce }).AsList());
            if (due.Count == 0)
            {
                return;
            }
            var receivers = await webhooks.All();
            foreach (var alarm in due)
            {
                var ending = await findBreach(alarm.Breach) is { } breach ? AlarmPlan.Of(breach).FirstOrDefault(ending => ending.Due == alarm.Due) : null;
                await database.Write(transaction => Raise(transaction, alarm, ending, receivers, clock.GetCurrentInstant()));
            }
        }
    }

    /// <summary>The ids of deliveries that are due.</summary>
    public Task<List<string>> DueDeliveries() => database.Read(connection => connection.Query<string>(
        "SELECT id FROM alarm_deliveries WHERE state = 0 AND next_at <= @Now ORDER BY next_at LIMIT 500", new { Now = clock.GetCurrentInstant() }).AsList());

    /// <summary>On SQLite there is no other process: what the one before had in hand is due at once.</summary>
    public Task TakeOver() => database.Engine != Engine.Sqlite ? Task.CompletedTask : database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE alarm_deliveries SET next_at = @Now, leased = 0 WHERE state = 0 AND leased = 1", new { Now = clock.GetCurrentInstant() }, transaction));

    /// <summary>Takes a delivery for a while; null if it is not due or another process has it.</summary>
    public Task<Delivery?> Lease(string id, Duration patience) => database.Write(transaction => transaction.Connection!.QuerySingleOrDefault<Delivery>(
        $"UPDATE alarm_deliveries SET next_at = @Until, leased = 1, attempts = attempts + 1 WHERE id = @Id AND state = 0 AND next_at <= @Now RETURNING {Delivery.Columns}",
        new { Id = id, Now = clock.GetCurrentInstant(), Until = clock.GetCurrentInstant() + patience },
        transaction));

    /// <summary>Writes down what came of an attempt.</summary>
    /// <param name="delivery">The delivery as leased; a later attempt of somebody else is not touched.</param>
    /// <param name="state">Waiting if it is tried again.</param>
    /// <param name="result">What came of it, in words.</param>
    /// <param name="next">When it is tried again.</param>
    public Task Settle(Delivery delivery, DeliveryState state, string result, Instant? next = null) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE alarm_deliveries SET state = @State, result = @Result, next_at = @Next, leased = 0 WHERE id = @Id AND state = 0 AND attempts = @Attempts",
        new { delivery.Id, delivery.Attempts, State = (int)state, Result = result, Next = next },
        transaction));

    /// <summary>A message to a webhook that is no alarm.</summary>
    public Task<string> Enqueue(Webhook webhook, AlarmMessage message) => database.Write(transaction =>
        Insert(transaction, message, message.Timestamp, webhook: webhook.Id, address: null, breach: null));

    public Task<List<Delivery>> DeliveriesTo(string webhook) => database.Read(connection => connection.Query<Delivery>(
        $"SELECT {Delivery.Columns} FROM alarm_deliveries WHERE webhook = @Webhook ORDER BY created_at DESC, id LIMIT @Count", new { Webhook = webhook, Count = PageSize }).AsList());

    /// <exception cref="Refusal">404: there is none.</exception>
    public Task<Delivery> Again(string webhook, string id) => database.Write(transaction => transaction.Connection!.QuerySingleOrDefault<Delivery>(
        $"UPDATE alarm_deliveries SET state = 0, attempts = 0, leased = 0, next_at = @Now WHERE id = @Id AND webhook = @Webhook RETURNING {Delivery.Columns}",
        new { Id = id, Webhook = webhook, Now = clock.GetCurrentInstant() },
        transaction) ?? throw Refusal.NotFound("delivery to this webhook", id));

    /// <summary>The alarms of a breach in order of time.</summary>
    public async Task<IReadOnlyList<Alarm>> OfBreach(string breach) =>
        [.. (await database.Read(connection => connection.Query<Row>($"SELECT {Row.Columns} FROM alarms WHERE breach = @Breach ORDER BY at, hours DESC", new { Breach = breach }).AsList())).Select(row => row.Alarm)];

    /// <summary>Raised alarms with their numbers: those after a number in order, or the newest first before a number.</summary>
    public async Task<IReadOnlyList<(long Number, AlarmMessage Message)>> Raised(long? after = null, long? before = null) =>
        [.. (await database.Read(connection => connection.Query<Row>(
            $"SELECT {Row.Columns} FROM alarms WHERE number > @After AND number < @Before ORDER BY number {(after is null ? "DESC" : "")} LIMIT @Count",
            new { After = after ?? 0, Before = before ?? long.MaxValue, Count = PageSize + 1 }).AsList())).Select(row => (row.Number!.Value, row.Alarm.Message!))];

    public Task<long> LastNumber() => database.Read(connection => connection.QuerySingle<long>("SELECT COALESCE(MAX(number), 0) FROM alarms"));

    private static void Plan(DbTransaction transaction, string breach, IReadOnlyList<Ending> endings, Instant now)
    {
        var connection = transaction.Connection!;
        foreach (var due in connection.Query<long>("SELECT DISTINCT due FROM alarms WHERE breach = @Breach AND state = 0", new { Breach = breach }, transaction).AsList())
        {
            if (!endings.Any(ending => ending.Due.ToUnixTimeTicks() == due))
            {
                connection.Execute("DELETE FROM alarms WHERE breach = @Breach AND due = @Due AND state = 0", new { Breach = breach, Due = due }, transaction);
            }
        }
        foreach (var ending in endings)
        {
            foreach (var hours in AlarmPlan.Hours)
            {
                var state = ending.Due < now - TooLongAgo ? AlarmState.PassedOver : AlarmState.Planned;
                connection.Execute(
                    "INSERT INTO alarms (breach, due, hours, at, state) VALUES (@Breach, @Due, @Hours, @At, @State) ON CONFLICT (breach, due, hours) DO NOTHING",
                    new { Breach = breach, ending.Due, Hours = hours, At = ending.Due - Duration.FromHours(hours), State = (int)state },
                    transaction);
            }
        }
    }

    private void Raise(DbTransaction transaction, DueAlarm alarm, Ending? ending, IReadOnlyList<Webhook> receivers, Instant now)
    {
        var connection = transaction.Connection!;
        if (ending is null)
        {
            connection.Execute("DELETE FROM alarms WHERE breach = @Breach AND due = @Due AND state = 0", alarm, transaction);
            return;
        }
        if (transaction is NpgsqlTransaction)
        {
            connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock = NumberLock }, transaction);
        }
        var link = options.PublicAddress is { } address ? $"{address.TrimEnd('/')}/api/v1/breaches/{alarm.Breach}/deadlines" : null;
        var hoursLeft = alarm.Hours == 0 ? 0 : Math.Max(1, (int)Math.Ceiling((alarm.Due - now).TotalHours));
        var message = new AlarmMessage(AlarmType.Of((int)alarm.Hours), now, new AlarmData(alarm.Breach, alarm.Due, hoursLeft, ending.Obligations, link));
        var raised = connection.Execute(
            """
            UPDATE alarms SET state = 1, raised_at = @Now, body = @Body, number = (SELECT COALESCE(MAX(number), 0) + 1 FROM alarms)
            WHERE breach = @Breach AND due = @Due AND hours = @Hours AND state = 0
            """,
            new { Now = now, Body = message.ToJson(), alarm.Breach, alarm.Due, alarm.Hours },
            transaction);
        connection.Execute("UPDATE alarms SET state = 2 WHERE breach = @Breach AND due = @Due AND hours > @Hours AND state = 0", alarm, transaction);
        if (raised == 0)
        {
            return;
        }
        Chain.Append(transaction, now, Actor.Service.Id, $"alarm:{alarm.Breach}", "alarm.raised", message);
        foreach (var webhook in receivers.Where(webhook => webhook.Disabled is null && webhook.Events.Contains(message.Type)))
        {
            Insert(transaction, message, now, webhook.Id, null, alarm.Breach);
        }
        foreach (var officer in options.Officers)
        {
            Insert(transaction, message, now, null, officer.Address, alarm.Breach);
        }
    }

    private static string Insert(DbTransaction transaction, AlarmMessage message, Instant now, string? webhook, string? address, string? breach)
    {
        var id = $"msg_{Guid.CreateVersion7(now.ToDateTimeOffset()):N}";
        transaction.Connection!.Execute(
            """
            INSERT INTO alarm_deliveries (id, breach, due, webhook, address, type, body, created_at, attempts, next_at, leased, state)
            VALUES (@Id, @Breach, @Due, @Webhook, @Address, @Type, @Body, @Now, 0, @Now, 0, 0)
            """,
            new { Id = id, Breach = breach, Due = breach is null ? (Instant?)null : message.Data.Due, Webhook = webhook, Address = address, message.Type, Body = message.ToJson(), Now = now },
            transaction);
        return id;
    }

    private sealed record DueAlarm
    {
        public required string Breach { get; init; }

        public Instant Due { get; init; }

        public long Hours { get; init; }
    }

    private sealed record Row
    {
        public const string Columns = "due AS Due, hours AS Hours, at AS At, state AS State, number AS Number, raised_at AS RaisedAt, body AS Body";

        public Instant Due { get; init; }

        public long Hours { get; init; }

        public Instant At { get; init; }

        public long State { get; init; }

        public long? Number { get; init; }

        public Instant? RaisedAt { get; init; }

        public string? Body { get; init; }

        public Alarm Alarm => new(Due, (int)Hours, At, (AlarmState)State, RaisedAt, Body is null ? null : AlarmMessage.Parse(Body));
    }
}

/// <summary>Where a delivery stands; the numbers are in the database.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>Every attempt failed, or the receiver wants no more.</summary>
    Failed = 2,

    /// <summary>What it is about was met before it could be delivered.</summary>
    Withdrawn = 3,
}

/// <summary>One message to one receiver.</summary>
public sealed record Delivery
{
    internal const string Columns = "id AS Id, breach AS Breach, due AS Due, webhook AS Webhook, address AS Address, type AS Type, body AS Body, created_at AS CreatedAt, attempts AS Attempts, next_at AS NextAt, state AS StateNumber, result AS Result";

    /// <summary>The <c>webhook-id</c>, the same on every attempt.</summary>
    public required string Id { get; init; }

    public string? Breach { get; init; }

    public Instant? Due { get; init; }

    internal string? Webhook { get; init; }

    internal string? Address { get; init; }

    public required string Type { get; init; }

    internal string Body { get; init; } = "";

    public Instant CreatedAt { get; init; }

    /// <summary>Attempts made, the one in hand included.</summary>
    public long Attempts { get; init; }

    public Instant? NextAt { get; init; }

    public DeliveryState State => (DeliveryState)StateNumber;

    internal long StateNumber { get; init; }

    /// <summary>What came of the last attempt.</summary>
    public string? Result { get; init; }
}
