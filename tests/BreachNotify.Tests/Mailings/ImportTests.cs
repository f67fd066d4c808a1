using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using Dapper;

namespace BreachNotify.Tests.Mailings;

public sealed class ImportTests
{
    private const string Header = "email,name,language,reference\n";

    /// <summary>One bad row between two good ones: only the bad one is rejected, by line, column and value.</summary>
    [Theory]
    [InlineData("bob", "email", "bob", "domain")]
    [InlineData("bob@", "email", "bob@", "domain")]
    [InlineData("bob@localhost", "email", "bob@localhost", "domain")]
    [InlineData("@mail.example", "email", "@mail.example", "before the @")]
    [InlineData("bob smith@mail.example", "email", "bob smith@mail.example", "' '")]
    [InlineData("a@b@mail.example", "email", "a@b@mail.example", "'@'")]
    [InlineData("bob@mail.example;eve@mail.example", "email", "bob@mail.example;eve@mail.example", "")]
    [InlineData("<bob@mail.example>", "email", "<bob@mail.example>", "")]
    [InlineData("b..b@mail.example", "email", "b..b@mail.example", "dot")]
    [InlineData("böb@mail.example", "email", "böb@mail.example", "ASCII")]
    [InlineData("bob@-mail.example", "email", "bob@-mail.example", "domain")]
    [InlineData("bob@192.168.0.1", "email", "bob@192.168.0.1", "domain")]
    [InlineData("bob@[192.168.0.1]", "email", "bob@[192.168.0.1]", "domain")]
    [InlineData("\"bob@mail.example\r\nBcc: eve@mail.example\"", "email", "bob@mail.example\r\nBcc: eve@mail.example", "line break")]
    [InlineData("bob@mail.example,\"Bob\nEve\"", "name", "Bob\nEve", "line break")]
    [InlineData("bob@mail.example,\"Bob\rEve\"", "name", "Bob\rEve", "line break")]
    [InlineData("bob@mail.example,B\u0000b", "name", "B\u0000b", "U+0000")]
    [InlineData("bob@mail.example,Bob,d_e", "language", "d_e", "language tag")]
    [InlineData("bob@mail.example,Bob,english language", "language", "english language", "language tag")]
    [InlineData("bob@mail.example,Bob,de,R,extra,extra", "", "6 fields", "columns")]
    [InlineData("bob@mail.example,\"Bob,de,R", "name", "\"Bob,de,R", "quote")]
    [InlineData("bob@mail.example,\"Bob\" Smith,de,R", "name", "\"Bob\" Smith,de,R", "quote")]
    public async Task A_bad_row_is_named_by_line_column_and_value_and_the_good_ones_are_kept(string row, string column, string value, string reason)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var fields = column == "" || row.Contains('"', StringComparison.Ordinal) && reason == "quote" ? row : row + new string(',', 3 - row.Count(c => c == ','));

        var summary = await mailing.Import($"{Header}ann@mail.example,Ann,en,1\n{fields}\nzoe@mail.example,Zoe,en,2\n");

