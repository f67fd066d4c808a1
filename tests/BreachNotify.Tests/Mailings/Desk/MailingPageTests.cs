using System.Net;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Mailings.Desk;

/// <summary>A mailing through the pages: what officer and approver see and may do, and what happens when something goes wrong.</summary>
public sealed class MailingPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    [Fact]
    public async Task From_the_breach_to_a_completed_mailing_by_two_people()
    {
        await using var sink = new RecordingSmtpServer(atDot: (_, recipient) => recipient == "person7@mail.example" ? "550 5.1.1 No such user" : null);
        await using var service = await ServiceUnderTest.Run(sink.Settings);
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        var breach = await Registered(service);
        Assert.Contains("No mailing has been prepared", (await officer.Open(breach)).Text, StringComparison.Ordinal);
        var path = await Drafted(officer, breach);

        var sent = await Send(officer, path, MailingUnderTest.People(12) + "nobody,Broken,en,X1\nperson1@mail.example,Again,en,X2\n");
        Assert.Equal((303, $"{path}/people"), (sent.Status, sent.Location));
        var people = await officer.Open(sent.Location!);
        Assert.Matches(@"(?s)<th scope=""row"">Row 14 of the file</th>\s*<td data-label=""Field"">email</td>\s*<td data-label=""Value"">nobody</td>", people.Html);
        Assert.StartsWith("line,column,value,reason\r\n14,email,nobody,", await officer.Client.GetStringAsync(LinkTo(people, "rejections")), StringComparison.Ordinal);
        Assert.StartsWith("line,firstLine,email,name,language,reference\r\n15,3,person1@mail.example,Again", await officer.Client.GetStringAsync(LinkTo(people, "duplicates")), StringComparison.Ordinal);

        await Moved(officer, path, "freeze");
        Assert.Contains("You froze it", (await officer.Open(path)).Text, StringComparison.Ordinal);
        await Moved(approver, path, "approve");
        await Moved(officer, path, "start", ("startAt", ""), ("startAt.time", ""), ("zone", "Europe/Berlin"));
        await new MailingUnderTest(service, breach, path.Split('/')[^1]).Completed();

        Assert.Equal(11, sink.Accepted.Select(message => message.Recipient).Distinct().Count());
        var done = await officer.Open(path);
        Assert.Contains("Settled: 12 of 12", done.Text, StringComparison.Ordinal);
        Assert.Contains($"/api/v1{path}/evidence\" download", done.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live", done.Html, StringComparison.Ordinal);
        Assert.Contains("Everything is as the journal says.", (await approver.Open($"{path}/verify")).Text, StringComparison.Ordinal);
        Assert.Contains("People: 12. Accepted: 11. In doubt: 0. Not reached: 1.", (await officer.Open(breach)).Text, StringComparison.Ordinal);

        var unreached = await officer.Open($"{path}/unreached");
        Assert.Contains("1 of 13 (7.7%)", unreached.Text, StringComparison.Ordinal);
        var undecided = await officer.Send(unreached, $"{path}/unreached", ("letter", "*:1.20:EUR"), ("decision", ""), ("reasons", ""));
        Assert.Equal(422, undecided.Status);
        Assert.Contains("id=\"decision-error\"", undecided.Html, StringComparison.Ordinal);
        var decided = await officer.Send(undecided, $"{path}/unreached", ("letter", "*:1.20:EUR"), ("decision", "letters"), ("reasons", "One letter."));
        Assert.Contains("on record as entry", (await officer.Open(decided.Location!)).Text, StringComparison.Ordinal);
        var entries = (await service.Administrator.GetJson($"/api/v1/journal?subject=mailing:{path.Split('/')[^1]}")).GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString());
        Assert.Superset(new HashSet<string?> { "mailing.created", "mailing.frozen", "mailing.approved", "mailing.started", "mailing.completed", "mailing.nextChannelConsidered" }, entries.ToHashSet());
    }

    [Fact]
    public async Task Who_froze_a_mailing_is_offered_no_approval_and_gets_none_and_an_approver_sees_nobodys_letter()
    {
        await using var service = await ServiceUnderTest.Run();
        using var administrator = await Visitor.SignedIn(service, Role.Administrator);
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        var path = await Drafted(administrator, await Registered(service));
        await Send(administrator, path, $"email,name\nada@mail.example,\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        await Moved(administrator, path, "freeze");

        var page = await administrator.Open(path);
        Assert.DoesNotContain("/approve\"", page.Html, StringComparison.Ordinal);
        // Sent by hand from another of the page's forms, whose token it has.
        var forced = await administrator.Post($"{path}/approve", [("__RequestVerificationToken", Token(page))]);
        Assert.Equal(422, forced.Status);
        Assert.Contains("cannot approve it", forced.Text, StringComparison.Ordinal);
        Assert.Contains("waits for approval", forced.Text, StringComparison.Ordinal);

        Assert.Equal(200, (await approver.Open($"{path}/letter")).Status);
        Assert.Equal(403, (await approver.Open($"{path}/letter?reader=person")).Status);
        Assert.Equal(403, (await approver.Open($"{path}/letter/html?reader=longest")).Status);
        foreach (var reader in new[] { "emptiest", "longest", "person" })
        {
            foreach (var language in new[] { "en", "de", "fr", "ja" })
            {
                var letter = await administrator.Open($"{path}/letter?reader={reader}&language={language}");
                Assert.Equal(200, letter.Status);
                Assert.DoesNotContain("<script>alert", letter.Html, StringComparison.Ordinal);
                Assert.Equal(reader != "emptiest", letter.Text.Contains("onerror", StringComparison.Ordinal));
            }
        }
        var html = await administrator.Open($"{path}/letter/html?reader=person&language=de");
        Assert.Contains("sandbox", html.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x", "Choose a file.")]
    [InlineData("people.csv", "", "The file is empty")]
    [InlineData("people.csv", "email;name\nada@mail.example;Ada\n", "separate them by commas")]
    [InlineData("people.csv", "name\nAda\n", "There is no column email")]
    [InlineData("people.xlsx", "PK\u0003\u0004\0\0\0\0", "UTF-16 without a byte order mark")]
    public async Task A_file_that_cannot_be_used_is_refused_beside_its_field_and_the_people_before_it_stay(string name, string content, string why)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Drafted(officer, await Registered(service));
        Assert.Equal(303, (await Send(officer, path, "email\nada@mail.example\n")).Status);

        var refused = await Send(officer, path, content, name, ("duplicates", "person"), ("family", "false"));

        Assert.Equal(422, refused.Status);
        Assert.Contains(why, refused.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"file-error\"", refused.Html, StringComparison.Ordinal);
        Assert.Matches("<input id=\"file\"[^>]*autofocus", refused.Html);
        Assert.Contains("<option value=\"person\" selected", refused.Html, StringComparison.Ordinal);
        Assert.Contains("People: 1. Told by the letter of another row: 0.", (await officer.Open(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_file_is_taken_without_the_forms_token_or_a_session_and_what_was_chosen_comes_back()
    {
        await using var service = await ServiceUnderTest.Run("Mail:LargestUpload=100000");
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Drafted(officer, await Registered(service));
        var form = await officer.Open($"{path}/people");
        var file = "email\nada@mail.example\n"u8.ToArray();

        var old = await officer.Upload(form, $"{path}/people", file, "people.csv", ("__RequestVerificationToken", "old"), ("duplicates", "person"));
        Assert.Equal((303, $"{path}/people?again=true&duplicates=person"), (old.Status, old.Location));
        var again = await officer.Open(old.Location!);
        Assert.Contains("Choose it once more", again.Text, StringComparison.Ordinal);
        Assert.Contains("<option value=\"person\" selected", again.Html, StringComparison.Ordinal);

        using var nobody = new Visitor(service);
        var asked = await nobody.Upload(form, $"{path}/people", file, "people.csv", ("duplicates", "person"));
        Assert.Equal(401, asked.Status);
        Assert.Contains($"name=\"return\" value=\"{WebUtility.HtmlEncode($"{path}/people?again=true&duplicates=person")}\"", asked.Html, StringComparison.Ordinal);

        var large = await officer.Upload(form, $"{path}/people", new byte[100_000], "people.csv", ("duplicates", "person"));
        Assert.Equal(413, large.Status);
        Assert.Contains("id=\"file-error\"", large.Html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"person\" selected", large.Html, StringComparison.Ordinal);
        Assert.Contains("Nobody is in it yet", (await officer.Open(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_changes_nothing_and_says_so()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Drafted(officer, await Registered(service));
        var token = Token(await officer.Open($"{path}/people"));
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nemail\nada@mail.example\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        var page = await Page.Of(await officer.Client.PostAsync(new Uri($"{path}/people", UriKind.Relative), content));

        Assert.Equal(422, page.Status);
        Assert.Contains("broke off before the end of the file", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody is in it yet", (await officer.Open(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_draft_stands_beside_its_field_and_a_form_sent_twice_makes_one()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var breach = await Registered(service, complete: false);
        var form = await officer.Open($"{breach}/mailings/new");
        (string, string)[] Filled(string from, string quiet, string days) =>
            [("template", "people"), ("fallbackLanguage", "de"), ("subject", Hostile), ("from", from), ("doubtPolicy", "hold"), ("quietHours.from", quiet), ("quietHours.until", ""), ("retentionDays", days)];

        (string, string)[] Worded(string reason) => [("nature", "Quelqu'un a copié notre liste."), ("dataTypes", "nom\nadresse"), ("consequences", ""), ("measures", ""), ("advice", ""), ("reason", reason)];

        var refused = await officer.Send(form, $"{breach}/mailings/new", Filled("nobody", "25:00", "0"));
        Assert.Equal(422, refused.Status);
        Assert.All(new[] { "from", "quietHours.from", "quietHours.until", "retentionDays" }, field => Assert.Contains($"id=\"{field}-error\"", refused.Html, StringComparison.Ordinal));
        Assert.DoesNotContain("<script>alert", refused.Html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"hold\" selected", refused.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"retentionDays-error\"", (await officer.Send(form, $"{breach}/mailings/new", Filled("", "", "ten"))).Html, StringComparison.Ordinal);
        var (first, second) = (await officer.Send(refused, $"{breach}/mailings/new", Filled("", "", "30")), await officer.Send(refused, $"{breach}/mailings/new", Filled("", "", "30")));
        Assert.Equal(303, first.Status);
        Assert.Equal(first.Location, second.Location);

        // The record lacks what a notice must say: each of it leads to its field.
        var page = await officer.Open(first.Location!);
        Assert.All(new[] { "controller.name", "contact.name", "nature", "consequences", "measures", "advice" }, field => Assert.Contains($"{breach}/facts#{field}\"", page.Html, StringComparison.Ordinal));
        var frozen = await officer.Send(page, $"{first.Location}/freeze");
        Assert.Equal(422, frozen.Status);
        Assert.Contains("There is nobody to tell", frozen.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await officer.Open($"{first.Location}/letter")).Status);

        // Their own wording for one language, which two people may not take from one another.
        var wording = await officer.Open($"{breach}/wording/fr?return={first.Location}/letter");
        Assert.Contains("id=\"reason-error\"", (await officer.Send(wording, $"{breach}/wording/fr", Worded(""))).Html, StringComparison.Ordinal);
        Assert.Equal((303, $"{first.Location}/letter"), await officer.Send(wording, $"{breach}/wording/fr", Worded("translated")) is var worded ? (worded.Status, worded.Location) : default);
        Assert.Contains("Quelqu'un a copié", (await officer.Open($"{first.Location}/letter?language=fr")).Text, StringComparison.Ordinal);
        var late = await officer.Send(wording, $"{breach}/wording/fr", Worded("again"));
        Assert.Equal(422, late.Status);
        Assert.Contains("Somebody changed this record", late.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await officer.Open($"{breach}/wording/none of them")).Status);
        Assert.Equal(422, (await officer.Open($"{first.Location}/letter?reader=longest")).Status);
    }

    [Fact]
    public async Task Plan_pace_start_pause_and_cancel_ask_for_what_they_need_and_say_what_follows()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        var path = await Drafted(officer, await Registered(service));
        Assert.Equal(200, (await officer.Open($"{path}/plan")).Status);
        await Send(officer, path, MailingUnderTest.People(100));

        // 2026-11-22 12:00 UTC is 13:00 in Berlin, of the authority, and in the viewer's zone.
        Assert.Contains("50.0 hours after awareness (GDPR Art. 34(1))", (await approver.Open($"{path}/plan?perSecond=10")).Text, StringComparison.Ordinal);
        var wrong = await approver.Open($"{path}/plan?perSecond=ten&startAt=22.11.2026&startAt.time=8&agents=1.5");
        Assert.Equal(422, wrong.Status);
        Assert.All(new[] { "perSecond", "startAt", "startAt.time", "agents" }, field => Assert.Contains($"id=\"{field}-error\"", wrong.Html, StringComparison.Ordinal));
        Assert.Equal(422, (await officer.Send(await officer.Open($"{path}/plan"), $"{path}/plan", ("pace", "5"), ("reason", ""))).Status);
        Assert.Equal(303, (await officer.Send(await officer.Open($"{path}/plan"), $"{path}/plan", ("pace", "5"), ("reason", "The call centre is small."))).Status);
        Assert.Contains("Now: 5 messages a second", (await officer.Open($"{path}/plan")).Text, StringComparison.Ordinal);

        await Moved(officer, path, "freeze");
        await Moved(approver, path, "approve");
        var never = await officer.Send(await officer.Open(path), $"{path}/start", ("startAt", "2026-11-31"), ("startAt.time", "08:00"), ("zone", "Europe/Berlin"));
        Assert.Equal(422, never.Status);
        Assert.Contains("id=\"startAt-error\"", never.Html, StringComparison.Ordinal);
        await Moved(officer, path, "start", ("startAt", "2026-11-23"), ("startAt.time", "08:00"), ("zone", "Europe/Berlin"));
        Assert.Contains("Mon 23 Nov 2026, 08:00", (await officer.Open(path)).Text, StringComparison.Ordinal);

        await Moved(officer, path, "pause", ("reason", "The hotline is not staffed yet."));
        var paused = await officer.Open(path);
        Assert.Contains("The hotline is not staffed yet.", paused.Text, StringComparison.Ordinal);
        // The second of two people finds it paused already: nothing is lost or done twice, and the page shows what is.
        Assert.Equal(422, (await officer.Post($"{path}/pause", [("__RequestVerificationToken", Token(paused)), ("reason", "again")])).Status);
        var asked = await officer.Open($"{path}/cancel");
        Assert.Contains("Not told by this mailing any more: 100.", asked.Text, StringComparison.Ordinal);
        var unexplained = await officer.Send(asked, $"{path}/cancel", ("reason", ""));
        Assert.Equal(422, unexplained.Status);
        Assert.Contains("id=\"reason-error\"", unexplained.Html, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Send(unexplained, $"{path}/cancel", ("reason", "A better letter is sent instead."))).Status);
        Assert.Contains("Cancelled", (await officer.Open(path)).Text, StringComparison.Ordinal);
    }

    /// <returns>The path of its page.</returns>
    private static async Task<string> Registered(ServiceUnderTest service, bool complete = true)
    {
        var registered = await service.Administrator.PostJson("/api/v1/breaches", complete ? MailingUnderTest.CompleteBreach : new { title = "Wrong list", awareAt = "2026-11-21T10:00:00Z" });
        return $"/register/{(await registered.Json()).GetProperty("id").GetString()}";
    }

    /// <returns>The path of its page.</returns>
    private static async Task<string> Drafted(Visitor officer, string breach)
    {
        var drafted = await officer.Send(
            await officer.Open($"{breach}/mailings/new"), $"{breach}/mailings/new",
            ("template", "people"), ("fallbackLanguage", "en"), ("subject", ""), ("from", ""), ("doubtPolicy", "resend"), ("quietHours.from", ""), ("quietHours.until", ""), ("retentionDays", "30"));
        Assert.Equal(303, drafted.Status);
        return drafted.Location!;
    }

    private static async Task<Page> Send(Visitor officer, string path, string file, string name = "people.csv", params (string Name, string Value)[] values) =>
        await officer.Upload(await officer.Open($"{path}/people"), $"{path}/people", Encoding.UTF8.GetBytes(file), name, values);

    /// <summary>Sends the form of a move, and sends it again as a double click does.</summary>
    private static async Task Moved(Visitor visitor, string path, string move, params (string Name, string Value)[] values)
    {
        var page = await visitor.Open(path);
        for (var i = 0; i < 2; i++)
        {
            var moved = await visitor.Send(page, $"{path}/{move}", values);
            Assert.True((moved.Status, moved.Location) == (303, path), moved.Text);
        }
    }

    private static Uri LinkTo(Page page, string list) => new(WebUtility.HtmlDecode(page.Html.Split('"').Single(text => text.EndsWith($"/{list}?format=csv", StringComparison.Ordinal))), UriKind.Relative);

    private static string Token(Page page) => page.Html.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
}
