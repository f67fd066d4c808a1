using System.Net;
using BreachNotify.Access;
using Ical.Net;
using Ical.Net.CalendarComponents;

namespace BreachNotify.Tests.Calendars;

public sealed class CalendarsOnSqliteTests : CalendarTests;

public sealed class CalendarsOnPostgresTests(PostgresServer server) : CalendarTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>Deadlines in calendar programs, on both engines.</summary>
public abstract class CalendarTests : ServiceTests
{
    [Fact]
    public async Task Each_deadline_is_an_event_at_its_end_without_anything_personal()
    {
        var id = await Registered();
        var response = await Officer.GetAsync($"/api/v1/breaches/{id}/calendar.ics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.DoesNotContain("Lost laptop of Ms Example", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 75, line));
        var calendar = Calendar.Load(text)!;
        Assert.Equal("PUBLISH", calendar.Method);
        var deadline = Assert.Single(calendar.Events);
        Assert.Equal($"{id}-gdpr-33-1-DE@breachnotify", deadline.Uid);
        Assert.Equal(new DateTime(2026, 11, 23, 9, 30, 0, DateTimeKind.Utc), deadline.Start!.AsUtc);
        Assert.Equal((0, "CONFIRMED"), (deadline.Sequence, deadline.Status));
        Assert.Contains("elapsed (relied on): 2026-11-23T10:30:00+01:00 Europe/Berlin, 2026-11-23T09:30:00Z", deadline.Description, StringComparison.Ordinal);
        Assert.Contains("two-working-days", deadline.Description, StringComparison.Ordinal);
        Service.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(text, await Officer.GetStringAsync($"/api/v1/breaches/{id}/calendar.ics"));
    }

    [Fact]
    public async Task A_change_raises_the_sequence_and_what_is_met_is_cancelled_under_the_same_name()
    {
        var id = await Registered();
        var first = await Event(id);
        await Change(id, """{"awareAt":"2026-11-20T08:00:00Z","reason":"The log shows it."}""");
        var moved = await Event(id);
        Assert.Equal(HttpStatusCode.Created, (await Officer.PostJson($"/api/v1/breaches/{id}/acts", new { kind = "filed", at = "2026-11-21T10:00:00Z" })).StatusCode);
        var met = await Event(id);

        Assert.Equal(new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc), moved.Start!.AsUtc);
        Assert.Equal((first.Uid, first.Uid), (moved.Uid, met.Uid));
        Assert.Equal((0, 1, 2), (first.Sequence, moved.Sequence, met.Sequence));
        Assert.Equal("CANCELLED", met.Status);
        Assert.Contains("Met at 2026-11-21T10:00:00Z", met.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_whose_authority_is_another_now_is_cancelled_and_not_lost()
    {
        var id = await Registered();
        await Change(id, """{"nature":"A laptop was lost.","reason":"More is known."}""");
        Assert.Equal(0, (await Event(id)).Sequence);
        await Change(id, """{"authority":"FR","reason":"The seat is in Paris."}""");

        var events = Calendar.Load(await Officer.GetStringAsync($"/api/v1/breaches/{id}/calendar.ics"))!.Events.ToDictionary(deadline => deadline.Uid![37..], deadline => (deadline.Status, deadline.Sequence));
        Assert.Equal(("CANCELLED", 1), events["gdpr-33-1-DE@breachnotify"]);
        Assert.Equal(("CONFIRMED", 0), events["gdpr-33-1-FR@breachnotify"]);
    }

    [Fact]
    public async Task What_never_was_required_is_no_event()
    {
        var response = await Officer.PostJson("/api/v1/breaches", new { title = "Encrypted disk", awareAt = "2026-11-20T09:30:00Z", authority = "DE", risk = "unlikely" });
        var id = (await response.Json()).GetProperty("id").GetString();

        Assert.Empty(Calendar.Load(await Officer.GetStringAsync($"/api/v1/breaches/{id}/calendar.ics"))!.Events);
    }

    [Fact]
    public async Task What_is_no_longer_required_is_cancelled()
    {
        var id = await Registered();
        await Change(id, """{"risk":"unlikely","reason":"The disk was encrypted."}""");

        Assert.Equal("CANCELLED", (await Event(id)).Status);
    }

    [Fact]
    public async Task A_secret_address_needs_no_key_and_the_one_before_stops_working()
    {
        var id = await Registered();
        var old = await Address($"breaches/{id}/calendar");
        Assert.Equal(id, (await Feed(old)).Events.Single().Uid![..36]);
        var renewed = await Address($"breaches/{id}/calendar");

        Assert.Equal(404, (await Problem.Of(await Service.Anonymous.GetAsync(old))).Status);
        Assert.Single((await Feed(renewed)).Events);
        Assert.Equal(HttpStatusCode.NoContent, (await Officer.DeleteAsync($"/api/v1/breaches/{id}/calendar")).StatusCode);
        Assert.Equal(404, (await Problem.Of(await Service.Anonymous.GetAsync(renewed))).Status);
        Assert.Equal(404, (await Problem.Of(await Officer.DeleteAsync($"/api/v1/breaches/{id}/calendar"))).Status);
        var journal = await Officer.GetStringAsync("/api/v1/journal");
        Assert.Contains("calendar.renewed", journal, StringComparison.Ordinal);
        Assert.DoesNotContain(renewed.Split('/')[^1][..^4], journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_of_the_register_holds_every_recent_breach()
    {
        for (var i = 0; i < 60; i++)
        {
            await Registered();
        }
        Assert.Equal(HttpStatusCode.Created, (await Officer.PostJson("/api/v1/breaches", new { title = "No place yet", awareAt = "2026-11-20T09:30:00Z" })).StatusCode);
        var address = await Address("calendar");

        Assert.Equal(60, (await Feed(address)).Events.Select(deadline => deadline.Uid).Distinct().Count());
        Service.Clock.Advance(TimeSpan.FromDays(401));
        Assert.Empty((await Feed(address)).Events);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var address = await Address($"breaches/{await Registered()}/calendar");
        var tag = (await Service.Anonymous.GetAsync(address)).Headers.ETag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { tag } } };

        Assert.Equal(HttpStatusCode.NotModified, (await Service.Anonymous.SendAsync(request)).StatusCode);
    }

    private async Task<string> Registered()
    {
        var response = await Officer.PostJson("/api/v1/breaches", new { title = "Lost laptop of Ms Example", awareAt = "2026-11-20T09:30:00Z", authority = "DE" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("id").GetString()!;
    }

    private async Task Change(string id, string patch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{id}")
        {
            Content = new StringContent(patch, null, "application/merge-patch+json"),
            Headers = { { "If-Match", "*" } },
        };
        Assert.Equal(HttpStatusCode.OK, (await Officer.SendAsync(request)).StatusCode);
    }

    private async Task<CalendarEvent> Event(string id) => Assert.Single(Calendar.Load(await Officer.GetStringAsync($"/api/v1/breaches/{id}/calendar.ics"))!.Events);

    private async Task<string> Address(string path)
    {
        var response = await Officer.PostJson($"/api/v1/{path}", new { });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("address").GetString()!;
    }

    private async Task<Calendar> Feed(string address) => Calendar.Load(await Service.Anonymous.GetStringAsync(address))!;
}
