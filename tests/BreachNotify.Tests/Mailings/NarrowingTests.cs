using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Law;
using BreachNotify.Mailings;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Mailings;

/// <summary>An audience narrowed by a second file before it is frozen.</summary>
public sealed class NarrowingTests(PostgresServer postgres)
{
    private const string Header = "email,name,language,reference\n";
    private const string Reason = "&reason=forensic%20report";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Twenty_one_thousand_become_fewer_than_one_thousand_with_a_reason_and_are_all_back_when_widened(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(21_000));
        var accessed = Enumerable.Range(0, 950).Select(i => $"R{i * 22}");

        var narrowed = await MailingUnderTest.Good(await mailing.Narrow("?keep=reference" + Reason, "note,Reference\n" + string.Concat(accessed.Select(reference => $"x,{reference}\n")) + "x,R21000\nx,\n"));

        Assert.Equal((21_000, 950, 20_050), (Number(narrowed, "before"), Number(narrowed, "kept"), Number(narrowed, "removed")));
        var unknown = narrowed.GetProperty("unknown");
        Assert.Equal(2, Number(unknown, "count"));
        Assert.Equal([(952, "R21000"), (953, "")], unknown.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("line").GetInt32(), row.GetProperty("value").GetString())));
        var status = await mailing.Status();
        Assert.Equal((950, 950, 20_050), (Number(status.GetProperty("counts"), "total"), Number(status.GetProperty("counts"), "pending"), Number(status, "leftOut")));
        Assert.Equal(20_050, (await mailing.Csv("left-out")).Split("\r\n").Length - 2);
        var entry = await LastEntry(service, "mailing.narrowed");
        Assert.Equal(("reference", "kept", 21_000, 950, 20_050, 2, "forensic report"), (
            entry.GetProperty("by").GetString(), entry.GetProperty("named").GetString(), Number(entry, "before"), Number(entry, "kept"), Number(entry, "removed"), Number(entry, "unknown"), entry.GetProperty("reason").GetString()));

        var widened = await MailingUnderTest.Good(await mailing.Do("widen", body: new { reason = "too narrow" }));

        Assert.Equal(20_050, Number(widened, "restored"));
        Assert.Equal(21_000, Number((await mailing.Status()).GetProperty("counts"), "pending"));
        Assert.Empty(await mailing.All("left-out"));
        Assert.Equal((20_050, "too narrow"), (Number(await LastEntry(service, "mailing.widened"), "restored"), (await LastEntry(service, "mailing.widened")).GetProperty("reason").GetString()));
        Assert.Equal(409, (await Problem.Of(await mailing.Do("widen", body: new { reason = "again" }))).Status);
    }

    [Fact]
    public async Task Only_those_who_stay_are_sent_to()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(300));
        await MailingUnderTest.Good(await mailing.Narrow("?keep=line" + Reason, "line\n2\n3\n4\n200\n"));

        await mailing.Start();
        var status = await mailing.Completed();

        Assert.Equal(4, Number(status.GetProperty("counts"), "accepted"));
        Assert.Equal(["person0@mail.example", "person198@mail.example", "person1@mail.example", "person2@mail.example"], server.Accepted.Select(message => message.Recipient).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("?keep=reference", "reference\nR1\nR3\n")]
    [InlineData("?keep=email", "EMAIL\nperson1@MAIL.example\n person3＠mail.example\n")]
    [InlineData("?keep=line", "line,name\n3,x\n05,y\n")]
    [InlineData("?remove=reference", "reference\nR0\nR2\nR4\nR0\n")]
    [InlineData("?remove=email", "email\nperson0@mail.example\nperson2@mail.example\nperson4@mail.example\n")]
    [InlineData("?remove=line", "line\n2\n4\n6\n")]
    public async Task People_are_named_by_reference_address_or_line_to_stay_or_to_go(string how, string file)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(5));

        var narrowed = await MailingUnderTest.Good(await mailing.Narrow(how + Reason, file));

        Assert.Equal((5, 2, 3, 0), (Number(narrowed, "before"), Number(narrowed, "kept"), Number(narrowed, "removed"), Number(narrowed.GetProperty("unknown"), "count")));
        Assert.Equal([3, 5], Lines(await mailing.All("recipients")));
        Assert.Equal([2, 4, 6], Lines(await mailing.All("left-out")));
    }

    /// <summary>Line 2 gets the letter of lines 3 and 5 too; who of them stays must not depend on it.</summary>
    [Theory]
    [InlineData("sqlite", "?keep=reference", "B,C,X", new[] { 3, 4 }, new[] { 5 })]
    [InlineData("sqlite", "?keep=reference", "C,X", new[] { 4, 5 }, new int[0])]
    [InlineData("sqlite", "?keep=reference", "A,C", new[] { 2 }, new[] { 5 })]
    [InlineData("sqlite", "?remove=email", "home@mail.example", new[] { 4 }, new int[0])]
    [InlineData("postgres", "?keep=reference", "B,C,X", new[] { 3, 4 }, new[] { 5 })]
    [InlineData("postgres", "?keep=reference", "C,X", new[] { 4, 5 }, new int[0])]
    public async Task A_letter_that_covered_several_goes_to_the_first_of_them_that_stays(string engine, string how, string named, int[] letters, int[] covered)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import($"{Header}home@mail.example,Ann,en,A\nhome@mail.example,Bob,en,B\nelse@mail.example,Xi,en,X\nhome@mail.example,Cleo,en,C\n");

        await MailingUnderTest.Good(await mailing.Narrow(how + Reason, $"{how[(how.IndexOf('=', StringComparison.Ordinal) + 1)..]}\n{named.Replace(',', '\n')}\n"));

        Assert.Equal(letters, Lines(await mailing.All("recipients")));
        var duplicates = await mailing.All("duplicates");
        Assert.Equal(covered, Lines(duplicates));
        Assert.All(duplicates, person => Assert.Contains(person.GetProperty("firstLine").GetInt32(), letters));
        Assert.Equal(letters.Length, Number((await mailing.Status()).GetProperty("counts"), "total"));

        await MailingUnderTest.Good(await mailing.Do("widen", body: new { reason = "r" }));

        Assert.Equal([2, 4], Lines(await mailing.All("recipients")));
        Assert.Equal([(3, 2), (5, 2)], (await mailing.All("duplicates")).Select(person => (Number(person, "line"), Number(person, "firstLine"))));
    }

    [Fact]
    public async Task A_second_narrowing_starts_from_those_who_are_left()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import($"{Header}home@mail.example,Ann,en,A\nhome@mail.example,Bob,en,B\nhome@mail.example,Cleo,en,C\n,Dan,en,D\n");
        await MailingUnderTest.Good(await mailing.Narrow("?remove=reference" + Reason, "reference\nA\n"));
        Assert.Equal([3, 5], Lines(await mailing.All("recipients")));

        var narrowed = await MailingUnderTest.Good(await mailing.Narrow("?keep=reference" + Reason, "reference\nA\nC\nD\n"));

        Assert.Equal((3, 2, 1, 1), (Number(narrowed, "before"), Number(narrowed, "kept"), Number(narrowed, "removed"), Number(narrowed.GetProperty("unknown"), "count")));
        Assert.Equal([4, 5], Lines(await mailing.All("recipients")));
        Assert.Equal([2, 3], Lines(await mailing.All("left-out")));
        var counts = (await mailing.Status()).GetProperty("counts");
        Assert.Equal((2, 1, 1), (Number(counts, "total"), Number(counts, "pending"), Number(counts, "otherChannel")));
    }

    [Fact]
    public async Task A_family_letter_names_only_those_who_stay()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import($"{Header}home@mail.example,Ann,en,A\nhome@mail.example,Bob,en,B\nhome@mail.example,Cleo,en,C\nhome@mail.example,Dan,en,D\n", "?family=true");
        await MailingUnderTest.Good(await mailing.Narrow("?remove=reference" + Reason, "reference\nA\nC\n"));
        await mailing.Start();
        await mailing.Completed();
        var message = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(server.Messages).Text)));
        Assert.Contains("Dear Bob, Dan,", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frozen_hash_covers_the_letter_the_rows_with_their_rule_and_who_was_left_out()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(4), "?duplicates=person");
        await MailingUnderTest.Good(await mailing.Narrow("?remove=line" + Reason, "line\n3\n5\n"));
        var hash = (await MailingUnderTest.Good(await mailing.Do("freeze"))).GetProperty("hash").GetString();
        var (letter, digest) = await service.Database.Read(connection => connection.QuerySingle<(string, byte[])>("SELECT m.letter, a.digest FROM mailings AS m JOIN audiences AS a ON a.id = m.audience"));
        var leftOut = new byte[16];
        (leftOut[7], leftOut[15]) = (3, 5);

        using var parsed = JsonDocument.Parse(letter);
        Assert.Equal("person", parsed.RootElement.GetProperty("rule").GetProperty("duplicatesBy").GetString());
        byte[] covered = [.. CanonicalJson.Canonicalize(parsed.RootElement), .. digest, .. SHA256.HashData(leftOut)];

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(covered)), hash);
    }

    [Fact]
    public async Task Once_frozen_nobody_is_left_out_or_taken_in()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        await MailingUnderTest.Good(await mailing.Narrow("?keep=line" + Reason, "line\n2\n"));
        await MailingUnderTest.Good(await mailing.Do("freeze"));
        Assert.Equal(409, (await Problem.Of(await mailing.Narrow("?keep=line" + Reason, "line\n2\n"))).Status);
        Assert.Equal(409, (await Problem.Of(await mailing.Do("widen", body: new { reason = "r" }))).Status);
        Assert.Equal(1, Number((await mailing.Status()).GetProperty("counts"), "total"));
    }

    [Fact]
    public async Task A_new_file_undoes_a_narrowing_and_the_journal_says_so()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(5));
        await MailingUnderTest.Good(await mailing.Narrow("?keep=line" + Reason, "line\n2\n"));
        await mailing.Import(MailingUnderTest.People(6));
        Assert.Equal(6, Number((await mailing.Status()).GetProperty("counts"), "total"));
        Assert.Equal(0, Number(await mailing.Status(), "leftOut"));
        Assert.Equal(4, Number(await LastEntry(service, "mailing.widened"), "restored"));
    }

    [Theory]
    [InlineData("?keep=reference", "reference\nR1\n", 400, "reason")]
    [InlineData("?keep=reference&reason=%20", "reference\nR1\n", 400, "reason")]
    [InlineData("?reason=r", "reference\nR1\n", 400, "keep")]
    [InlineData("?keep=line&remove=line&reason=r", "line\n2\n", 400, "keep")]
    [InlineData("?keep=name&reason=r", "name\nAnn\n", 400, "keep")]
    [InlineData("?keep=reference&reason=r", "", 400, "line 1")]
    [InlineData("?keep=reference&reason=r", "email\nperson1@mail.example\n", 400, "line 1")]
    [InlineData("?keep=reference&reason=r", "reference\nR1\n\"R2\n", 400, "line 3")]
    [InlineData("?keep=reference&reason=r", "reference\nR1,x\n", 400, "line 2")]
    [InlineData("?keep=reference&reason=r", "reference\nnobody\n", 422, "keep")]
    [InlineData("?keep=email&reason=r", "email\nnot an address\n", 422, "keep")]
    [InlineData("?remove=line&reason=r", "line\n2\n3\n4\n", 422, "remove")]
    public async Task What_is_not_understood_or_would_leave_nobody_changes_nothing(string how, string file, int status, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        var problem = await Problem.Of(await mailing.Narrow(how, file));
        Assert.Equal((status, field), (problem.Status, Assert.Single(problem.Errors).Field));
        Assert.Equal(3, Number((await mailing.Status()).GetProperty("counts"), "total"));
        Assert.Empty(await mailing.All("left-out"));
    }

    [Fact]
    public async Task Of_many_unknown_names_the_first_hundred_of_the_file_are_given()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        var names = Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? $"N{i}" : "");
        var narrowed = await MailingUnderTest.Good(await mailing.Narrow("?keep=reference" + Reason, "reference,x\n" + string.Concat(names.Select(name => $"{name},\n")) + "R1,\n"));
        var unknown = narrowed.GetProperty("unknown");
        Assert.Equal(300, Number(unknown, "count"));
        Assert.Equal(Enumerable.Range(2, 100), Lines(unknown.GetProperty("rows").EnumerateArray()));
    }

    [Fact]
    public void Lines_are_a_set_in_order()
    {
        var (all, some) = (new LineSet(), new LineSet());
        long[] lines = [0, 1, 63, 64, 65, 70_000, 1_000_000, 9_999_999];
        foreach (var line in lines.Reverse().Concat(lines))
        {
            all.Add(line);
        }
        some.Add(64);
        some.Add(70_000);
        some.Add(5);
        Assert.Equal(8, all.Count);
        Assert.Equal(lines, all.InOrder());
        Assert.Equal([0, 1, 63, 65, 1_000_000, 9_999_999], all.Except(some).InOrder());
        Assert.Equal(8, all.Count);
    }

    private async Task<string[]> Settings(string engine) => engine == "postgres" ? await postgres.NewDatabase() : [];

    private static async Task<JsonElement> LastEntry(ServiceUnderTest service, string kind) =>
        (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Last(entry => entry.GetProperty("kind").GetString() == kind).GetProperty("payload");

    private static IEnumerable<int> Lines(IEnumerable<JsonElement> items) => items.Select(item => Number(item, "line"));

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
