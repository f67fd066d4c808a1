using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Law;
using Dapper;

namespace BreachNotify.Tests.Filings;

public sealed class NoticesOnSqliteTests : NoticeTests;

public sealed class NoticesOnPostgresTests(PostgresServer server) : NoticeTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The notice to the supervisory authority, from the first hour to the last follow-up.</summary>
public abstract class NoticeTests : ServiceTests
{
    /// <summary>Two hours before the clock of the tests.</summary>
    private const string Aware = "2026-11-22T10:00:00Z";

    private const string Facts = """
        {"title":"Mailboxes open to attackers","awareAt":"2026-11-22T10:00:00Z","authority":"DE","controller":{"name":"Müller & Söhne","country":"DE"},
         "contact":{"name":"Dr. Ok","email":"dpo@mueller.example"}}
        """;

    /// <summary>What a complete notice needs beyond <see cref="Facts"/>.</summary>
    private const string Rest = """
        {"fields":{"occurrence":"ongoingSince","occurredFrom":"2026-11-20T08:00:00Z","aspects":["confidentiality"],"confidentialityLoss":"exfiltrated","unintelligible":"no",
         "incidentKinds":["hackingOrMalware"],"cause":"externalMalicious","description":"Three mailboxes were read.","peopleCategories":["customers"],"peopleCount":21000,
         "peoplePrecision":"approximate","dataTypes":["contact","payment"],"recordCount":42000,"recordPrecision":"exact","consequences":"Phishing","severity":"moderate",
         "outcome":"highRisk","measuresTaken":"Passwords reset","peopleTold":"willBe","toldOn":"2026-11-30"}}
        """;

    [Fact]
    public async Task From_the_incomplete_notice_within_72_hours_to_the_complete_follow_up()
    {
        var id = await Registered(Facts);
        var notice = await Notice(id, "DE");
        Assert.Equal(["incomplete"], Strings(notice, "possible"));
        Assert.Empty(Strings(notice, "blocksIncomplete"));
        Assert.Contains("peopleCount", Strings(notice, "blocksComplete"));
        Assert.Equal(["elapsed", "hour-not-counted", "two-working-days", "two-working-days-full", "roll-over"], Readings(notice, passed: false));

        // Not complete, and it says what is missing.
        var tooEarly = await Problem.Of(await File(id, "DE", """{"completeness":"complete","channel":"form"}"""));
        Assert.Equal(422, tooEarly.Status);
        Assert.Equal(Strings(notice, "blocksComplete"), tooEarly.Fields);

        Service.Clock.Advance(TimeSpan.FromHours(20));
        var first = await Created(await File(id, "DE", """{"completeness":"incomplete","channel":"Online form","note":"More follows"}"""));
        Assert.Equal((1, "new", "incomplete", "2026-11-23T08:00:00Z"), (first.GetProperty("number").GetInt32(), Text(first, "kind"), Text(first, "completeness"), Text(first, "filedAt")));
        Assert.Equal(Strings(notice, "blocksComplete"), Strings(first, "toBeDetermined"));

        // It stands in the register as an act, and the deadline is met.
        var act = (await Officer.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").EnumerateArray().Single();
        Assert.Equal(("filed", "DE", "Online form", id, "gdpr-33-1"), (Text(act, "kind"), Text(act, "recipient"), Text(act, "channel"), Text(act, "ownReference"), Text(act, "obligation")));
        var obligation = (await Officer.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").EnumerateArray().Single(o => Text(o, "id") == "gdpr-33-1");
        Assert.Empty(obligation.GetProperty("filing").GetProperty("lateUnder").EnumerateArray());

        // Nothing new, nothing to follow up.
        Assert.Equal(["withdrawn"], Strings(await Notice(id, "DE"), "possible"));
        Assert.Equal(409, (await Problem.Of(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""))).Status);

        // The hash of what was filed can be computed again from what was filed.
        var answers = (await Officer.GetJson($"/api/v1/breaches/{id}/filings/1")).GetProperty("answers");
        Assert.Equal(Text(first, "content"), Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(answers))));

