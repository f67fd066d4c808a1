using System.Net;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings;
using Dapper;

namespace BreachNotify.Tests.Mailings.Evidence;

public sealed class SqliteRetentionTests : RetentionTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);

    [Fact]
    public async Task After_the_destruction_neither_key_nor_sealed_rows_nor_addresses_are_in_the_bytes_of_the_database()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person7@mail.example" ? "550 5.1.1 no such user" : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var (mailing, other) = (await MailingUnderTest.Draft(service), await MailingUnderTest.Draft(service));
        await EvidenceTests.Send(mailing, MailingUnderTest.People(3000) + "broken-address,N,en,1\n");
        await EvidenceTests.Send(other, MailingUnderTest.People(5));
        var (ours, theirs) = (await Secrets(mailing), await Secrets(other));
        Assert.All(ours.Concat(theirs), secret => Assert.True(IsInFiles(secret)));
        Assert.False(IsInFiles("person7@mail.example"u8.ToArray()));

        await Destroy(mailing);
        await mailing.Until(IsErased, TimeSpan.FromMinutes(20));

        Assert.All(ours, secret => Assert.False(IsInFiles(secret)));
        Assert.All(theirs, secret => Assert.True(IsInFiles(secret)));
        Assert.Equal(5, (await other.Get("recipients")).GetProperty("items").GetArrayLength());

        bool IsInFiles(byte[] bytes) => Directory.GetFiles(service.Folder, "breachnotify.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file => Read(file).AsSpan().IndexOf(bytes) >= 0);

        Task<List<byte[]>> Secrets(MailingUnderTest of) => service.Database.Read(connection =>
        {
            var audience = connection.QuerySingle<long>("SELECT audience FROM mailings WHERE id = @Id", new { of.Id });
            var range = new { First = Audience.FirstOf(audience), End = Audience.FirstOf(audience + 1) };
            return new List<byte[]>([
                connection.QuerySingle<byte[]>("SELECT data_key FROM audiences WHERE id = @Id", new { Id = audience }),
                .. connection.Query<byte[]>("SELECT sealed FROM recipients WHERE id > @First AND id < @End", range).Where((_, i) => i % 500 == 3),
                .. connection.Query<byte[]>("SELECT sealed FROM unsuited_rows WHERE id > @First AND id < @End", range),
                .. connection.Query<byte[]>("SELECT reply FROM ledger WHERE reply IS NOT NULL AND id > @First AND id < @End", range)]);
        });
    }

    /// <summary>A file that the service has open.</summary>
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

