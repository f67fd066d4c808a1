using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Demo;
using BreachNotify.Http;
using BreachNotify.Mailings;
using BreachNotify.Pages;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Breaches.Desk;

/// <summary>The list of breaches, and the form that registers one.</summary>
public static class RegisterPages
{
    public const string Path = "/register";

    public static void MapRegister(this IEndpointRouteBuilder pages)
    {
        var register = pages.MapGroup(Path);
        register.MapGet("/", List).RequireAuthorization(Policies.Reader);
        register.MapGet("/new", Ask).RequireAuthorization(Policies.Officer);
        register.MapPost("/new", Register).RequireAuthorization(Policies.Officer);
        register.MapPost("/sample", Sample).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/sample/remove", RemoveSample).RequireAuthorization(Policies.Officer);
        register.MapBreach();
    }

    private static async Task<IResult> List(HttpContext context, BreachStore store, FindNextEnd next, string? order, string? state, string? filter, string? after)
    {
        var query = new RegisterQuery(
            Word(order, RegisterOrder.Urgency),
            Word(state, RegisterState.All),
            string.IsNullOrWhiteSpace(filter) || filter.Any(char.IsControl) ? null : filter.Trim(),
            long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null);
        var page = await store.Ordered(query.Order, query.State, query.Filter, query.After);
        return Show.Page<RegisterPage>(context, new { Query = query, Rows = page.Items.Select(breach => (breach, next(breach))).ToList(), Next = page.Next });
    }

    /// <summary>The authority of the breach registered last is proposed: it is usually the same controller's.</summary>
    private static async Task<IResult> Ask(HttpContext context, BreachStore store)
    {
        var newest = (await store.Ordered(RegisterOrder.Newest, RegisterState.All, null, null)).Items;
        var viewer = context.RequestServices.GetRequiredService<Viewer>();
        viewer.Set(context);
        return Asking(context, new Form(
            ("id", Guid.CreateVersion7(viewer.Now.ToDateTimeOffset()).ToString()),
            ("when", "now"),
            ("authority", newest is [var last, ..] ? last.Authority : ""),
            ("zone", viewer.Zone.Id)));
    }

    private static async Task<IResult> Register(HttpContext context, BreachStore store, Actor actor, TimeProvider clock)
    {
        var (form, now) = (await Form.Read(context), clock.GetCurrentInstant());
        var title = form.Line("title", 300);
        Moment? awareAt = now;
        if (form["when"] == "at")
        {
            awareAt = Moments.Read(form, "awareAt", required: true);
        }
        var zone = form.Optional("zone");
        var breach = await form.Try(() =>
        {
            var at = awareAt!.Value.In(zone is null ? null : Moment.ZoneOf(zone, "zone"), "awareAt");
            if (at > now + FactsCheck.Ahead)
            {
                form.Complain("awareAt", "error.future");
                return Task.FromResult<Breach?>(null)!;
            }
            return store.Register(
                new BreachFacts { Title = title, AwareAt = at, Zone = zone, Authority = form.Optional("authority") },
                actor,
                Guid.TryParse(form["id"], out var id) ? id : null)!;
        });
        return breach is null ? Asking(context, form, StatusCodes.Status422UnprocessableEntity) : Show.SeeOther($"{Path}/{breach.Id}");
    }

    /// <summary>A made-up case of the evening before, to look around with.</summary>
    private static async Task<IResult> Sample(BreachStore store, Actor actor, TimeProvider clock)
    {
        var breach = await store.Register(SampleCase.Of(clock.GetCurrentInstant() - Duration.FromHours(20)), actor, sample: true);
        return Show.SeeOther($"{Path}/{breach.Id}");
    }

    private static async Task<IResult> RemoveSample(string id, BreachStore store, MailingsOf mailingsOf, Actor actor)
    {
        if ((await mailingsOf(id)).Count > 0)
        {
            throw Refusal.Conflict("A mailing has been drafted for this sample, so that it stays; end it by a decision.");
        }
        await store.RemoveSample(id, actor);
        return Show.SeeOther(Path);
    }

    private static IResult Asking(HttpContext context, Form form, int status = StatusCodes.Status200OK) => Show.Page<NewBreachPage>(context, new { Form = form }, status);

    private static TWord Word<TWord>(string? text, TWord otherwise)
        where TWord : struct, Enum =>
        text is not null && Words<TWord>.TryParse(text, out var word) ? word : otherwise;
}

/// <summary>What the list shows; wrong parameters of a link are left out.</summary>
public sealed record RegisterQuery(RegisterOrder Order, RegisterState State, string? Filter, long? After)
{
    public string With(RegisterOrder? order = null, RegisterState? state = null, string? after = null) => RegisterPages.Path + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["order"] = Words<RegisterOrder>.Of(order ?? Order),
            ["state"] = Words<RegisterState>.Of(state ?? State),
            ["filter"] = Filter,
            ["after"] = after,
        }.Where(pair => pair.Value is not null));
}