        // The authority answers with its reference, and days later the rest is known.
        await Officer.PostJson($"/api/v1/breaches/{id}/filings/1/reference", new { authorityReference = "LDA-77" });
        Service.Clock.Advance(TimeSpan.FromDays(6));
        await Answered(id, Rest, "\"0\"");
        var followUp = await Notice(id, "DE");
        Assert.Equal(("followUp", 1), (Text(followUp, "kind"), followUp.GetProperty("follows").GetProperty("number").GetInt32()));
        Assert.Equal(["complete", "incomplete", "withdrawn"], Strings(followUp, "possible"));
        var changes = followUp.GetProperty("changes").EnumerateArray().ToDictionary(change => Text(change, "key")!, change => (Text(change, "before"), Text(change, "after")));
        Assert.Equal((null, "21\u00a0000"), changes["peopleCount"]);
        Assert.Equal(("Mailboxes open to attackers", "Three mailboxes were read."), changes["description"]);
        Assert.Equal((null, "LDA-77"), changes["earlierReference"]);
        Assert.DoesNotContain("controllerName", changes.Keys);

        // Filed in time at first: a follow-up a week later is not late.
        var second = await Created(await File(id, "DE", """{"completeness":"complete","channel":"Online form"}"""));
        Assert.Equal((2, "followUp", "complete"), (second.GetProperty("number").GetInt32(), Text(second, "kind"), Text(second, "completeness")));
        Assert.Empty(Strings(second, "toBeDetermined"));
        Assert.Equal(changes.Keys.Order(), second.GetProperty("changes").EnumerateArray().Select(change => Text(change, "key")!).Order());
        Assert.Equal(2, (await Officer.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").GetArrayLength());
        Assert.True((await Officer.GetJson("/api/v1/journal/verify")).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task A_late_notice_must_give_reasons_and_hears_which_readings_have_passed()
    {
        var id = await Registered(Facts);
        // Awareness was on a Sunday at 11:00 in Berlin: Wednesday 11:30 is after the elapsed hours, and before 12:00, when they end if the first hour is not counted.
        Service.Clock.Advance(TimeSpan.FromHours(70.5));
        var notice = await Notice(id, "DE");
        Assert.Equal(["elapsed"], Readings(notice, passed: true));
        Assert.Contains("reasonsForDelay", Strings(notice, "blocksIncomplete"));
        Assert.Empty(Strings(notice, "possible"));

        var refused = await Problem.Of(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        Assert.Equal((422, "reasonsForDelay"), (refused.Status, Assert.Single(refused.Errors).Field));
        Assert.Contains("Late under elapsed (2026-11-25T10:00:00Z); in time under hour-not-counted (2026-11-25T11:00:00Z)", refused.Errors[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{id}/filings")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").GetArrayLength());

        // Filed in time and put on record later needs none.
        var inTime = await File(id, "DE", """{"completeness":"incomplete","channel":"form","filedAt":"2026-11-25T09:59:59Z"}""");
        Assert.Equal(HttpStatusCode.Created, inTime.StatusCode);
    }

    [Fact]
    public async Task With_reasons_a_late_notice_is_filed_and_says_under_which_readings_it_is_late()
    {
        var id = await Registered(Facts);
        Service.Clock.Advance(TimeSpan.FromDays(4));
        await Answered(id, """{"recipients":{"DE":{"reasonsForDelay":"The office was closed."}}}""", "\"0\"");
        var filed = await Created(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        Assert.Equal(["elapsed", "hour-not-counted", "two-working-days", "two-working-days-full", "roll-over"], filed.GetProperty("timing").GetProperty("readings").EnumerateArray().Where(r => r.GetProperty("passed").GetBoolean()).Select(r => Text(r, "id")!));
        var seen = await Officer.GetJson($"/api/v1/breaches/{id}/filings/1");
        Assert.Equal("The office was closed.", Text(seen.GetProperty("answers"), "reasonsForDelay"));
    }

    [Fact]
    public async Task Each_recipient_has_its_own_notice_deadline_and_answers()
    {
        var id = await Registered("""{"title":"Guest list","awareAt":"2026-11-22T10:00:00Z","controller":{"name":"Hotels Inc","country":"US"},"contact":{"name":"Ok","email":"ok@hotels.example"},"affected":[{"country":"GB","people":3},{"country":"GR","people":2}]}""");
        var notices = (await Officer.GetJson($"/api/v1/breaches/{id}/notices")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["GB", "GR"], notices.Select(notice => Text(notice, "recipient")!).Order());
        await Answered(id, """{"fields":{"description":"For both"},"recipients":{"GR":{"description":"For Greece"}}}""", "\"0\"");

        var (greece, britain) = (await Notice(id, "GR"), await Notice(id, "GB"));
        Assert.Equal(("For Greece", "personForRecipient"), (Text(Field(greece, "description"), "text"), Text(Field(greece, "description"), "source")));
        Assert.Equal(("For both", "person"), (Text(Field(britain, "description"), "text"), Text(Field(britain, "description"), "source")));
        Assert.Equal(("GDPR Art. 33(3)(a)", "UK GDPR Art. 33(3)(a)"), (Text(Field(greece, "description"), "citation"), Text(Field(britain, "description"), "citation")));
        Assert.Equal("answered", Text(Field(greece, "authoritiesTold"), "state"));
        // Not established in the EEA: it is asked for its representative.
        Assert.Equal("empty", Text(Field(greece, "representative"), "state"));

        await Created(await File(id, "GR", """{"completeness":"incomplete","channel":"form"}"""));
        Assert.Equal(("followUp", "new"), (Text(await Notice(id, "GR"), "kind"), Text(await Notice(id, "GB"), "kind")));
        var unknown = await Problem.Of(await Officer.GetAsync(Path(id, "notices/FR")));
        Assert.Equal(404, unknown.Status);
        Assert.Contains("GR", unknown.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawal_needs_a_notice_that_stands_and_its_reason()
    {
        var id = await Registered(Facts);
        Assert.Equal(409, (await Problem.Of(await File(id, "DE", """{"completeness":"withdrawn","channel":"form"}"""))).Status);
        await Created(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        var unexplained = await Problem.Of(await File(id, "DE", """{"completeness":"withdrawn","channel":"form"}"""));
        Assert.Equal((422, "reasonForWithdrawal"), (unexplained.Status, Assert.Single(unexplained.Fields)));
        // The reason belongs to the filing that withdraws, to no other and not among the answers.
        Assert.Equal(400, (await Problem.Of(await Patch(id, """{"recipients":{"DE":{"reasonForWithdrawal":"No."}}}""", "*"))).Status);
        Assert.Equal(400, (await Problem.Of(await File(id, "DE", """{"completeness":"complete","channel":"form","reasonForWithdrawal":"No."}"""))).Status);
        // Refused at the last instant: nothing is half done.
        const string Withdrawal = """{"completeness":"withdrawn","channel":"form","reasonForWithdrawal":"No personal data were on it."}""";
        Assert.Equal(412, (await Problem.Of(await File(id, "DE", Withdrawal, $"\"{new string('0', 64)}\""))).Status);
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("version").GetInt32());
        var withdrawn = await Created(await File(id, "DE", Withdrawal));
        Assert.Equal(("withdrawn", "No personal data were on it."), (Text(withdrawn, "completeness"), Text(withdrawn, "reasonForWithdrawal")));
        Assert.Contains("No personal data were on it.", await Officer.GetStringAsync(Path(id, "filings/2?format=html")), StringComparison.Ordinal);
        Assert.Equal(["filed", "withdrawn"], (await Officer.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").EnumerateArray().Select(act => Text(act, "kind")!));
        // What comes after a withdrawal is new.
        Assert.Equal("new", Text(await Notice(id, "DE"), "kind"));
        Assert.Equal("notAsked", Text(Field(await Notice(id, "DE"), "reasonForWithdrawal"), "state"));
    }

    [Fact]
    public async Task The_notice_is_seen_as_it_was_known_at_an_instant()
    {
        var id = await Registered(Facts);
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await Answered(id, """{"fields":{"cause":"unknown"}}""", "\"0\"");
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await Created(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await Officer.PostJson($"/api/v1/breaches/{id}/filings/1/reference", new { authorityReference = "X-1" });
        await Answered(id, """{"fields":{"cause":"externalMalicious"}}""", "\"1\"");

        Assert.Equal("missing", Text(Field(await Notice(id, "DE", "?at=2026-11-22T12:59:00Z"), "cause"), "state"));
        Assert.Equal("unknown", Text(Field(await Notice(id, "DE", "?at=2026-11-22T13:00:00Z"), "cause"), "text"));
        Assert.Equal("new", Text(await Notice(id, "DE", "?at=2026-11-22T13:59:00Z"), "kind"));
        var filed = await Notice(id, "DE", "?at=2026-11-22T14:30:00Z");
        Assert.Equal(("followUp", null, "unknown"), (Text(filed, "kind"), Text(filed.GetProperty("follows"), "authorityReference"), Text(Field(filed, "cause"), "text")));
        Assert.Equal("X-1", Text((await Notice(id, "DE")).GetProperty("follows"), "authorityReference"));
        Assert.Equal(404, (await Problem.Of(await Officer.GetAsync(Path(id, "notices/DE?at=2026-11-22T11:00:00Z")))).Status);
    }

    [Fact]
    public async Task Two_who_edit_see_each_others_change()
    {
        var id = await Registered(Facts);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Patch(id, $$$"""{"fields":{"systems":"by {{{i}}}"}}""", "\"0\"")));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(428, (await Problem.Of(await Patch(id, "{}", null))).Status);

        // Nor is anything filed that somebody changed after it was read.
        var read = ETag(await Officer.GetAsync(Path(id, "notices/DE")));
        using var change = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{id}") { Content = Body("""{"nature":"Found out more","reason":"r"}""", "application/merge-patch+json") };
        change.Headers.Add("If-Match", "*");
        Assert.Equal(HttpStatusCode.OK, (await Officer.SendAsync(change)).StatusCode);
        Assert.Equal(412, (await Problem.Of(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}""", read))).Status);
        Assert.Equal(428, (await Problem.Of(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}""", null))).Status);

        // Of those who file the same at once, one does.
        var etag = ETag(await Officer.GetAsync(Path(id, "notices/DE")));
        var filings = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => File(id, "DE", """{"completeness":"incomplete","channel":"form"}""", etag)));
        Assert.Single(filings, filing => filing.StatusCode == HttpStatusCode.Created);
        Assert.All(filings.Where(filing => filing.StatusCode != HttpStatusCode.Created), filing => Assert.True(filing.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed));
        Assert.Single((await Officer.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"fields":{"cuase":"unknown"}}""", "fields.cuase")]
    [InlineData("""{"fields":{"cause":"bad luck"}}""", "fields.cause")]
    [InlineData("""{"fields":{"cause":7}}""", "fields.cause")]
    [InlineData("""{"fields":{"aspects":["integrity","integrity"]}}""", "fields.aspects")]
    [InlineData("""{"fields":{"aspects":[]}}""", "fields.aspects")]
    [InlineData("""{"fields":{"ongoing":"yes"}}""", "fields.ongoing")]
    [InlineData("""{"fields":{"occurredFrom":"2026-11-20"}}""", "fields.occurredFrom")]
    [InlineData("""{"fields":{"toldOn":"20.11.2026"}}""", "fields.toldOn")]
    [InlineData("""{"fields":{"peopleCount":-1}}""", "fields.peopleCount")]
    [InlineData("""{"fields":{"peopleCount":1.5}}""", "fields.peopleCount")]
    [InlineData("""{"fields":{"otherParties":[{"role":"friend","name":"x"}]}}""", "fields.otherParties")]
    [InlineData("""{"fields":{"otherParties":[{"role":"processor","name":"x","mail":"y"}]}}""", "fields.otherParties")]
    [InlineData("""{"fields":{"description":" "}}""", "fields.description")]
    [InlineData("""{"fields":{"contactName":"a\nb"}}""", "fields.contactName")]
    [InlineData("""{"fields":{"awareAt":"2026-11-22T09:00:00Z"}}""", "fields.awareAt")]
    [InlineData("""{"recipients":{"XX":{"cause":"unknown"}}}""", "recipients.XX")]
    [InlineData("""{"recipients":{"DE":{"cause":"?"}}}""", "recipients.DE.cause")]
    [InlineData("""{"answers":{}}""", "answers")]
    [InlineData("""{"fields":{"description":"\ud800"}}""", "fields.description")]
    [InlineData("[]", "(body)")]
    public async Task A_wrong_answer_is_refused_by_name_and_changes_nothing(string patch, string field)
    {
        var id = await Registered(Facts);
        var problem = await Problem.Of(await Patch(id, patch, "\"0\""));
        Assert.Equal(400, problem.Status);
        Assert.Contains(field, problem.Fields);
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task The_answers_of_a_breach_have_an_end()
    {
        var id = await Registered(Facts);
        string[] authorities = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"];
        string[] fields = ["description", "rootCause", "evidence", "systems", "consequences"];
        for (var i = 0; i < authorities.Length; i++)
        {
            var patch = JsonSerializer.Serialize(new { recipients = new Dictionary<string, object> { [authorities[i]] = fields.ToDictionary(field => field, _ => new string('x', 20_000)) } });
            var response = await Patch(id, patch, $"\"{i}\"");
            // Ten times a hundred thousand characters fit into a megabyte, eleven times do not.
            Assert.Equal(i < 10 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        }
        Assert.Equal(authorities[..10], (await Officer.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("answers").GetProperty("recipients").EnumerateObject().Select(recipient => recipient.Name));
    }

    [Fact]
    public async Task What_is_no_longer_asked_is_not_notified_and_null_brings_the_registers_answer_back()
    {
        var id = await Registered(Facts);
        await Answered(id, """{"fields":{"aspects":["confidentiality"],"confidentialityLoss":"exfiltrated","controllerName":"Other Ltd"}}""", "\"0\"");
        var notice = await Notice(id, "DE");
        Assert.Equal(("exfiltrated", "Other Ltd", "missing"), (Text(Field(notice, "confidentialityLoss"), "text"), Text(Field(notice, "controllerName"), "text"), Text(Field(notice, "unintelligible"), "state")));
        await Answered(id, """{"fields":{"aspects":["availability"],"controllerName":null}}""", "\"1\"");
        notice = await Notice(id, "DE");
        Assert.Equal(("notAsked", "Müller & Söhne", "register"), (Text(Field(notice, "confidentialityLoss"), "state"), Text(Field(notice, "controllerName"), "text"), Text(Field(notice, "controllerName"), "source")));
    }

    [Fact]
    public async Task Receipts_and_attachments_come_back_byte_for_byte_and_lie_sealed()
    {
        var id = await Registered(Facts);
        await Answered(id, """{"fields":{"description":"Seen by Mrs Findable"}}""", "\"0\"");
        await Created(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        var bytes = Encoding.UTF8.GetBytes("Receipt with a findable secret");
        var receipt = await Created(await Upload(id, "?kind=receipt&filing=1", bytes, "attachment; filename*=UTF-8''Quittung%20f%C3%BCr%20uns.pdf"));
        Assert.Equal(("Quittung für uns.pdf", "application/pdf", bytes.Length), (Text(receipt, "name"), Text(receipt, "mediaType"), receipt.GetProperty("length").GetInt32()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Text(receipt, "sha256"));
        var download = await Officer.GetAsync(Path(id, $"files/{Text(receipt, "id")}"));
        Assert.Equal(bytes, await download.Content.ReadAsByteArrayAsync());
        Assert.Equal(("nosniff", "attachment"), (download.Headers.GetValues("X-Content-Type-Options").Single(), download.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(Text(receipt, "id"), Text((await Officer.GetJson($"/api/v1/breaches/{id}/filings/1")).GetProperty("files")[0], "id"));

        // An attachment is named in the notice, a receipt is not.
        await Created(await Upload(id, "?kind=forensicReport", bytes, "attachment; filename=\"C:\\\\secret\\\\report.pdf\""));
        Assert.StartsWith("forensic report: report.pdf (SHA-256 ", Text(Field(await Notice(id, "DE"), "attachments"), "text"), StringComparison.Ordinal);

        var rows = await Service.Database.Read(connection =>
            connection.Query<byte[]>("SELECT sealed FROM notice_answers UNION ALL SELECT record FROM filings UNION ALL SELECT answers FROM filings UNION ALL SELECT description FROM notice_files UNION ALL SELECT content FROM notice_files").AsList());
        Assert.Equal(7, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain("indable", Encoding.UTF8.GetString(row), StringComparison.Ordinal));
        var journal = (await Officer.GetJson("/api/v1/journal")).GetRawText();
        Assert.DoesNotContain("indable", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("Quittung", journal, StringComparison.Ordinal);
        Assert.Contains("notice.fileAdded", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_should_not_be_here_is_removed_and_its_hash_stays()
    {
        var id = await Registered(Facts);
        var added = await Created(await Upload(id, "?kind=phishingMail", [1, 2, 3], "attachment; filename=mail.eml"));
        var path = Path(id, $"files/{Text(added, "id")}");
        Service.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("Reason", 400), (Assert.Single((await Problem.Of(await Officer.DeleteAsync(path))).Fields), (int)(await Officer.DeleteAsync(path)).StatusCode));
        Assert.Equal(HttpStatusCode.NoContent, (await Remove()).StatusCode);
        Assert.Equal(410, (await Problem.Of(await Officer.GetAsync(path))).Status);
        Assert.Equal(410, (await Problem.Of(await Remove())).Status);
        var kept = Assert.Single((await Officer.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").EnumerateArray());
        Assert.Equal((Text(added, "sha256"), "2026-11-22T13:00:00Z"), (Text(kept, "sha256"), Text(kept, "removedAt")));
        Assert.Equal("empty", Text(Field(await Notice(id, "DE"), "attachments"), "state"));
        Assert.Equal("answered", Text(Field(await Notice(id, "DE", "?at=2026-11-22T12:30:00Z"), "attachments"), "state"));

        Task<HttpResponseMessage> Remove() => Officer.SendAsync(new HttpRequestMessage(HttpMethod.Delete, path) { Headers = { { "Reason", "Wrong file" } } });
    }

    [Fact]
    public async Task A_law_without_hours_asks_for_no_reasons_and_a_local_time_is_read_in_the_authoritys_zone()
    {
        var id = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z","authority":"CH","risk":"high","controller":{"name":"C","country":"CH"},"contact":{"name":"Ok","email":"ok@c.example"}}""");
        Service.Clock.Advance(TimeSpan.FromDays(20));
        var filed = await Created(await File(id, "CH", """{"completeness":"incomplete","channel":"form","filedAt":"2026-12-10T09:00"}"""));
        Assert.Equal(("2026-12-10T08:00:00Z", "ch-fadp-24-1"), (Text(filed, "filedAt"), Text(filed, "obligation")));
        Assert.False(filed.GetProperty("timing").GetProperty("reasonsRequired").GetBoolean());
        Assert.Contains("no number of hours", await Officer.GetStringAsync(Path(id, "filings/1?format=html")), StringComparison.Ordinal);
        await Answered(id, """{"fields":{"cause":"unknown"}}""", "\"0\"");
        var refused = await Problem.Of(await File(id, "CH", """{"completeness":"incomplete","channel":"form","filedAt":"2026-12-10T08:59"}"""));
        Assert.Equal((422, "filedAt"), (refused.Status, Assert.Single(refused.Fields)));
    }

    [Fact]
    public async Task The_authority_for_public_bodies_of_Bavaria_is_named_on_what_was_filed_with_it()
    {
        var id = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z","authority":"DE-BY","sector":"public","controller":{"name":"C","country":"DE"},"contact":{"name":"Ok","email":"ok@c.example"}}""");
        await Created(await File(id, "DE-BY", """{"completeness":"incomplete","channel":"form"}"""));
        Assert.Contains("To: Bayerischer Landesbeauftragter", await Officer.GetStringAsync(Path(id, "filings/1?format=html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?kind=selfie", "attachment; filename=a.png", 400, "kind")]
    [InlineData("", "attachment; filename=a.png", 400, "kind")]
    [InlineData("?kind=receipt", "attachment; filename=a.png", 400, "filing")]
    [InlineData("?kind=other", "attachment", 400, "Content-Disposition")]
    [InlineData("?kind=receipt&filing=9", "attachment; filename=a.png", 404, null)]
    public async Task A_file_that_cannot_be_placed_is_refused(string query, string disposition, int status, string? field)
    {
        var id = await Registered(Facts);
        var problem = await Problem.Of(await Upload(id, query, [1], disposition));
        Assert.Equal(status, problem.Status);
        Assert.True(field is null || problem.Fields.Contains(field));
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_neither_empty_nor_larger_than_25_megabytes()
    {
        var id = await Registered(Facts);
        Assert.Equal(400, (await Problem.Of(await Upload(id, "?kind=other", [], "attachment; filename=a.png"))).Status);
        Assert.Equal(413, (await Problem.Of(await Upload(id, "?kind=other", new byte[25 * 1024 * 1024 + 1], "attachment; filename=a.png"))).Status);
        var largest = await Created(await Upload(id, "?kind=other", new byte[25 * 1024 * 1024], "attachment; filename=a.png"));
        Assert.Equal(Text(largest, "id"), Text(Assert.Single((await Officer.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").EnumerateArray()), "id"));
    }

    [Fact]
    public async Task A_breach_that_names_no_authority_yet_says_what_is_missing_and_a_processors_has_no_notice()
    {
        var unknown = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z"}""");
        Assert.Contains("give authority", (await Problem.Of(await Officer.GetAsync(Path(unknown, "notices")))).Detail, StringComparison.Ordinal);
        var processor = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z","authority":"DE","role":"processor"}""");
        Assert.Equal(0, (await Officer.GetJson($"/api/v1/breaches/{processor}/notices")).GetProperty("items").GetArrayLength());
        Assert.Equal(404, (await Problem.Of(await Officer.GetAsync(Path(processor, "notices/DE")))).Status);
    }

    [Fact]
    public async Task A_contact_is_what_even_the_first_notice_needs()
    {
        var id = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z","authority":"DE"}""");
        Assert.Equal(["controllerName", "contactName", "contactEmail"], Strings(await Notice(id, "DE"), "blocksIncomplete"));
        var problem = await Problem.Of(await File(id, "DE", """{"completeness":"incomplete","channel":"form"}"""));
        Assert.Equal((422, "controllerName"), (problem.Status, problem.Fields.First()));
    }

    private static Uri Path(string id, string rest) => new($"/api/v1/breaches/{id}/{rest}", UriKind.Relative);

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static IEnumerable<string> Strings(JsonElement element, string member) => element.GetProperty(member).EnumerateArray().Select(item => item.GetString()!);

    private static IEnumerable<string> Readings(JsonElement notice, bool passed) =>
        notice.GetProperty("timing").GetProperty("readings").EnumerateArray().Where(reading => reading.GetProperty("passed").GetBoolean() == passed).Select(reading => Text(reading, "id")!);

    private static JsonElement Field(JsonElement notice, string key) =>
        notice.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("fields").EnumerateArray()).Single(field => Text(field, "key") == key);

    private static string ETag(HttpResponseMessage response) => response.Headers.ETag!.Tag;

    private static ByteArrayContent Body(string text, string type) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static async Task<JsonElement> Created(HttpResponseMessage response)
    {
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.Json();
    }

    private async Task<string> Registered(string facts) => Text(await Created(await Officer.PostText("/api/v1/breaches", facts)), "id")!;

    private Task<JsonElement> Notice(string id, string recipient, string query = "") => Officer.GetJson($"/api/v1/breaches/{id}/notices/{recipient}{query}");

    private async Task Answered(string id, string patch, string ifMatch)
    {
        var response = await Patch(id, patch, ifMatch);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> Patch(string id, string patch, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Path(id, "notices/answers")) { Content = Body(patch, "application/merge-patch+json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }
        return Officer.SendAsync(request);
    }

    /// <summary>Files the notice as it stands.</summary>
    private async Task<HttpResponseMessage> File(string id, string recipient, string filing) => await File(id, recipient, filing, ETag(await Officer.GetAsync(Path(id, $"notices/{recipient}"))));

    private Task<HttpResponseMessage> File(string id, string recipient, string filing, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path(id, $"notices/{recipient}/filings")) { Content = Body(filing, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }
        return Officer.SendAsync(request);
    }

    private Task<HttpResponseMessage> Upload(string id, string query, byte[] bytes, string disposition)
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        // A refusal comes before the bytes are sent.
        return Officer.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path(id, $"files{query}")) { Content = content, Headers = { ExpectContinue = true } });
    }
}
