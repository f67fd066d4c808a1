using BreachNotify.Access;
using BreachNotify.Tests.Mailings;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Breaches.Desk;

/// <summary>The timeline of a breach, and its countdown.</summary>
public sealed class TimelineTests
{
    [Fact]
    public async Task What_happened_to_a_mailing_stands_in_the_timeline_of_its_breach_with_who_when_and_why()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        await MailingUnderTest.Good(await mailing.Do("freeze"));
        service.Clock.Advance(TimeSpan.FromMinutes(5));
        await MailingUnderTest.Good(await mailing.Do("approve", Role.Approver));
        await MailingUnderTest.Good(await mailing.Do("start", body: new { startAt = "2026-11-22T15:00:00Z" }));
        await MailingUnderTest.Good(await mailing.Do("pause", body: new { reason = "The call centre opens later." }));
        await MailingUnderTest.Good(await mailing.Do("cancel", body: new { reason = "Told by letter." }));

        var page = await officer.Open($"/register/{mailing.Breach}");

        var timeline = page.Text[page.Text.LastIndexOf("Timeline", StringComparison.Ordinal)..];
        Assert.Matches(@"(?s)Mailing cancelled.*Told by letter\..*Mailing paused.*The call centre opens later\..*Mailing scheduled to start:\s+Sun 22 Nov 2026, 16:00.*Mailing approved.*approver 1.*Mailing frozen.*officer 1.*Registered", timeline);
        Assert.Contains($"href=\"/mailings/{mailing.Id}\"", page.Html, StringComparison.Ordinal);
        // At a moment before, the approval was not known.
        var then = await officer.Open($"/register/{mailing.Breach}?known=2026-11-22&known.time=13:02");
        Assert.Contains("Mailing frozen", then.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mailing approved", then.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-19T11:59:30Z", "overdue for less than a minute", "seit weniger als einer Minute überfällig")]
    [InlineData("2026-11-19T12:00:30Z", "less than a minute left", "noch weniger als eine Minute")]
    [InlineData("2026-11-19T12:12:00Z", "12 min left", "noch 12 Min.")]
    [InlineData("2026-11-19T11:01:00Z", "overdue for 59 min", "seit 59 Min. überfällig")]
    [InlineData("2026-11-19T14:12:00Z", "2 h 12 min left", "noch 2 Std. 12 Min.")]
    [InlineData("2026-11-17T11:00:00Z", "overdue for 2 d 1 h", "seit 2 T 1 Std. überfällig")]
    public async Task The_time_that_is_left_is_said_down_to_the_last_minute(string awareAt, string english, string german)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        await service.Administrator.PostJson("/api/v1/breaches", new { title = "Lost key ring", awareAt, authority = "DE" });
        Assert.Contains($">{english}<", (await officer.Open("/register")).Html, StringComparison.Ordinal);
        await officer.Open("/language/de");
        Assert.Contains(german, (await officer.Open("/register")).Text, StringComparison.Ordinal);
    }
}