public sealed class PostgresRetentionTests(PostgresServer server) : RetentionTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The end of a mailing's life: nobody can be read any more, and everything that counts still holds.</summary>
public abstract class RetentionTests
{
    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task Destroyed_people_are_gone_while_counts_and_proofs_still_hold()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person2@mail.example" ? "550 5.1.1 no such user" : null);
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings]);
        var mailing = await MailingUnderTest.Draft(service);
        await EvidenceTests.Send(mailing, MailingUnderTest.People(40) + "broken,N,en,1\n");
        var before = await mailing.Status();

        Assert.Equal(HttpStatusCode.OK, (await Destroy(mailing)).StatusCode);
        var after = await mailing.Until(IsErased, TimeSpan.FromMinutes(20));

        Assert.Equal(before.GetProperty("counts").ToString(), after.GetProperty("counts").ToString());
        var officer = await service.As(Role.Officer);
        foreach (var list in new[] { "recipients", "doubtful", "rejections", "duplicates", "flags", "left-out", "unreached", "unreached/summary", "plan" })
        {
            var problem = await Problem.Of(await officer.GetAsync(new Uri($"/api/v1/mailings/{mailing.Id}/{list}", UriKind.Relative)));
            Assert.Equal(410, problem.Status);
            Assert.Contains("Nobody needs it any more.", problem.Detail, StringComparison.Ordinal);
        }
        Assert.Equal(410, (await Problem.Of(await mailing.Do("doubtful", body: new { outcome = "resend", reason = "r" }))).Status);
        Assert.Equal(410, (await Problem.Of(await Destroy(mailing))).Status);
        Assert.Equal(410, (await Problem.Of(await mailing.Do("retention", body: new { until = "2030-01-01T00:00:00Z", reason = "r" }))).Status);

        var verification = await mailing.Get("verify");
        Assert.True(verification.GetProperty("holds").GetBoolean(), verification.ToString());
        var unknown = Assert.Single(verification.GetProperty("checks").EnumerateArray(), check => check.GetProperty("holds").ValueKind == JsonValueKind.Null);
        Assert.Equal("people", unknown.GetProperty("what").GetString());
        Assert.Contains("gone", unknown.GetProperty("remark").GetString(), StringComparison.Ordinal);

        var files = await EvidenceTests.Archive(await EvidenceTests.Export(service, mailing));
        Assert.Equal((40, 1), (EvidenceTests.Rows(files["recipients.csv"]).Count, EvidenceTests.Rows(files["recipients.csv"]).Count(row => row[5] == "rejected")));
        Assert.All(files, file => Assert.DoesNotContain("mail.example", Encoding.UTF8.GetString(file.Value), StringComparison.Ordinal));
        var hashes = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() is "mailing.completed" or "mailing.erased" or "mailing.evidenceExported")
            .Select(entry => entry.GetProperty("payload").GetProperty("ledger").GetString()).ToList();
        Assert.Equal(3, hashes.Count);
        Assert.Equal([EvidenceTests.LedgerHash(EvidenceTests.Rows(files["recipients.csv"]))], hashes.Distinct());
        Assert.Equal((0, 0, 0), await service.Database.Read(connection => connection.QuerySingle<(long, long, long)>(
            "SELECT (SELECT COUNT(*) FROM recipients), (SELECT COUNT(*) FROM unsuited_rows) + (SELECT COUNT(*) FROM flagged_rows), (SELECT COUNT(*) FROM ledger WHERE reply IS NOT NULL)")));
        Assert.Null(await service.Database.Read(connection => connection.QuerySingle<byte[]?>("SELECT COALESCE(data_key, extremes, profile) FROM audiences")));
    }

    [Fact]
    public async Task The_end_of_the_retention_destroys_by_itself_and_an_extension_puts_it_off()
    {
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), "Mail:RetentionDays=10"]);
        var (kept, extended) = (await MailingUnderTest.Draft(service), await MailingUnderTest.Draft(service));
        await EvidenceTests.Send(kept, MailingUnderTest.People(3));
        await EvidenceTests.Send(extended, MailingUnderTest.People(3));
        var end = DateTimeOffset.Parse((await kept.Status()).GetProperty("retention").GetProperty("endsAt").GetString()!, null);
        Assert.Equal(422, (await Problem.Of(await extended.Do("retention", body: new { until = end.AddDays(-1), reason = "Shorter." }))).Status);
        Assert.Equal(HttpStatusCode.OK, (await extended.Do("retention", body: new { until = end.AddYears(5), reason = "A claim is pending." })).StatusCode);

        await kept.Until(IsErased, TimeSpan.FromHours(1));

        Assert.True(service.Clock.GetUtcNow() >= end);
        Assert.Equal(JsonValueKind.Null, (await extended.Status()).GetProperty("retention").GetProperty("destroyedAt").ValueKind);
        await extended.Until(IsErased, TimeSpan.FromDays(20));
        Assert.True(service.Clock.GetUtcNow() >= end.AddYears(5));
        var entry = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().First(entry => entry.GetProperty("kind").GetString() == "mailing.destroyed");
        Assert.Equal("service", entry.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Nothing_is_destroyed_before_the_end_without_the_hash_or_twice()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(2));
        await mailing.Do("freeze");
        Assert.Equal(409, (await Problem.Of(await Destroy(mailing))).Status);
        await mailing.Do("cancel");
        Assert.Equal(["hash"], (await Problem.Of(await mailing.Do("destroy", body: new { hash = mailing.Id, reason = "r" }))).Fields);
        Assert.Equal(2, (await mailing.Get("recipients")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await Destroy(mailing)).StatusCode);
        await mailing.Until(IsErased, TimeSpan.FromMinutes(20));
        Assert.True((await mailing.Get("verify")).GetProperty("holds").GetBoolean());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40_000)]
    public async Task A_retention_out_of_range_is_refused(int days)
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        var officer = await service.As(Role.Officer);
        var problem = await Problem.Of(await officer.PostJson($"/api/v1/breaches/{mailing.Breach}/mailings", new { template = "people", fallbackLanguage = "en", retentionDays = days }));
        Assert.Equal((400, "retentionDays"), (problem.Status, Assert.Single(problem.Fields)));
    }

    internal static bool IsErased(JsonElement status) => status.GetProperty("retention").GetProperty("erasedAt").ValueKind == JsonValueKind.String;

    internal static async Task<HttpResponseMessage> Destroy(MailingUnderTest mailing) => await mailing.Do("destroy", body: new
    {
        hash = (await mailing.Status()).GetProperty("hash").GetString(),
        reason = "Nobody needs it any more.",
    });
}
