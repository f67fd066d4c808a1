using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Access;

/// <summary>
/// The valid keys in memory, so that a request costs a hash and a look-up and no query. This process's changes show at
/// once; those of other processes on the same PostgreSQL within two seconds.
/// </summary>
public sealed class KeyRing(Database database, KeyStore store, AccessOptions options, TimeProvider clock, ILogger<KeyRing> log) : BackgroundService
{
    private static readonly TimeSpan BetweenReloads = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReloadsOnAsking = TimeSpan.FromSeconds(1);

    private readonly byte[]? _bootstrapHash = options.BootstrapKey is { Length: > 0 } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;
    private readonly Identity _bootstrap = new("bootstrap", "bootstrap", [Role.Administrator]);
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private volatile FrozenDictionary<string, Identity> _keys = FrozenDictionary<string, Identity>.Empty;
    private long _reloadedAt = long.MinValue;

    public bool HasBootstrapKey => _bootstrapHash is not null;

    /// <summary>The valid keys as one object: another one as soon as a key was made or revoked.</summary>
    public object Known => _keys;

    /// <summary>Who presents this key; null if it is not valid.</summary>
    public ValueTask<Identity?> Find(ReadOnlySpan<char> presented)
    {
        Span<byte> utf8 = presented.Length <= 128 ? stackalloc byte[3 * 128] : new byte[Encoding.UTF8.GetMaxByteCount(presented.Length)];
        var length = Encoding.UTF8.GetBytes(presented, utf8);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..length], hash);
        Span<char> text = stackalloc char[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(hash, text, out _);
        if (_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return new(known);
        }
        if (_bootstrapHash is not null && CryptographicOperations.FixedTimeEquals(hash, _bootstrapHash))
        {
            return new(_bootstrap);
        }
        // Another process may have made the key a moment ago. Asked for at most once a second, whatever is presented.
        return database.Engine == Engine.Postgres && clock.GetElapsedTime(_reloadedAt) >= BetweenReloadsOnAsking ? FindAgain(text.ToString()) : default;
    }

    private async ValueTask<Identity?> FindAgain(string hash)
    {
        await Reload();
        return _keys.GetValueOrDefault(hash);
    }

    /// <summary>Makes a key; the secret is returned once and not kept.</summary>
    public async Task<(ApiKey Key, string Secret)> Create(string name, IReadOnlyList<Role> roles, Actor by)
    {
        var secret = "bn_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetCurrentInstant();
        var key = new ApiKey(Guid.CreateVersion7(now.ToDateTimeOffset()).ToString(), name, roles, now, by.Id, null);
        await database.Write(transaction =>
        {
            KeyStore.Insert(transaction, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
            Chain.Append(transaction, now, by.Id, $"key:{key.Id}", "key.created", new { key.Id, key.Name, key.Roles });
        });
        await Reload();
        return (key, secret);
    }

    /// <exception cref="Refusal">404: there is no such key.</exception>
    public async Task Revoke(string id, Actor by)
    {
        await database.Write(transaction =>
        {
            var now = clock.GetCurrentInstant();
            if (KeyStore.Revoke(transaction, id, now) ?? throw Refusal.NotFound("key", id))
            {
                Chain.Append(transaction, now, by.Id, $"key:{id}", "key.revoked", new { Id = id });
            }
        });
        await Reload();
    }

    public async Task Reload()
    {
        await _reloading.WaitAsync();
        try
        {
            _reloadedAt = clock.GetTimestamp();
            var valid = await store.Valid();
            _keys = valid.ToFrozenDictionary(pair => pair.Key, pair => new Identity(pair.Value.Id, pair.Value.Name, pair.Value.Roles), StringComparer.Ordinal);
        }
        finally
        {
            _reloading.Release();
        }
    }

    public override void Dispose()
    {
        _reloading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Engine == Engine.Sqlite)
        {
            return;
        }
        while (true)
        {
            await Task.Delay(BetweenReloads, clock, stoppingToken);
            try
            {
                await Reload();
            }
            catch (System.Data.Common.DbException e)
            {
                log.LogWarning(e, "The keys could not be read again; those known stay valid.");
            }
        }
    }
}
