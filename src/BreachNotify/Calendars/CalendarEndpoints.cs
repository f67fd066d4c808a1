using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Calendars;

public static class CalendarEndpoints
{
    /// <summary>The calendar of the register holds what was registered since; the rest is history.</summary>
    private static readonly Duration Recent = Duration.FromDays(400);

    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var calendars = api.MapGroup("").WithTags("Calendars");
        calendars.MapGet("/breaches/{id}/calendar.ics", Download).RequireAuthorization(Policies.Reader).WithSummary("The deadlines of a breach as iCalendar").Produces<string>(StatusCodes.Status200OK, "text/calendar");
        calendars.MapPost("/breaches/{id}/calendar", Renew).RequireAuthorization(Policies.Officer).WithSummary("A secret address of the breach's calendar; the one before stops working");
        calendars.MapDelete("/breaches/{id}/calendar", Stop).RequireAuthorization(Policies.Officer).WithSummary("Stops the secret address");
        calendars.MapPost("/calendar", RenewOfRegister).RequireAuthorization(Policies.Officer).WithSummary("A secret address of the register's calendar; the one before stops working");
        calendars.MapDelete("/calendar", StopOfRegister).RequireAuthorization(Policies.Officer).WithSummary("Stops the secret address");
    }

    /// <summary>The secret addresses; calendar programs send no key.</summary>
    public static void MapCalendarFeed(this IEndpointRouteBuilder app) =>
        app.MapGet("/calendar/{token}.ics", Feed).AllowAnonymous().ExcludeFromDescription();

    public sealed record CalendarAddress(string Address);

    private static async Task<FileContentHttpResult> Download(string id, BreachHistory history, HttpContext context) =>
        Answer([await history(id) is { Count: > 0 } states ? states : throw Refusal.NotFound("breach", id)], context);

    private static async Task<Created<CalendarAddress>> Renew(string id, Actor actor, FindBreach find, CalendarFeeds feeds, HttpContext context)
    {
        _ = await find(id) ?? throw Refusal.NotFound("breach", id);
        return Address(context, await feeds.Renew(id, actor));
    }

    private static async Task<NoContent> Stop(string id, Actor actor, CalendarFeeds feeds)
    {
        await feeds.Stop(id, actor);
        return TypedResults.NoContent();
    }

    private static async Task<Created<CalendarAddress>> RenewOfRegister(Actor actor, CalendarFeeds feeds, HttpContext context) =>
        Address(context, await feeds.Renew(CalendarFeeds.Register, actor));

    private static async Task<NoContent> StopOfRegister(Actor actor, CalendarFeeds feeds)
    {
        await feeds.Stop(CalendarFeeds.Register, actor);
        return TypedResults.NoContent();
    }

    private static async Task<FileContentHttpResult> Feed(string token, CalendarFeeds feeds, BreachHistory history, NewestBreaches newest, TimeProvider clock, HttpContext context)
    {
        var subject = await feeds.SubjectOf(token) ?? throw new Refusal(StatusCodes.Status404NotFound, "There is no calendar at this address; it may have been renewed. An officer makes a new one.");
        if (subject != CalendarFeeds.Register)
        {
            return Answer([await history(subject)], context);
        }
        var since = clock.GetCurrentInstant() - Recent;
        var histories = new List<IReadOnlyList<Breach>>();
        await foreach (var breach in newest().WithCancellation(context.RequestAborted))
        {
            if (breach.RegisteredAt < since)
            {
                break;
            }
            histories.Add(await history(breach.Id));
        }
        return Answer(histories, context);
    }

    private static Created<CalendarAddress> Address(HttpContext context, string token)
    {
        var request = context.Request;
        return TypedResults.Created((string?)null, new CalendarAddress($"{request.Scheme}://{request.Host}{request.PathBase}/calendar/{token}.ics"));
    }

    private static FileContentHttpResult Answer(IEnumerable<IReadOnlyList<Breach>> histories, HttpContext context)
    {
        var bytes = DeadlineCalendar.Of(histories);
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(bytes, DeadlineCalendar.MediaType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
    }
}
