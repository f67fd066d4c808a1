using System.Data.Common;
using System.Security.Cryptography;
using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Filings;

/// <summary>The data key under which answers, filings and files of one breach are sealed, wrapped with the master key.</summary>
public sealed class NoticeKeys(MasterKey master)
{
    /// <summary>Makes the key on first use, and holds its row: whoever changes the notices of one breach takes turns.</summary>
    public byte[] Hold(DbTransaction transaction, Engine engine, string breach)
    {
        var connection = transaction.Connection!;
        connection.Execute(
            "INSERT INTO notice_keys (breach, wrapped) VALUES (@Breach, @Wrapped) ON CONFLICT (breach) DO NOTHING",
            new { Breach = breach, Wrapped = master.Wrap(RandomNumberGenerator.GetBytes(MasterKey.Length), BoundTo(breach)) },
            transaction);
        return Unwrap(connection.QuerySingle<byte[]>(
            $"SELECT wrapped FROM notice_keys WHERE breach = @Breach{(engine == Engine.Postgres ? " FOR UPDATE" : "")}", new { Breach = breach }, transaction), breach);
    }

    /// <returns>Null if nothing was sealed yet.</returns>
    public byte[]? Find(DbConnection connection, string breach) =>
        connection.QuerySingleOrDefault<byte[]>("SELECT wrapped FROM notice_keys WHERE breach = @Breach", new { Breach = breach }) is { } wrapped ? Unwrap(wrapped, breach) : null;

    private byte[] Unwrap(byte[] wrapped, string breach) => master.Unwrap(wrapped, BoundTo(breach));

    private static string BoundTo(string breach) => $"notices of {breach}";
}
