using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Alarms;

/// <summary>An address that gets alarms.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages are posted.</param>
/// <param name="Events">Which.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="CreatedBy">Id of who made it.</param>
/// <param name="Disabled">Why nothing is sent there any more; null while it is in use.</param>
public sealed record Webhook(string Id, Uri Url, IReadOnlyList<string> Events, Instant CreatedAt, string CreatedBy, string? Disabled);

/// <summary>The webhooks; their secrets are wrapped with the master key.</summary>
public sealed class WebhookStore(Database database, MasterKey master, TimeProvider clock)
{
    private const string Columns = "id AS Id, url AS Url, events AS Events, secret AS Secret, created_at AS CreatedAt, created_by AS CreatedBy, disabled AS Disabled";
    private const int SecretLength = 32;

    /// <summary>Makes a webhook; the secret is returned once and kept encrypted.</summary>
    public async Task<(Webhook Webhook, string Secret)> Create(Uri url, IReadOnlyList<string> events, Actor by)
    {
        var now = clock.GetCurrentInstant();
        var webhook = new Webhook(Guid.CreateVersion7(now.ToDateTimeOffset()).ToString(), url, events, now, by.Id, null);
        var secret = RandomNumberGenerator.GetBytes(SecretLength);
        await database.Write(transaction =>
        {
            transaction.Connection!.Execute(
                "INSERT INTO webhooks (id, url, events, secret, created_at, created_by) VALUES (@Id, @Url, @Events, @Secret, @CreatedAt, @CreatedBy)",
                new { webhook.Id, Url = url.ToString(), Events = string.Join(' ', events), Secret = master.Wrap(secret, Purpose(webhook.Id)), webhook.CreatedAt, webhook.CreatedBy },
                transaction);
            // The path may itself be a secret of the receiver.
            Chain.Append(transaction, now, by.Id, $"webhook:{webhook.Id}", "webhook.created", new { webhook.Id, url.Host, webhook.Events });
        });
        return (webhook, WebhookSender.SecretPrefix + Convert.ToBase64String(secret));
    }

    public async Task<IReadOnlyList<Webhook>> All() =>
        [.. (await database.Read(connection => connection.Query<Row>($"SELECT {Columns} FROM webhooks ORDER BY id").AsList())).Select(row => row.Webhook)];

    /// <exception cref="Refusal">404: there is none.</exception>
    public async Task<Webhook> Get(string id) => (await Find(id) ?? throw Refusal.NotFound("webhook", id)).Webhook;

    /// <summary>The webhook with its secret's bytes; null if it was removed.</summary>
    public async Task<(Webhook Webhook, byte[] Secret)?> Open(string id) =>
        await Find(id) is { } row ? (row.Webhook, master.Unwrap(row.Secret, Purpose(id))) : null;

    /// <exception cref="Refusal">404: there is none.</exception>
    public Task Remove(string id, Actor by) => database.Write(transaction =>
    {
        if (transaction.Connection!.Execute("DELETE FROM webhooks WHERE id = @Id", new { Id = id }, transaction) == 0)
        {
            throw Refusal.NotFound("webhook", id);
        }
        Chain.Append(transaction, clock.GetCurrentInstant(), by.Id, $"webhook:{id}", "webhook.removed", new { Id = id });
    });

    /// <summary>Stops sending there.</summary>
    public Task Disable(string id, string reason) => database.Write(transaction =>
    {
        transaction.Connection!.Execute("UPDATE webhooks SET disabled = @Reason WHERE id = @Id", new { Id = id, Reason = reason }, transaction);
        Chain.Append(transaction, clock.GetCurrentInstant(), Actor.Service.Id, $"webhook:{id}", "webhook.disabled", new { Id = id, Reason = reason });
    });

    private Task<Row?> Find(string id) => database.Read(connection => connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM webhooks WHERE id = @Id", new { Id = id }));

    private static string Purpose(string id) => $"webhook {id}";

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Url { get; init; }

        public required string Events { get; init; }

        public required byte[] Secret { get; init; }

        public Instant CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        public string? Disabled { get; init; }

        public Webhook Webhook => new(Id, new Uri(Url), Events.Split(' '), CreatedAt, CreatedBy, Disabled);
    }
}
