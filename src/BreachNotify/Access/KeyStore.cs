using System.Data.Common;
using BreachNotify.Http;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Access;

/// <summary>An API key without its secret.</summary>
public sealed record ApiKey(string Id, string Name, IReadOnlyList<Role> Roles, Instant CreatedAt, string CreatedBy, Instant? RevokedAt);

/// <summary>The table of API keys; of a secret only its SHA-256 is kept.</summary>
public sealed class KeyStore(Database database)
{
    public Task<IReadOnlyList<ApiKey>> All() => database.Read(connection => (IReadOnlyList<ApiKey>)[.. Rows(connection, "1 = 1").Select(row => row.ToKey())]);

    /// <summary>The keys that are valid, by the hash of their secret.</summary>
    public Task<Dictionary<string, ApiKey>> Valid() => database.Read(connection => Rows(connection, "revoked_at IS NULL").ToDictionary(row => row.Hash, row => row.ToKey(), StringComparer.Ordinal));

    public static void Insert(DbTransaction transaction, ApiKey key, string hash) => transaction.Connection!.Execute(
        """
        INSERT INTO api_keys (id, hash, name, roles, created_at, created_by)
        VALUES (@Id, @Hash, @Name, @Roles, @CreatedAt, @CreatedBy)
        """,
        new { key.Id, Hash = hash, key.Name, Roles = string.Join(' ', key.Roles.Select(Words<Role>.Of)), key.CreatedAt, key.CreatedBy },
        transaction);

    /// <summary>False if it was revoked before; null if there is no such key.</summary>
    public static bool? Revoke(DbTransaction transaction, string id, Instant at)
    {
        var changed = transaction.Connection!.Execute("UPDATE api_keys SET revoked_at = @At WHERE id = @Id AND revoked_at IS NULL", new { Id = id, At = at }, transaction);
        return changed == 1 ? true : Exists(transaction, id) ? false : null;
    }

    public static bool AnyAdministrator(DbTransaction transaction) => transaction.Connection!.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM api_keys WHERE revoked_at IS NULL AND ' ' || roles || ' ' LIKE '% administrator %'", transaction: transaction) > 0;

    private static bool Exists(DbTransaction transaction, string id) =>
        transaction.Connection!.ExecuteScalar<long>("SELECT COUNT(*) FROM api_keys WHERE id = @Id", new { Id = id }, transaction) > 0;

    private static IEnumerable<Row> Rows(DbConnection connection, string condition) => connection.Query<Row>(
        $"SELECT id, hash, name, roles, created_at AS CreatedAt, created_by AS CreatedBy, revoked_at AS RevokedAt FROM api_keys WHERE {condition} ORDER BY created_at, id");

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Hash { get; init; }

        public required string Name { get; init; }

        public required string Roles { get; init; }

        public Instant CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        public Instant? RevokedAt { get; init; }

        public ApiKey ToKey() => new(Id, Name, [.. Roles.Split(' ').Select(Words<Role>.Parse)], CreatedAt, CreatedBy, RevokedAt);
    }
}
