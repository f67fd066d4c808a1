using System.Text;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Mailings;

namespace BreachNotify.Tests.Mailings;

public sealed class HygieneTests(PostgresServer postgres)
{
    private const string Header = "email,name,language,reference\n";

    private const string Household =
        Header
        + "home@mail.example,Ann Smith,en,1\n"
        + "home@mail.example,Bob Smith,en,2\n"
        + "home@MAIL.example,ann smith,en,1\n"
        + "shared@mail.example,Cleo,en,\n"
        + "shared@mail.example,CLEO,en,\n"
        + "shared@mail.example,Dan,en,\n"
        + ",Eve,en,6\n";

    [Theory]
    [InlineData("Zoe\u0308 Mu\u0308ller", "Zoë Müller")]
    [InlineData("Zoë Müller", "Zoë Müller")]
    [InlineData(" \u00a0がたろう\u3000", "がたろう")]
    [InlineData("か\u3099たろう", "がたろう")]
    [InlineData("Ω", "Ω")]
    public async Task Names_and_further_columns_are_kept_composed_and_trimmed(string written, string kept)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import($"email,name,reference,cafe\u0301\na@mail.example,{written},{written},{written}\n");
        var person = Assert.Single((await mailing.Get("recipients")).GetProperty("items").EnumerateArray());
        Assert.Equal((kept, kept), (person.GetProperty("name").GetString(), person.GetProperty("reference").GetString()));
    }

    [Theory]
    [InlineData("ann＠mail.example")]
    [InlineData("ａｎｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ")]
    [InlineData("\u200bann@mail.example")]
    [InlineData("ann\u200d@mail.example")]
    [InlineData("\u202aann@mail.example\u202c")]
    [InlineData("\ufeffann@mail.example\u200b")]
    public async Task Full_width_and_invisible_characters_are_taken_out_of_an_address_and_the_row_is_flagged(string written)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import($"{Header}ann@mail.example,Ann,en,1\n{written},Ann,en,1\n");

        Assert.Equal((1, 1, 1), (Count(summary, "accepted"), Count(summary, "duplicates"), Count(summary, "flagged")));
        var flag = Assert.Single(summary.GetProperty("flags").EnumerateArray());
        Assert.Equal((3, "repaired", written, "ann@mail.example"), Flag(flag));
    }

    [Theory]
    [InlineData("ann@bu\u0308cher.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann@BÜCHER.example", "ann@xn--bcher-kva.example")]
    [InlineData("Ann@mail\u3002example", "Ann@mail.example")]
    public void Domains_are_composed_folded_and_written_in_ascii_without_a_flag(string written, string kept)
    {
        Assert.Equal(kept, EmailAddress.Normalise(written, out _));
        Assert.False(EmailAddress.IsRepaired(written, kept));
    }

    [Theory]
    [InlineData("e\u0301va@mail.example")]
    [InlineData("ann＠＠mail.example")]
    [InlineData("\u200b@mail.example")]
    [InlineData("ann@mail\u202eexample.com")]
    public void What_no_repair_makes_an_ascii_address_is_refused(string written)
    {
        Assert.Null(EmailAddress.Normalise(written, out var fault));
        Assert.NotNull(fault);
    }

    [Theory]
    [InlineData("info@firm.example", "roleAccount", null)]
    [InlineData("Postmaster@firm.example", "roleAccount", null)]
    [InlineData("no-reply+list@firm.example", "roleAccount", null)]
    [InlineData("abuse@gmx.de", "roleAccount", null)]
    [InlineData("ann@gmial.com", "typo", "ann@gmail.com")]
    [InlineData("ann@gmail.con", "typo", "ann@gmail.com")]
    [InlineData("ann@gmail.co", "typo", "ann@gmail.com")]
    [InlineData("ann@gmial.con", "typo", "ann@gmail.com")]
    [InlineData("Ann@hotmial.com", "typo", "Ann@hotmail.com")]
    [InlineData("ann@hotmial.co.uk", "typo", "ann@hotmail.co.uk")]
    [InlineData("ann@yaho.com", "typo", "ann@yahoo.com")]
    [InlineData("ann@yahooo.fr", "typo", "ann@yahoo.fr")]
    [InlineData("ann@outlok.com", "typo", "ann@outlook.com")]
    [InlineData("ann@web.d", "typo", "ann@web.de")]
    [InlineData("ann@gmx.d", "typo", "ann@gmx.de")]
    [InlineData("ann@wbe.de", "typo", "ann@web.de")]
    [InlineData("ann@t-onlien.de", "typo", "ann@t-online.de")]
    [InlineData("info@gmial.com", "typo", "info@gmail.com")]
    [InlineData("ann@gmail.com", null, null)]
    [InlineData("ann@ymail.com", null, null)]
    [InlineData("ann@email.com", null, null)]
    [InlineData("ann@hotmail.be", null, null)]
    [InlineData("ann@wep.de", null, null)]
    [InlineData("ann@firm.example", null, null)]
    [InlineData("information@firm.example", null, null)]
    [InlineData("ann.info@firm.example", null, null)]
    public void Role_accounts_and_slips_are_pointed_out_and_honest_addresses_are_not(string address, string? flag, string? meant)
    {
        var found = Oddities.Of(address, out var suggestion);
        Assert.Equal((flag, meant), (found is { } oddity ? Words<Oddity>.Of(oddity) : null, suggestion));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Flagged_rows_are_accepted_unchanged_and_all_listed(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var mailing = await MailingUnderTest.Draft(service);
        var rows = Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? $"p{i}@gmial.com,P,en,{i}" : $"p{i}@mail.example,P,en,{i}");

        var summary = await mailing.Import(Header + string.Join('\n', rows) + "\nsales@firm.example,S,en,x\n");

        Assert.Equal((501, 501, 251), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "flagged")));
        Assert.Equal(100, summary.GetProperty("flags").GetArrayLength());
        Assert.Equal((2, "typo", "p0@gmial.com", "p0@gmail.com"), Flag(summary.GetProperty("flags")[0]));
        var all = await mailing.All("flags");
        Assert.Equal(251, all.Count);
        Assert.Equal((502, "roleAccount", "sales@firm.example", null), Flag(all[^1]));
        var csv = (await mailing.Csv("flags")).Split("\r\n");
        Assert.Equal((253, "line,value,flag,suggestion", "2,p0@gmial.com,typo,p0@gmail.com"), (csv.Length, csv[0], csv[1]));
        Assert.Equal("p0@gmial.com", (await mailing.Get("recipients")).GetProperty("items")[0].GetProperty("email").GetString());
        Assert.Equal(251, (await mailing.Status()).GetProperty("import").GetProperty("flagged").GetInt32());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task By_address_one_letter_goes_out_and_everybody_it_covers_is_kept_with_the_line_that_gets_it(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import(Household);

        Assert.Equal((7, 2, 4, 1, 0), Counts(summary));
        var covered = await mailing.All("duplicates");
        Assert.Equal(
            [(3, 2, "Bob Smith", "2"), (4, 2, "ann smith", "1"), (6, 5, "CLEO", ""), (7, 5, "Dan", "")],
            covered.Select(person => (person.GetProperty("line").GetInt32(), person.GetProperty("firstLine").GetInt32(), person.GetProperty("name").GetString(), person.GetProperty("reference").GetString())));
        Assert.Equal(
            "line,firstLine,email,name,language,reference\r\n3,2,home@mail.example,Bob Smith,en,2\r\n4,2,home@mail.example,ann smith,en,1\r\n6,5,shared@mail.example,CLEO,en,\r\n7,5,shared@mail.example,Dan,en,\r\n",
            await mailing.Csv("duplicates"));
        Assert.Equal([2, 5, 8], Lines(await mailing.All("recipients")));
        Assert.Equal("address", summary.GetProperty("duplicatesBy").GetString());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task By_person_two_at_one_address_get_a_letter_each_and_the_same_one_gets_one(string engine)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. await Settings(engine)]);
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import(Household, "?duplicates=person");

        Assert.Equal((7, 4, 2, 1, 0), Counts(summary));
        Assert.Equal([(4, 2), (6, 5)], (await mailing.All("duplicates")).Select(person => (person.GetProperty("line").GetInt32(), person.GetProperty("firstLine").GetInt32())));
        await mailing.Start();
        await mailing.Completed();
        Assert.Equal(["home@mail.example", "home@mail.example", "shared@mail.example", "shared@mail.example"], server.Accepted.Select(message => message.Recipient).Order());
        Assert.Contains(server.Messages, message => message.Text.Contains("Bob Smith", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_without_a_reference_is_the_same_by_a_name_composed_or_not()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var summary = await mailing.Import($"{Header}a@mail.example,Zoë,en,\na@mail.example,ZOE\u0308,en,\na@mail.example,Zoë,en,7\n", "?duplicates=person");
        Assert.Equal((3, 2, 1, 0, 0), Counts(summary));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_family_letter_greets_everybody_at_the_address_in_every_language(string engine)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. await Settings(engine)]);
        var mailing = await MailingUnderTest.Draft(service);
        var people = string.Concat(new[] { "en", "de", "fr", "ja" }.Select(language => $"{language}@mail.example,Ann One,{language},R1\n{language}@mail.example,Bob Two,{language},R2\n"));
        await mailing.Import($"{Header}{people}alone@mail.example,Cleo,en,R3\nalone@mail.example,CLEO,en,R3\n", "?family=true");

        await mailing.Start();
        await mailing.Completed();

        Assert.Equal(5, server.Messages.Count);
        foreach (var message in server.Messages)
        {
            var mail = await MimeKit.MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(message.Text)));
            if (message.Recipient == "alone@mail.example")
            {
                Assert.All([mail.TextBody, mail.HtmlBody], body => Assert.DoesNotContain("CLEO", body, StringComparison.Ordinal));
                Assert.Contains("Dear Cleo,", mail.TextBody, StringComparison.Ordinal);
                continue;
            }
            foreach (var body in new[] { mail.TextBody, mail.HtmlBody })
            {
                Assert.All(["Ann One", "Bob Two", "R1", "R2"], text => Assert.Contains(text, body, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task A_hundred_people_at_one_address_are_no_family()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var people = string.Concat(Enumerable.Range(0, 100).Select(i => $"office@mail.example,P{i},en,{i}\n"));
        await mailing.Import($"{Header}{people}", "?family=true");
        var problem = await Problem.Of(await mailing.Do("freeze"));
        Assert.Equal(422, problem.Status);
        var error = Assert.Single(problem.Errors);
        Assert.Equal(("recipients", "line 2"), (error.Field, error.Value));
        Assert.Contains("100", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?duplicates=household", "duplicates")]
    [InlineData("?family=yes", "family")]
    [InlineData("?duplicates=person&family=true", "family")]
    public async Task A_rule_that_is_none_is_refused(string rule, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var problem = await Problem.Of(await mailing.Import(Encoding.UTF8.GetBytes(Household), rule: rule));
        Assert.Equal((400, field), (problem.Status, Assert.Single(problem.Errors).Field));
    }

    [Fact]
    public async Task Every_row_of_the_file_is_in_exactly_one_list()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var rows = Enumerable.Range(0, 1200).Select(i => (i % 5) switch { 0 => $",P{i},en,{i}", 1 => $"nobody,P{i},en,{i}", 2 => $"p{i}@mail.example,P{i},en,{i}", _ => $"p{i % 40}@mail.example,P{i},en,{i}" });
        await mailing.Import(Header + string.Join('\n', rows));
        await MailingUnderTest.Good(await mailing.Narrow("?remove=reference&reason=checked", "reference\n" + string.Join('\n', Enumerable.Range(0, 1200).Where(i => i % 3 == 0))));

        var lists = new List<int>();
        foreach (var list in new[] { "recipients", "duplicates", "left-out", "rejections" })
        {
            lists.AddRange(Lines(await mailing.All(list)));
        }

        Assert.Equal(Enumerable.Range(2, 1200), lists.Order());
    }

    private async Task<string[]> Settings(string engine) => engine == "postgres" ? await postgres.NewDatabase() : [];

    private static IEnumerable<int> Lines(IEnumerable<JsonElement> items) => items.Select(item => item.GetProperty("line").GetInt32());

    private static (int, int, int, int, int) Counts(JsonElement summary) =>
        (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "duplicates"), Count(summary, "withoutEmail"), Count(summary, "rejected"));

    private static int Count(JsonElement summary, string name) => summary.GetProperty(name).GetInt32();

    private static (int, string?, string?, string?) Flag(JsonElement row) =>
        (Count(row, "line"), row.GetProperty("flag").GetString(), row.GetProperty("value").GetString(), row.GetProperty("suggestion").GetString());
}
