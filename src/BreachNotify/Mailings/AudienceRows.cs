using System.Data.Common;
using BreachNotify.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace BreachNotify.Mailings;

/// <summary>Writes many rows of an audience at once, on either engine.</summary>
public static class AudienceRows
{
    private const int ArraySize = 20_000;

    public static void Insert(DbTransaction transaction, IReadOnlyList<SealedRecipient> people, IReadOnlyList<(long Row, byte[] Sealed)> unsuited, IReadOnlyList<(long Row, byte[] Sealed)> flagged)
    {
        switch (transaction.Connection)
        {
            case SqliteConnection connection:
                Insert(connection, people);
                if (people.Count > 0)
                {
                    connection.Execute(
                        $"INSERT INTO ledger (id, state) SELECT id, {StateOfAddress("address")} FROM recipients WHERE id BETWEEN @First AND @Last",
                        new { First = people[0].Row, Last = people[^1].Row },
                        transaction);
                }
                Insert(connection, "unsuited_rows", unsuited);
                Insert(connection, "flagged_rows", flagged);
                break;
            case NpgsqlConnection connection:
                Copy(connection, people);
                Copy(connection, "unsuited_rows", unsuited);
                Copy(connection, "flagged_rows", flagged);
                break;
        }
    }

    /// <summary>Where somebody stands at the beginning: SQL over the column with the address's hash.</summary>
    public static string StateOfAddress(string column) => $"CASE WHEN {column} IS NULL THEN {(int)DeliveryState.OtherChannel} ELSE {(int)DeliveryState.Pending} END";

    public static void Cover(DbTransaction transaction, IReadOnlyList<(long Row, long First)> duplicates)
    {
        if (transaction.Connection is SqliteConnection connection)
        {
            using var cover = new SqliteStatement(connection, "INSERT INTO duplicates (id, first, letter) VALUES (?1, ?2, ?2)");
            foreach (var (row, first) in duplicates)
            {
                cover.Bind(1, row);
                cover.Bind(2, first);
                cover.Run();
            }
        }
        else
        {
            transaction.Connection!.Execute(
                "INSERT INTO duplicates (id, first, letter) SELECT d.id, d.first, d.first FROM UNNEST(@Rows, @Firsts) AS d (id, first)",
                new { Rows = duplicates.Select(duplicate => duplicate.Row).ToArray(), Firsts = duplicates.Select(duplicate => duplicate.First).ToArray() },
                transaction);
        }
        RemoveFromLedger(transaction, duplicates.Select(duplicate => duplicate.Row));
    }

    public static void LeaveOut(DbTransaction transaction, IEnumerable<long> rows) => Run(transaction, rows, "INSERT INTO left_out (id) VALUES (?1)", "INSERT INTO left_out (id) SELECT UNNEST(@Rows)");

    public static void RemoveFromLedger(DbTransaction transaction, IEnumerable<long> rows) => Run(transaction, rows, "DELETE FROM ledger WHERE id = ?1", "DELETE FROM ledger WHERE id = ANY(@Rows)");

    private static void Run(DbTransaction transaction, IEnumerable<long> rows, string sqlite, string postgres)
    {
        if (transaction.Connection is SqliteConnection connection)
        {
            using var statement = new SqliteStatement(connection, sqlite);
            foreach (var row in rows)
            {
                statement.Bind(1, row);
                statement.Run();
            }
            return;
        }
        foreach (var part in rows.Chunk(ArraySize))
        {
            transaction.Connection!.Execute(postgres, new { Rows = part }, transaction);
        }
    }

    private static void Insert(SqliteConnection connection, IReadOnlyList<SealedRecipient> people)
    {
        using var recipient = new SqliteStatement(connection, "INSERT INTO recipients (id, address, sealed) VALUES (?1, ?2, ?3)");
        foreach (var person in people)
        {
            recipient.Bind(1, person.Row);
            recipient.Bind(2, person.Address.Span);
            recipient.Bind(3, person.Sealed.Span);
            recipient.Run();
        }
    }

    private static void Insert(SqliteConnection connection, string table, IReadOnlyList<(long Row, byte[] Sealed)> notes)
    {
        using var note = new SqliteStatement(connection, $"INSERT INTO {table} (id, sealed) VALUES (?1, ?2)");
        foreach (var (row, sealedBytes) in notes)
        {
            note.Bind(1, row);
            note.Bind(2, sealedBytes);
            note.Run();
        }
    }

    private static void Copy(NpgsqlConnection connection, IReadOnlyList<SealedRecipient> people)
    {
        using (var import = connection.BeginBinaryImport("COPY recipients (id, address, sealed) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var person in people)
            {
                import.StartRow();
                import.Write(person.Row, NpgsqlDbType.Bigint);
                if (person.Address.IsEmpty)
                {
                    import.WriteNull();
                }
                else
                {
                    import.Write(person.Address, NpgsqlDbType.Bytea);
                }
                import.Write(person.Sealed, NpgsqlDbType.Bytea);
            }
            import.Complete();
        }
        using var ledger = connection.BeginBinaryImport("COPY ledger (id, state) FROM STDIN (FORMAT BINARY)");
        foreach (var person in people)
        {
            ledger.StartRow();
            ledger.Write(person.Row, NpgsqlDbType.Bigint);
            ledger.Write((short)(person.Address.IsEmpty ? DeliveryState.OtherChannel : DeliveryState.Pending), NpgsqlDbType.Smallint);
        }
        ledger.Complete();
    }

    private static void Copy(NpgsqlConnection connection, string table, IReadOnlyList<(long Row, byte[] Sealed)> notes)
    {
        using var import = connection.BeginBinaryImport($"COPY {table} (id, sealed) FROM STDIN (FORMAT BINARY)");
        foreach (var (row, sealedBytes) in notes)
        {
            import.StartRow();
            import.Write(row, NpgsqlDbType.Bigint);
            import.Write(sealedBytes, NpgsqlDbType.Bytea);
        }
        import.Complete();
    }
}
