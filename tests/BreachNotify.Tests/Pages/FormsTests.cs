using System.Text;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;

namespace BreachNotify.Tests.Pages;

/// <summary>What goes wrong with every form of an officer's path: sent twice, sent when the session is over.</summary>
public sealed class FormsTests
{
    private static readonly (string Path, string Action, (string, string)[] Typed)[] Forms =
    [
        ("/facts", "/facts", [("reason", "forensics"), ("nature", "A laptop was stolen.")]),
        ("/laws", "/laws", [("reason", "a bank"), ("regimes", "gdpr,dora")]),
        ("/wording/de", "/wording/de", [("reason", "German letter"), ("nature", "Ein Laptop wurde gestohlen.")]),
        ("/severity", "/severity", [("simple", "2"), ("identifiability", "1"), ("do", "record")]),
        ("", "/decisions", [("question", "Notify?"), ("answer", "yes"), ("reasons", "Health data.")]),
        ("", "/acts", [("kind", "told"), ("at", "2026-11-22"), ("at.time", "12:30"), ("channel", "Letter")]),
        ("/notices/DE", "/notices/DE", [("rootCause", "No lock on the car.")]),
        ("/notices/DE", "/notices/DE/filings", [("completeness", "incomplete"), ("channel", "Online form")]),
        ("/notices/DE", "/notices/DE/filings/1/reference", [("authorityReference", "LDA-77")]),
    ];

    [Fact]
    public async Task A_form_sent_twice_counts_once()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var breach = await Registered(service);
        foreach (var (path, action, typed) in Forms)
        {
            var page = await officer.Open(breach + path);
            Assert.Equal(303, (await officer.Edit(page, breach + action, typed)).Status);
            var entries = await Entries(service);

            var second = await officer.Edit(page, breach + action, typed);

            Assert.True(second.Status is 303 or 422, $"{action} answers {second.Status}");
            Assert.Equal(entries, await Entries(service));
        }
        var files = $"{breach}/files";
        var upload = await officer.Open(files);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(303, (await officer.Upload(upload, files, Encoding.UTF8.GetBytes("%PDF"), "receipt.pdf", ("kind", "other"), ("belongs", ""))).Status);
        }
        Assert.Single((await service.Administrator.GetJson($"/api/v1{breach.Replace("register", "breaches", StringComparison.Ordinal)}/files")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_was_typed_into_any_form_outlives_a_session_that_ended_and_is_sent_after_signing_in()
    {
        await using var service = await ServiceUnderTest.Run();
        var (id, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var officer = new Visitor(service);
        await officer.SignIn(email);
        var breach = await Registered(service);
        foreach (var (path, action, typed) in Forms)
        {
            var page = await officer.Open(breach + path);
            await service.Database.Write(transaction =>
            {
                SessionStore.EndAll(transaction, id);
                return 0;
            });

            var asked = await officer.Edit(page, breach + action, typed);
            Assert.Equal(401, asked.Status);
            Assert.Contains("kept", asked.Text, StringComparison.OrdinalIgnoreCase);
            var back = await officer.Send(asked, ("email", email), ("password", Visitor.Password), ("code", ""));
            // Named as on their page, without what the page kept for itself.
            Assert.Contains(typed[^1].Item2, back.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(".shown", back.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("version", back.Text, StringComparison.Ordinal);
            var entries = await Entries(service);
            var sent = await officer.Send(back);

            Assert.True(sent.Status == 303, $"{action} answers {sent.Status}: {sent.Text}");
            Assert.True(await Entries(service) > entries, action);
        }
    }

    [Fact]
    public async Task A_page_that_was_left_is_asked_for_again_and_never_shown_out_of_a_cache()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var breach = await Registered(service);
        foreach (var path in Forms.Select(form => breach + form.Path).Distinct().Append("/register").Append("/register/new"))
        {
            Assert.Contains("no-store", (await officer.Open(path)).Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
        // Two forms of a new breach are two breaches, the same one sent again is not.
        Assert.NotEqual(IdIn(await officer.Open("/register/new")), IdIn(await officer.Open("/register/new")));

        static string IdIn(Page page) => System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"id\" value=\"([^\"]+)\"").Groups[1].Value;
    }

    [Fact]
    public async Task Of_two_people_the_second_keeps_what_the_first_changed_elsewhere_and_sees_it_where_both_wrote()
    {
        await using var service = await ServiceUnderTest.Run();
        using var one = await Visitor.SignedIn(service, Role.Officer);
        using var other = await Visitor.SignedIn(service, Role.Officer);
        var breach = await Registered(service);
        var path = $"{breach}/facts";
        var (first, second) = (await one.Open(path), await other.Open(path));
        Assert.Equal(303, (await one.Edit(first, path, ("reason", "r"), ("nature", "By the first."), ("advice", "Beware."), ("occurredFrom", "2026-11-21"), ("occurredFrom.time", "08:00"))).Status);

        var shown = await other.Edit(second, path, ("reason", "r"), ("nature", "By the second."), ("measures", "Locked."));

        Assert.Equal(422, shown.Status);
        Assert.Contains("By the first.", shown.Text, StringComparison.Ordinal);
        Assert.Equal(303, (await other.Edit(shown, path)).Status);
        var record = await service.Administrator.GetJson($"/api/v1{breach.Replace("register", "breaches", StringComparison.Ordinal)}");
        Assert.Equal(("By the second.", "Beware.", "Locked.", "2026-11-21T07:00:00Z"), (
            record.GetProperty("nature").GetString(), record.GetProperty("advice").GetString(), record.GetProperty("measures").GetString(), record.GetProperty("occurredFrom").GetString()));

        // The same with a letter's wording.
        path = $"{breach}/wording/de";
        (first, second) = (await one.Open(path), await other.Open(path));
        Assert.Equal(303, (await one.Edit(first, path, ("reason", "r"), ("nature", "Vom ersten."))).Status);
        shown = await other.Edit(second, path, ("reason", "r"), ("nature", "Vom zweiten."));
        Assert.Equal(422, shown.Status);
        Assert.Contains("Vom ersten.", shown.Text, StringComparison.Ordinal);
        Assert.Equal(303, (await other.Edit(shown, path)).Status);
    }

    private static async Task<long> Entries(ServiceUnderTest service) =>
        (await service.Administrator.GetJson("/api/v1/journal/verify")).GetProperty("entries").GetInt64();

    private static async Task<string> Registered(ServiceUnderTest service) => "/register/" + (await (await service.Administrator.PostJson("/api/v1/breaches", new
    {
        title = "Laptop stolen",
        awareAt = "2026-11-22T10:00:00Z",
        authority = "DE",
        controller = new { name = "Klinikum", country = "DE" },
        contact = new { name = "Dr. Ok", email = "dpo@klinikum.example" },
    })).Json()).GetProperty("id").GetString();
}
