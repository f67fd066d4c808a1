using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Filings;
using BreachNotify.Filings.Desk;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Filings.Desk;

/// <summary>The notice to the authority, made and filed through its page.</summary>
public sealed class NoticePageTests
{
    private static readonly (string, string)[] Rest =
    [
        ("occurrence", "ongoingSince"), ("occurredFrom", "2026-11-20"), ("occurredFrom.time", "09:00"), ("aspects", "confidentiality"), ("incidentKinds", "hackingOrMalware,exfiltration"), ("cause", "externalMalicious"),
        ("description", "Three mailboxes\nwere read."), ("peopleCategories", "customers"), ("peopleCount", "21 000"), ("peoplePrecision", "approximate"), ("dataTypes", "contact,payment"), ("recordCount", "42000"),
        ("recordPrecision", "exact"), ("consequences", "Phishing"), ("severity", "moderate"), ("outcome", "highRisk"), ("measuresTaken", "Passwords reset"), ("peopleTold", "willBe"),
        ("otherParties", "processor; Acme Hosting; +49 30 990000\nother; Police"), ("peopleByCountry", "DE 20000\nat 1000"), ("staffInvolved", "false"),
    ];

    [Fact]
    public async Task From_the_duty_over_the_incomplete_notice_to_the_complete_follow_up_and_its_withdrawal()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        Assert.Contains($"href=\"{path}\"", (await officer.Open($"/register/{id}")).Html, StringComparison.Ordinal);
        var page = await officer.Open(path);
        Assert.Contains("As it stands it can be filed as: incomplete.", page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"#peopleCount\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("needed when complete, else to be determined", page.Text, StringComparison.Ordinal);

        var refused = await officer.Send(page, $"{path}/filings", ("completeness", "complete"), ("channel", "Online form"), ("filedAt", "2026-11-22"), ("filedAt.time", "13:00"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("href=\"#peopleCount\">5.2 Number of people: ", refused.Html, StringComparison.Ordinal);
        var filed = await officer.Send(page, $"{path}/filings", ("completeness", "incomplete"), ("channel", "Online form"), ("filedAt", "2026-11-22"), ("filedAt.time", "13:00"), ("authorityReference", ""));
        Assert.Equal((303, $"{path}#filed"), (filed.Status, filed.Location));
        var act = Assert.Single((await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").EnumerateArray());
        Assert.Equal(("filed", "2026-11-22T12:00:00Z"), (act.GetProperty("kind").GetString(), act.GetProperty("at").GetString()));

        // The authority's reference comes later; days later the rest is known.
        page = await officer.Open(path);
        Assert.Equal(422, (await officer.Send(page, $"{path}/filings/1/reference", ("authorityReference", " "))).Status);
        Assert.Equal(303, (await officer.Send(page, $"{path}/filings/1/reference", ("authorityReference", "LDA-77"))).Status);
        Assert.Equal(303, (await officer.Edit(await officer.Open(path), path, Rest)).Status);
        // Questions that follow from these answers have appeared.
        page = await officer.Open(path);
        Assert.Equal(303, (await officer.Edit(page, path, ("confidentialityLoss", "exfiltrated"), ("unintelligible", "no"), ("toldOn", "2026-11-30"))).Status);
        page = await officer.Open(path);
        Assert.Contains("As it stands it can be filed as: complete, incomplete, withdrawn.", page.Text, StringComparison.Ordinal);
        Assert.Matches("5.2 Number of people\\s+–\\s+21.000", page.Text);
        var answers = (await service.Administrator.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("answers").GetProperty("fields");
        Assert.Equal(("2026-11-20T08:00:00Z", "Three mailboxes\nwere read."), (answers.GetProperty("occurredFrom").GetString(), answers.GetProperty("description").GetString()));
        Assert.Equal(["DE", "AT"], answers.GetProperty("peopleByCountry").EnumerateArray().Select(entry => entry.GetProperty("country").GetString()));
        Assert.False(answers.TryGetProperty("controllerName", out _), "What nobody touched is still the register's.");
        Assert.Equal(303, (await officer.Send(page, $"{path}/filings", ("completeness", "complete"), ("channel", "Online form"), ("filedAt", "2026-11-22"), ("filedAt.time", "13:00"), ("authorityReference", "LDA-77"))).Status);

        page = await officer.Open(path);
        Assert.Contains("Nothing has changed.", page.Text, StringComparison.Ordinal);
        (string, string)[] withdrawal = [("completeness", "withdrawn"), ("channel", "Letter"), ("filedAt", "2026-11-22"), ("filedAt.time", "13:00")];
        Assert.Contains("id=\"reasonForWithdrawal-error\"", (await officer.Send(page, $"{path}/filings", [.. withdrawal, ("reasonForWithdrawal", "")])).Html, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Send(page, $"{path}/filings", [.. withdrawal, ("reasonForWithdrawal", "It was a drill.")])).Status);
        var last = (await service.Administrator.GetJson($"/api/v1/breaches/{id}/filings")).GetProperty("items")[2];
        Assert.Equal(("withdrawn", "It was a drill."), (last.GetProperty("completeness").GetString(), last.GetProperty("reasonForWithdrawal").GetString()));
    }

    [Fact]
    public async Task Two_people_meet_only_in_the_same_question_and_the_second_sees_the_answer_and_decides()
    {
        await using var service = await ServiceUnderTest.Run();
        using var one = await Visitor.SignedIn(service, Role.Officer);
        using var other = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        var (first, second) = (await one.Open(path), await other.Open(path));
        Assert.Equal(303, (await one.Edit(first, path, ("cause", "unknown"), ("evidence", "logs"), ("incidentKinds", "exfiltration"))).Status);

        var shown = await other.Edit(second, path, ("cause", "externalMalicious"), ("rootCause", "a click"));
        Assert.Equal(422, shown.Status);
        Assert.Contains("Somebody else has answered this meanwhile: unknown.", shown.Text, StringComparison.Ordinal);
        Assert.Equal("unknown", (await Fields()).GetProperty("cause").GetString());
        Assert.False((await Fields()).TryGetProperty("rootCause", out _), "Nothing half done.");
        Assert.Contains("a click", shown.Text, StringComparison.Ordinal);

        Assert.Equal(303, (await other.Edit(shown, path)).Status);
        var fields = await Fields();
        Assert.Equal(("externalMalicious", "a click", "logs"), (fields.GetProperty("cause").GetString(), fields.GetProperty("rootCause").GetString(), fields.GetProperty("evidence").GetString()));

        // A box cleared and a text cleared: gone. What the register says cannot be cleared here.
        var page = await one.Open(path);
        Assert.Equal(303, (await one.Edit(page, path, ("incidentKinds", ""), ("evidence", ""))).Status);
        Assert.Equal(["cause", "rootCause"], (await Fields()).EnumerateObject().Select(field => field.Name).Order());
        Assert.Contains("follows from the register", (await one.Edit(page, path, ("controllerName", ""))).Text, StringComparison.Ordinal);

        async Task<JsonElement> Fields() => (await service.Administrator.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("answers").GetProperty("fields");
    }

    [Fact]
    public async Task What_changed_since_it_was_read_is_not_filed_until_somebody_has_seen_it()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        var page = await officer.Open(path);
        await officer.Edit(page, path, ("description", "Worse than thought"));
        (string, string)[] filing = [("completeness", "incomplete"), ("channel", "Online form"), ("filedAt", "2026-11-22"), ("filedAt.time", "13:00"), ("note", "by Ada")];

        var shown = await officer.Send(page, $"{path}/filings", filing);

        Assert.Equal(422, shown.Status);
        Assert.Contains("Somebody changed this record while you were writing", shown.Text, StringComparison.Ordinal);
        Assert.Contains("by Ada", shown.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await service.Administrator.GetJson($"/api/v1/breaches/{id}/filings")).GetProperty("items").GetArrayLength());
        Assert.Equal(303, (await officer.Send(shown, $"{path}/filings", filing)).Status);
    }

    [Fact]
    public async Task A_time_typed_to_the_minute_of_awareness_does_not_lie_before_it()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        service.Clock.Advance(TimeSpan.FromSeconds(40));
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "A", awareAt = "2026-11-22T12:00:35Z", authority = "DE", controller = new { name = "C", country = "DE" }, contact = new { name = "Ok", email = "ok@c.example" } })).Json()).GetProperty("id").GetString()!;
        var path = $"/register/{id}";
        Assert.Equal(303, (await officer.Edit(await officer.Open($"{path}/notices/DE"), $"{path}/notices/DE/filings", ("completeness", "incomplete"), ("channel", "Online form"))).Status);
        Assert.Equal(303, (await officer.Edit(await officer.Open(path), $"{path}/acts", ("kind", "told"), ("at", "2026-11-22"), ("at.time", "13:00"))).Status);
        var acts = (await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("acts").EnumerateArray();
        Assert.All(acts, act => Assert.Equal("2026-11-22T12:00:35Z", act.GetProperty("at").GetString()));
    }

    [Fact]
    public async Task A_late_notice_names_the_readings_and_is_not_filed_without_reasons()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        service.Clock.Advance(TimeSpan.FromHours(70.5));
        using var late = await Visitor.SignedIn(service, Role.Officer);

        var page = await late.Open(path);
        Assert.Matches("Passed:\\s+72 hours as they elapse, Wed 25 Nov 2026, 11:00", page.Text);
        Assert.Matches("Still running:\\s+The hour of awareness not counted", page.Text);
        Assert.Contains("As it stands it cannot be filed.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{path}/filings\"", page.Html, StringComparison.Ordinal);

        Assert.Equal(303, (await late.Edit(page, path, ("reasonsForDelay", "The forensics took longer."))).Status);
        page = await late.Open(path);
        Assert.Equal(303, (await late.Send(page, $"{path}/filings", ("completeness", "incomplete"), ("channel", "Online form"), ("filedAt", "2026-11-25"), ("filedAt.time", "11:30"))).Status);
        var filed = (await service.Administrator.GetJson($"/api/v1/breaches/{id}/filings")).GetProperty("items")[0];
        Assert.Equal("The forensics took longer.", filed.GetProperty("reasonsForDelay").GetString());
        // For this authority alone: another one may be told in time.
        Assert.True((await service.Administrator.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("answers").GetProperty("recipients").GetProperty("DE").TryGetProperty("reasonsForDelay", out _));
    }

    [Theory]
    [InlineData("peopleCount", "many", "Must be a whole number")]
    [InlineData("occurredFrom", "20.11.2026", "Must be a date")]
    [InlineData("otherParties", "Acme Hosting", "Cannot be read: Acme Hosting")]
    [InlineData("peopleByCountry", "everywhere", "Cannot be read: everywhere")]
    [InlineData("cause", "the moon", "Must be one of")]
    [InlineData("description", "\u0007", "control characters")]
    [InlineData("toldText", "<script>alert(1)</script>\u0007", "control characters")]
    public async Task What_is_wrong_stands_beside_its_question_and_nothing_is_saved_or_lost(string key, string value, string says)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);

        var page = await officer.Edit(await officer.Open(path), path, (key, value), ("evidence", "kept <b>here</b>"));

        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{key}-error\"", page.Html, StringComparison.Ordinal);
        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.Contains("kept &lt;b&gt;here&lt;/b&gt;", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.Equal(0, (await service.Administrator.GetJson($"/api/v1/breaches/{id}/notices/answers")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Who_may_only_read_sees_the_notice_without_forms()
    {
        await using var service = await ServiceUnderTest.Run();
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        var (_, path) = await Registered(service);
        var page = await approver.Open(path);
        Assert.Contains("Müller & Söhne", page.Text, StringComparison.Ordinal);
        Assert.Contains("to be determined", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{path}", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_question_and_word_of_the_form_has_its_German()
    {
        string[] keys =
        [
            .. NoticeForm.Sections.Select(section => $"section.{section.Number}"), .. NoticeForm.Fields.Select(field => field.Key),
            .. NoticeForm.Fields.SelectMany(field => field.Words ?? []).Distinct().Select(word => $"word.{word}"),
        ];
        var german = FormText.German.GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key);
        Assert.Equal(keys.Order(StringComparer.Ordinal), german.Order(StringComparer.Ordinal));
    }

    private static async Task<(string Id, string Path)> Registered(ServiceUnderTest service)
    {
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new
        {
            title = "Mailboxes open to attackers",
            awareAt = "2026-11-22T10:00:00Z",
            authority = "DE",
            controller = new { name = "Müller & Söhne", country = "DE" },
            contact = new { name = "Dr. Ok", email = "dpo@mueller.example" },
        })).Json()).GetProperty("id").GetString()!;
        return (id, $"/register/{id}/notices/DE");
    }
}