        Assert.Equal((3, 2, 1), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "rejected")));
        var rejection = Assert.Single(summary.GetProperty("rejections").EnumerateArray());
        Assert.Equal((3, column, value), (rejection.GetProperty("line").GetInt32(), rejection.GetProperty("column").GetString(), rejection.GetProperty("value").GetString()));
        Assert.Contains(reason, rejection.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(rejection.GetRawText(), Assert.Single((await mailing.Get("rejections")).GetProperty("items").EnumerateArray()).GetRawText());
    }

    [Theory]
    [InlineData("", "line 1", "empty")]
    [InlineData("\n\n", "line 1", "empty")]
    [InlineData("ann@mail.example,Ann,en,1\n", "line 1", "header")]
    [InlineData("email;name;language;reference\nann@mail.example;Ann;en;1\n", "line 1", "';'")]
    [InlineData("email\tname\nann@mail.example\tAnn\n", "line 1", "tabs")]
    [InlineData("email,name,name\n", "line 1, column 3", "twice")]
    [InlineData("email,,name\n", "line 1, column 2", "name")]
    [InlineData("email,\"name\n", "line 1", "quote")]
    public async Task A_file_without_a_usable_header_row_is_refused_and_the_former_audience_stays(string file, string field, string remedy)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(7));

        var problem = await Problem.Of(await mailing.Import(Encoding.UTF8.GetBytes(file)));

        Assert.Equal(400, problem.Status);
        var error = Assert.Single(problem.Errors);
        Assert.Equal(field, error.Field);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Equal(7, (await mailing.Status()).GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Ten_megabytes_in_one_field_cost_one_row()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var huge = new string('x', 10 << 20);
        foreach (var field in new[] { huge, $"\"{huge}\"" })
        {
            var summary = await mailing.Import($"{Header}ann@mail.example,Ann,en,1\nbob@mail.example,{field},en,2\nzoe@mail.example,Zoe,en,3\n");
            Assert.Equal((3, 2, 1), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "rejected")));
            var rejection = Assert.Single(summary.GetProperty("rejections").EnumerateArray());
            Assert.Equal((3, "name"), (rejection.GetProperty("line").GetInt32(), rejection.GetProperty("column").GetString()));
            Assert.True(rejection.GetProperty("value").GetString()!.Length < 200);
        }
    }

    [Fact]
    public async Task A_quote_never_closed_costs_its_row_however_many_follow()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var rest = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"p{i}@mail.example,Person {i},en,{i}\n"));

        var summary = await mailing.Import($"{Header}bob@mail.example,\"Bob,en,1\n{rest}");

        Assert.Equal((40_001, 40_000, 1), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "rejected")));
        Assert.Equal(2, summary.GetProperty("rejections")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task The_same_address_twice_is_one_recipient_and_the_later_lines_are_named()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import($"{Header}ann@mail.example,Ann,en,1\n  ann@MAIL.example ,Ann,en,2\nANN@mail.example,Other,en,3\nbob@bücher.example,Bob,de,4\nbob@xn--bcher-kva.example,Bob,de,5\n");

        Assert.Equal((5, 3, 2), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "duplicates")));
        Assert.Equal([(3, 2), (6, 5)], summary.GetProperty("repeated").EnumerateArray().Select(row => (row.GetProperty("line").GetInt32(), row.GetProperty("firstLine").GetInt32())));
        Assert.Equal(3, (await mailing.Status()).GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task People_without_an_address_are_kept_for_another_channel()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var summary = await mailing.Import($"{Header}ann@mail.example,Ann,en,1\n,Bob,en,2\n  ,Eve,en,3\n");
        Assert.Equal((3, 1, 2), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "withoutEmail")));
        var people = (await mailing.Get("recipients?state=otherChannel")).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("name").GetString());
        Assert.Equal(["Bob", "Eve"], people);
    }

    [Fact]
    public async Task A_good_tag_without_a_template_takes_the_fallback_and_is_counted()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var summary = await mailing.Import($"{Header}a@mail.example,A,nl,1\nb@mail.example,B,pt-BR,2\nc@mail.example,C,de-AT,3\nd@mail.example,D,FR,4\ne@mail.example,E,,5\n");
        Assert.Equal((5, 5, 2), (Count(summary, "rows"), Count(summary, "accepted"), Count(summary, "fallbackLanguage")));
    }

    [Fact]
    public async Task Utf8_and_Utf16_are_read_with_their_byte_order_marks_and_other_bytes_are_named()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            using var answer = JsonDocument.Parse(await (await mailing.Import([.. encoding.GetPreamble(), .. encoding.GetBytes($"{Header}ann@mail.example,Änne 漢字 😀,en,1\r\n")])).Content.ReadAsStringAsync());
            Assert.Equal(1, Count(answer.RootElement, "accepted"));
            Assert.Equal("Änne 漢字 😀", (await mailing.Get("recipients")).GetProperty("items")[0].GetProperty("name").GetString());
        }
        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var problem = await Problem.Of(await mailing.Import(encoding.GetBytes($"{Header}ann@mail.example,Ann,en,1\n")));
            Assert.Equal(400, problem.Status);
            Assert.Contains("UTF-16 without a byte order mark", problem.Detail, StringComparison.Ordinal);
        }
        var latin = await (await mailing.Import(Encoding.Latin1.GetBytes($"{Header}ann@mail.example,Änne,en,1\n"))).Json();
        Assert.Contains("UTF-8", latin.GetProperty("rejections")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_four_counts_add_up_and_the_first_hundred_rejections_are_inline()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        var rows = Enumerable.Range(0, 1000).Select(i => (i % 4) switch { 0 => $"p{i}@mail.example,P,en,{i}", 1 => "same@mail.example,P,en,1", 2 => ",P,en,1", _ => "nobody,P,en,1" });
        var summary = await mailing.Import(Header + string.Join('\n', rows));
        Assert.Equal(1000, Count(summary, "accepted") + Count(summary, "duplicates") + Count(summary, "withoutEmail") + Count(summary, "rejected"));
        Assert.Equal((251, 249, 250, 250), (Count(summary, "accepted"), Count(summary, "duplicates"), Count(summary, "withoutEmail"), Count(summary, "rejected")));
        Assert.Equal(100, summary.GetProperty("rejections").GetArrayLength());
        var first = await mailing.Get("rejections");
        var second = await mailing.Get($"rejections?cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(250, first.GetProperty("items").GetArrayLength() + second.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_new_file_replaces_the_audience_and_a_running_mailing_takes_none()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(9));
        await mailing.Started(5);
        var problem = await Problem.Of(await mailing.Import(Encoding.UTF8.GetBytes(MailingUnderTest.People(1))));
        Assert.Equal(409, problem.Status);
        Assert.Equal(5, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_the_former_audience()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(6));
        using (var client = new System.Net.Sockets.TcpClient(service.Address.Host, service.Address.Port))
        {
            var part = MailingUnderTest.People(20_000);
            var head = $"PUT /api/v1/mailings/{mailing.Id}/recipients HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ServiceUnderTest.BootstrapKey}\r\nContent-Type: text/csv\r\nContent-Length: {part.Length * 2}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + part));
        }

        await Until(service, "SELECT COUNT(*) FROM audiences WHERE state = 'discarded'", 1);

        Assert.Equal(6, (await mailing.Status()).GetProperty("counts").GetProperty("pending").GetInt32());
        Assert.Equal(6, (await mailing.Get("recipients")).GetProperty("items").GetArrayLength());
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        await Until(service, "SELECT COUNT(*) FROM recipients", 6);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        Assert.Equal(415, (await Problem.Of(await mailing.Import("{}"u8.ToArray(), "application/json"))).Status);
    }

    [Fact]
    public async Task Nothing_personal_is_readable_in_the_database_file()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import($"{Header}very.unusual.name@mail.example,Unusualname,en,REF77\nwrong-unusual,Otherperson,en,1\n");
        await service.As(Role.Officer);
        var bytes = Directory.GetFiles(service.Folder, "breachnotify.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return Encoding.Latin1.GetString(copy.ToArray());
        });
        Assert.All(bytes, text => Assert.DoesNotContain("nusual", text, StringComparison.Ordinal));
    }

    private static async Task Until(ServiceUnderTest service, string query, long wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await service.Database.Read(connection => connection.QuerySingle<long>(query)) != wanted)
        {
            Assert.False(patience.IsCancellationRequested, $"{query} does not become {wanted}");
            await Task.Yield();
        }
    }

    private static int Count(JsonElement summary, string name) => summary.GetProperty(name).GetInt32();
}
