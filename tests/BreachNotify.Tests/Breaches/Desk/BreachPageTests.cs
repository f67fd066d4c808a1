using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Breaches.Desk;

/// <summary>An officer's work on one breach, through the pages.</summary>
public sealed class BreachPageTests
{
    private const string Script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_line_and_now_register_a_breach_with_its_72_hours()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);

        var done = await officer.Send(await officer.Open("/register/new"), ("title", "Laptop stolen"), ("when", "now"), ("zone", "Europe/Berlin"), ("authority", ""));

        Assert.Equal(303, done.Status);
        var page = await officer.Open(done.Location!);
        Assert.Contains("3 d 0 h left", page.Text, StringComparison.Ordinal);
        Assert.Contains("No authority is stated yet", page.Text, StringComparison.Ordinal);
        Assert.Equal("2026-11-22T12:00:00Z", (await Record(service, done)).GetProperty("awareAt").GetString());
    }

    [Fact]
    public async Task Another_time_is_read_in_its_zone_and_a_time_that_occurs_twice_is_asked_about()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var form = await officer.Open("/register/new");

        var twice = await officer.Send(form, ("title", "Mail to the wrong list"), ("when", "at"), ("awareAt", "2026-10-25"), ("awareAt.time", "02:30"), ("zone", "Europe/Berlin"), ("authority", "FR"));
        Assert.Equal(422, twice.Status);
        Assert.Contains("occurs twice", twice.Text, StringComparison.Ordinal);
        var done = await officer.Send(twice, ("title", "Mail to the wrong list"), ("when", "at"), ("awareAt", "2026-10-25"), ("awareAt.time", "02:30+01:00"), ("zone", "Europe/Berlin"), ("authority", "FR"));

        var record = await Record(service, done);
        Assert.Equal(("2026-10-25T01:30:00Z", "FR"), (record.GetProperty("awareAt").GetString(), record.GetProperty("authority").GetString()));
        var page = await officer.Open(done.Location!);
        Assert.Contains("Commission nationale", page.Text, StringComparison.Ordinal);
        Assert.Equal(5, page.Html.Split("class=\"reading\"").Length - 1);
    }

    [Theory]
    [InlineData("title", "", "now", "2026-11-20", "10:00", "Europe/Berlin")]
    [InlineData("awareAt", "x", "at", "20.11.2026", "10:00", "Europe/Berlin")]
    [InlineData("awareAt", "x", "at", "2026-02-30", "10:00", "Europe/Berlin")]
    [InlineData("awareAt", "x", "at", "", "10:00", "Europe/Berlin")]
    [InlineData("awareAt", "x", "at", "2026-11-23", "10:00", "Europe/Berlin")]
    [InlineData("awareAt", "x", "at", "2026-03-29", "02:30", "Europe/Berlin")]
    [InlineData("awareAt.time", "x", "at", "2026-11-20", "5 pm", "Europe/Berlin")]
    [InlineData("awareAt.time", "x", "at", "2026-11-20", "24:00", "Europe/Berlin")]
    [InlineData("zone", "x", "at", "2026-11-20", "10:00", "Berlin")]
    public async Task What_is_wrong_stands_beside_its_field_which_has_the_focus_and_nothing_is_lost(string field, string title, string when, string date, string time, string zone)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);

        var page = await officer.Send(await officer.Open("/register/new"), ("title", title), ("when", when), ("awareAt", date), ("awareAt.time", time), ("zone", zone), ("authority", "IT"));

        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        var input = page.Html[page.Html.IndexOf($"<input id=\"{field}\"", StringComparison.Ordinal)..];
        Assert.Contains("autofocus", input[..input.IndexOf('>', StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Equal(1, page.Html.Split("autofocus").Length - 1);
        foreach (var value in new[] { title, date, time, zone }.Where(value => value.Length > 0))
        {
            Assert.Contains($"value=\"{System.Net.WebUtility.HtmlEncode(value).Replace("+", "&#x2B;", StringComparison.Ordinal)}\"", page.Html, StringComparison.Ordinal);
        }
        Assert.Contains("<option value=\"IT\" selected", page.Html, StringComparison.Ordinal);
        Assert.Empty((await service.Administrator.GetJson("/api/v1/breaches")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_form_sent_twice_registers_once()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var form = await officer.Open("/register/new");
        var (first, second) = (await Send(), await Send());
        Assert.Equal(first.Location, second.Location);
        Assert.Single((await service.Administrator.GetJson("/api/v1/breaches")).GetProperty("items").EnumerateArray());

        Task<Page> Send() => officer.Send(form, ("title", "Laptop stolen"), ("when", "now"), ("zone", "Europe/Berlin"), ("authority", "DE"));
    }

    [Fact]
    public async Task Facts_are_added_with_a_reason_and_a_time_left_as_it_stood_keeps_its_seconds()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Registered(service, "2026-11-21T10:20:31Z");
        var form = await officer.Open($"{path}/facts");

        var refused = await officer.Send(form, [.. Filled("Acme & Söhne"), ("reason", ""), ("affected", "DE 1200\nnobody")]);
        Assert.Equal(422, refused.Status);
        Assert.Contains("Cannot be read: nobody", refused.Text, StringComparison.Ordinal);
        var done = await officer.Send(refused, [.. Filled("Acme & Söhne"), ("reason", "forensics"), ("affected", "DE 1200\nAT: 7")]);

        Assert.Equal((303, path), (done.Status, done.Location));
        var record = await Record(service, done);
        Assert.Equal("2026-11-21T10:20:31Z", record.GetProperty("awareAt").GetString());
        Assert.Equal("Acme & Söhne", record.GetProperty("controller").GetProperty("name").GetString());
        Assert.Equal(["DE 1200", "AT 7"], record.GetProperty("affected").EnumerateArray().Select(entry => $"{entry.GetProperty("country")} {entry.GetProperty("people")}"));
        Assert.Equal(["names", "addresses"], record.GetProperty("dataTypes").EnumerateArray().Select(type => type.GetString()));
        var page = await officer.Open(path);
        Assert.Contains("forensics", page.Text, StringComparison.Ordinal);
        Assert.Contains("Ada officer", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_people_sees_what_changed_and_decides()
    {
        await using var service = await ServiceUnderTest.Run();
        using var one = await Visitor.SignedIn(service, Role.Officer);
        using var other = await Visitor.SignedIn(service, Role.Officer);
        var path = await Registered(service);
        var (first, second) = (await one.Open($"{path}/facts"), await other.Open($"{path}/facts"));
        Assert.Equal(303, (await one.Send(first, [.. Filled("First Ltd"), ("reason", "r"), ("affected", "")])).Status);

        var shown = await other.Send(second, [.. Filled("Second Ltd"), ("reason", "r"), ("affected", "")]);

        Assert.Equal(422, shown.Status);
        Assert.Contains("First Ltd", shown.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Second Ltd\"", shown.Html, StringComparison.Ordinal);
        Assert.Equal("First Ltd", (await Record(service, path)).GetProperty("controller").GetProperty("name").GetString());
        Assert.Equal(303, (await other.Send(shown, [.. Filled("Second Ltd"), ("reason", "r"), ("affected", "")])).Status);
        Assert.Equal("Second Ltd", (await Record(service, path)).GetProperty("controller").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_decision_and_a_filing_are_on_record_with_who_and_why_and_the_clock_stops()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Registered(service);
        Assert.Equal(422, (await officer.Send(await officer.Open(path), $"{path}/decisions", ("question", "Notify?"), ("answer", "yes"), ("reasons", " "))).Status);
        var page = await officer.Open(path);
        Assert.Equal(303, (await officer.Send(page, $"{path}/decisions", ("question", "Notify?"), ("answer", "yes"), ("reasons", "health data"))).Status);

        // The record is another one than the page showed: it is shown again, with what was entered.
        (string, string)[] filed = [("kind", "filed"), ("at", "2026-11-22"), ("at.time", "12:30"), ("zone", "Europe/Berlin"), ("recipient", "DE"), ("obligation", ""), ("channel", "portal"), ("ownReference", "A-1"), ("authorityReference", "B-2"), ("note", "")];
        var again = await officer.Send(page, $"{path}/acts", filed);
        Assert.Equal(422, again.Status);
        Assert.Contains("value=\"A-1\"", again.Html, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Send(again, $"{path}/acts", filed)).Status);

        var shown = (await officer.Open(path)).Text;
        Assert.Contains("nothing with a date is open", shown, StringComparison.Ordinal);
        Assert.Contains("In time under every reading", shown, StringComparison.Ordinal);
        Assert.Contains("health data", shown, StringComparison.Ordinal);
        Assert.Contains("recorded by Ada officer", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_known_at_a_moment_is_shown_without_forms()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Registered(service);
        service.Clock.Advance(TimeSpan.FromHours(2));
        await officer.Send(await officer.Open($"{path}/facts"), [.. Filled("Later Ltd"), ("reason", "r"), ("affected", "")]);

        var then = await officer.Open($"{path}?known=2026-11-22&known.time=14:00");
        Assert.DoesNotContain("Later Ltd", then.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/acts\"", then.Html, StringComparison.Ordinal);
        // The time that was left then, and standing still; a day alone is known as it ended.
        Assert.Contains("1 d 21 h left", then.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-due", then.Html[then.Html.IndexOf("<main", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("Later Ltd", (await officer.Open($"{path}?known=2026-11-22&known.time=")).Html, StringComparison.Ordinal);
        Assert.Contains("Later Ltd", (await officer.Open($"{path}?known=2026-11-22&known.time=15:00")).Html, StringComparison.Ordinal);
        Assert.Equal(404, (await officer.Open($"{path}?known=2026-11-22&known.time=11:00")).Status);
        foreach (var wrong in new[] { "yesterday", "9999-12-31", "-0001-01-01", "2026-02-30" })
        {
            Assert.Equal(422, (await officer.Open($"{path}?known={wrong}&known.time=")).Status);
        }
    }

    [Fact]
    public async Task Script_stored_in_any_field_stays_text_on_every_page()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var done = await officer.Send(await officer.Open("/register/new"), ("title", Script), ("when", "now"), ("zone", "Europe/Berlin"), ("authority", "DE"));
        var path = done.Location!;
        string[] texts = ["reason", "title", "controller.name", "controller.address", "controller.registration", "contact.name", "contact.phone", "nature", "dataTypes", "consequences", "measures", "advice"];
        var facts = await officer.Send(await officer.Open($"{path}/facts"), [.. Filled("x").Where(field => !texts.Contains(field.Item1)), .. texts.Select(name => (name, Script)), ("affected", "")]);
        Assert.Equal(303, facts.Status);
        await officer.Send(await officer.Open(path), $"{path}/decisions", ("question", Script), ("answer", Script), ("reasons", Script));
        await officer.Send(await officer.Open(path), $"{path}/acts", ("kind", "told"), ("at", "2026-11-22"), ("at.time", "12:30"), ("zone", "Europe/Berlin"), ("recipient", Script), ("obligation", ""), ("channel", Script), ("ownReference", Script), ("authorityReference", Script), ("note", Script));

        foreach (var shown in new[] { "/register", path, $"{path}/facts", $"/register?filter={Uri.EscapeDataString(Script)}", $"{path}?known={Uri.EscapeDataString(Script)}" })
        {
            var page = await officer.Open(shown);
            Assert.Contains("alert(1)", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Huge_and_strange_entries_are_refused_beside_their_fields()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var path = await Registered(service);
        var page = await officer.Send(
            await officer.Open($"{path}/facts"),
            [.. Filled(new string('x', 301)).Where(field => field.Item1 is not "nature" and not "contact.email" and not "authority"), ("nature", new string('y', 20_001)), ("contact.email", "nobody"), ("authority", "XX"), ("reason", "r"), ("affected", "DE 1\nDE 2")]);
        Assert.Equal(422, page.Status);
        foreach (var field in new[] { "controller.name", "nature", "contact.email", "authority", "affected" })
        {
            Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        }
        Assert.Contains("affected[1].country (DE)", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approver_reads_and_is_offered_nothing_to_write()
    {
        await using var service = await ServiceUnderTest.Run();
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        var page = await approver.Open(await Registered(service));
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("/decisions\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/facts\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_speak_the_language_of_the_browser_until_another_is_chosen()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        officer.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr;q=0.9, de-AT;q=0.8, en;q=0.5");
        var german = await officer.Open("/register/new");
        Assert.Contains("<html lang=\"de\"", german.Html, StringComparison.Ordinal);
        Assert.Contains("Wann haben Sie davon erfahren?", german.Text, StringComparison.Ordinal);
        Assert.Equal("/register/new", (await officer.Open("/language/en?return=/register/new")).Location);
        Assert.Contains("<html lang=\"en\"", (await officer.Open("/register/new")).Html, StringComparison.Ordinal);
    }

    private static (string, string)[] Filled(string controller) =>
    [
        ("title", "Laptop stolen"), ("awareAt", "2026-11-21"), ("awareAt.time", "11:20"), ("occurredFrom", "2026-11-20"), ("occurredFrom.time", "08:00"), ("occurredUntil", ""), ("occurredUntil.time", ""),
        ("zone", "Europe/Berlin"), ("authority", "DE"), ("sector", "private"), ("role", "controller"), ("risk", "risk"), ("incidentKind", "lossOrTheftOfAssets"),
        ("controller.name", controller), ("controller.country", "DE"), ("controller.address", ""), ("controller.registration", ""), ("contact.name", "Dr. Eve"), ("contact.email", "dpo@acme.example"), ("contact.phone", ""),
        ("nature", "A laptop was stolen."), ("dataTypes", "names\naddresses"), ("consequences", ""), ("measures", ""), ("advice", ""),
    ];

    private static async Task<string> Registered(ServiceUnderTest service, string awareAt = "2026-11-21T10:20:00Z")
    {
        var created = await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Laptop stolen", awareAt, authority = "DE", risk = "risk" })).Json();
        return $"/register/{created.GetProperty("id").GetString()}";
    }

    private static Task<JsonElement> Record(ServiceUnderTest service, Page redirected) => Record(service, redirected.Location!);

    private static Task<JsonElement> Record(ServiceUnderTest service, string path) => service.Administrator.GetJson($"/api/v1/breaches/{path.Split('/')[^1]}");
}
