using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Law;
using BreachNotify.Mailings;
using Dapper;

namespace BreachNotify.Tests.Mailings.Evidence;

public sealed class SqliteEvidenceTests : EvidenceTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}

public sealed class PostgresEvidenceTests(PostgresServer server) : EvidenceTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>What a mailing leaves behind, and that it can be checked without the service.</summary>
public abstract class EvidenceTests
{
    private const string LastWords = "550 5.1.1 \"nobody\", here";

    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task The_archive_holds_everybody_and_its_hashes_can_be_recomputed_from_it_alone()
    {
        await using var server = new RecordingSmtpServer(
            atRecipient: (_, to) => to == "person3@mail.example" ? LastWords : null,
            atDot: (number, _) => number == 5 ? RecordingSmtpServer.CloseAfterDot : null);
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings, "Mail:Connections=1"]);
        var mailing = await MailingUnderTest.Draft(service);
        await Send(mailing, MailingUnderTest.People(1200) + "broken,N,en,1\n,\"Without, address\",en,R2000\n");

        var files = await Archive(await Export(service, mailing));

        var rows = Rows(files["recipients.csv"]);
        Assert.Equal(1201, rows.Count);
        Assert.Equal("person3@mail.example", Assert.Single(rows, row => row[5] == "rejected")[1]);
        Assert.Equal(LastWords, Assert.Single(rows, row => row[5] == "rejected")[10]);
        Assert.Equal(["", "Without, address"], Assert.Single(rows, row => row[5] == "otherChannel")[1..3]);
        var doubtful = Assert.Single(Rows(files["doubtful.csv"]));
        Assert.Equal(("accepted", "2", "1"), (doubtful[5], doubtful[7], doubtful[8]));
        Assert.Equal("broken", Assert.Single(Rows(files["rejections.csv"]))[2]);

        using var manifest = JsonDocument.Parse(files["manifest.json"]);
        Assert.Equal(
            files.Keys.Where(name => name != "manifest.json").Order(),
            manifest.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()!).Order());
        Assert.All(manifest.RootElement.GetProperty("files").EnumerateArray(), file =>
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files[file.GetProperty("name").GetString()!])), file.GetProperty("sha256").GetString()));

        using var journal = JsonDocument.Parse(files["journal.json"]);
        var entries = journal.RootElement.GetProperty("entries").EnumerateArray().ToList();
        Assert.All(entries, entry => Assert.Equal(entry.GetProperty("hash").GetString(), HashOfEntry(entry)));
        Assert.Equal(LedgerHash(rows), entries[^1].GetProperty("payload").GetProperty("ledger").GetString());
        Assert.Equal(entries[^1].GetProperty("hash").GetString(), journal.RootElement.GetProperty("head").GetProperty("hash").GetString());
        var exported = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Last();
        Assert.Equal("mailing.evidenceExported", exported.GetProperty("kind").GetString());
        Assert.Equal(Prefixed(SHA256.HashData(files["manifest.json"])), exported.GetProperty("payload").GetProperty("manifest").GetString());

        using var frozen = JsonDocument.Parse(files["frozen.json"]);
        Assert.Equal(frozen.RootElement.GetProperty("hash").GetString(), Prefixed(SHA256.HashData(
            [.. CanonicalJson.Canonicalize(frozen.RootElement.GetProperty("letter")), .. Convert.FromHexString(frozen.RootElement.GetProperty("peopleDigest").GetString()!), .. Convert.FromHexString(frozen.RootElement.GetProperty("leftOutDigest").GetString()!)])));
    }

    [Fact]
    public async Task The_sample_letters_are_those_that_were_sent_and_the_templates_those_that_were_frozen()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings]);
        var mailing = await MailingUnderTest.Draft(service);
        await Send(mailing, MailingUnderTest.People(12));

        var files = await Archive(await Export(service, mailing));

        Assert.Equal(["letters/de.eml", "letters/en.eml", "letters/fr.eml", "letters/ja.eml"], files.Keys.Where(name => name.StartsWith("letters/", StringComparison.Ordinal)).Order());
        foreach (var (language, person) in new[] { ("en", 0), ("de", 1), ("fr", 2), ("ja", 3) })
        {
            var sent = Assert.Single(server.Messages, message => message.Recipient == $"person{person}@mail.example");
            Assert.Equal(sent.Text.ReplaceLineEndings("\n").TrimEnd(), Encoding.UTF8.GetString(files[$"letters/{language}.eml"]).ReplaceLineEndings("\n").TrimEnd());
        }
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "templates", "people", "de.txt.liquid")), files["templates/de.txt.liquid"]);
        Assert.Contains("accepted", Encoding.UTF8.GetString(files["README.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_of_a_mailing_under_way_is_marked_as_a_snapshot_and_that_of_a_draft_is_refused()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        Assert.Equal(409, (await Problem.Of(await Export(service, mailing))).Status);
        await mailing.Do("freeze");

        var files = await Archive(await Export(service, mailing));

        using var mailingFile = JsonDocument.Parse(files["mailing.json"]);
        Assert.True(mailingFile.RootElement.GetProperty("snapshot").GetBoolean());
        Assert.Contains("SNAPSHOT", Encoding.UTF8.GetString(files["README.txt"]), StringComparison.Ordinal);
        Assert.All(Rows(files["recipients.csv"]), row => Assert.Equal("pending", row[5]));
    }

    [Fact]
    public async Task A_finished_mailing_verifies_until_somebody_changes_a_row()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(20);
        await mailing.Completed();
        var verification = await mailing.Get("verify");
        Assert.True(verification.GetProperty("holds").GetBoolean(), verification.ToString());
        Assert.All(verification.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("holds").GetBoolean(), check.ToString()));

        foreach (var (change, undo, failing) in new[]
        {
            ("UPDATE ledger SET attempts = attempts + 1 WHERE id = (SELECT MAX(id) FROM ledger)", "UPDATE ledger SET attempts = attempts - 1 WHERE id = (SELECT MAX(id) FROM ledger)", "ledger"),
            ("UPDATE mailing_counts SET accepted = accepted - 1, rejected = 1", "UPDATE mailing_counts SET accepted = accepted + 1, rejected = 0", "counts"),
            ("UPDATE mailings SET letter = REPLACE(letter, 'closed the server', 'opened the server')", "UPDATE mailings SET letter = REPLACE(letter, 'opened the server', 'closed the server')", "letter"),
            ("UPDATE recipients SET address = NULL WHERE id = (SELECT MAX(id) FROM recipients)", "", "people"),
        })
        {
            await Execute(change);
            var broken = await mailing.Get("verify");
            Assert.False(broken.GetProperty("holds").GetBoolean());
            Assert.Equal([failing], broken.GetProperty("checks").EnumerateArray().Where(check => !check.GetProperty("holds").GetBoolean()).Select(check => check.GetProperty("what").GetString()));
            await Execute(undo);
        }

        async Task Execute(string sql)
        {
            if (sql.Length > 0)
            {
                await service.Database.Write(transaction => transaction.Connection!.Execute(sql, transaction: transaction));
            }
        }
    }

    [Fact]
    public async Task A_bounce_after_the_end_changes_the_row_and_not_the_proof()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(6);
        await mailing.Completed();
        await service.Database.Write(transaction => transaction.Connection!.Execute(
            """
            INSERT INTO returned (id, bounced, completed_as) SELECT MAX(id), 1, 3 FROM ledger;
            UPDATE ledger SET state = 5 WHERE id = (SELECT MAX(id) FROM ledger);
            UPDATE mailing_counts SET accepted = accepted - 1, rejected = rejected + 1;
            """,
            transaction: transaction));

        var files = await Archive(await Export(service, mailing));

        Assert.True((await mailing.Get("verify")).GetProperty("holds").GetBoolean());
        var bounced = Assert.Single(Rows(files["recipients.csv"]), row => row[5] == "rejected");
        Assert.Equal(("5", "3"), (bounced[6], bounced[11]));
        var completed = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "mailing.completed");
        Assert.Equal(LedgerHash(Rows(files["recipients.csv"])), completed.GetProperty("payload").GetProperty("ledger").GetString());
    }

    [Fact]
    public async Task Whom_another_letter_tells_is_in_the_archive_too()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await Send(mailing, MailingUnderTest.People(3) + "person1@mail.example,Somebody else,de,R9\n");

        var files = await Archive(await Export(service, mailing));

        Assert.Equal(["5", "3", "person1@mail.example", "Somebody else", "de", "R9"], Assert.Single(Rows(files["covered.csv"])));
        Assert.Empty(Rows(files["left-out.csv"]));
    }

    [Fact]
    public async Task A_decision_about_the_doubtful_after_the_end_gives_a_new_hash_that_holds()
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number == 2 ? RecordingSmtpServer.CloseAfterDot : null);
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings, "Mail:Connections=1"]);
        var mailing = await MailingUnderTest.Draft(service, doubtPolicy: "hold");
        await mailing.Started(5);
        await mailing.Completed();

        await mailing.Do("doubtful", body: new { outcome = "accepted", reason = "The receiver has it." });

        var status = await mailing.Completed();
        Assert.Equal(5, status.GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.True((await mailing.Get("verify")).GetProperty("holds").GetBoolean());
        Assert.Equal(5, server.Messages.Count);
    }

    internal static async Task Send(MailingUnderTest mailing, string people)
    {
        await mailing.Import(people);
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        await mailing.Do("start");
        await mailing.Completed();
    }

    internal static async Task<HttpResponseMessage> Export(ServiceUnderTest service, MailingUnderTest mailing) =>
        await (await service.As(Role.Officer)).GetAsync(new Uri($"/api/v1/mailings/{mailing.Id}/evidence", UriKind.Relative));

    internal static async Task<Dictionary<string, byte[]>> Archive(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            await using var file = await entry.OpenAsync();
            await file.CopyToAsync(content);
            files[entry.FullName] = content.ToArray();
        }
        return files;
    }

    /// <summary>The rows of a CSV file below its header.</summary>
    internal static List<string[]> Rows(byte[] file)
    {
        var csv = new CsvReader(new StreamReader(new MemoryStream(file)));
        var rows = new List<string[]>();
        while (csv.Read())
        {
            Assert.Null(csv.Fault);
            var row = new string[csv.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = csv[i].ToString();
            }
            rows.Add(row);
        }
        return rows[1..];
    }

    /// <summary>As ledger.json describes it.</summary>
    internal static string LedgerHash(List<string[]> rows)
    {
        using var bytes = new MemoryStream();
        foreach (var row in rows)
        {
            var entry = new byte[20];
            BinaryPrimitives.WriteInt64BigEndian(entry, long.Parse(row[0], null));
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(8), int.Parse(row[11].Length > 0 ? row[11] : row[6], null));
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(12), int.Parse(row[7], null));
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(16), int.Parse(row[8], null));
            bytes.Write(entry);
        }
        return Prefixed(SHA256.HashData(bytes.ToArray()));
    }

    private static string HashOfEntry(JsonElement entry)
    {
        var members = entry.EnumerateObject().Where(member => member.Name != "hash").ToDictionary(member => member.Name, member => member.Value);
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(members))));
    }

    private static string Prefixed(byte[] hash) => "sha256:" + Convert.ToHexStringLower(hash);
}
