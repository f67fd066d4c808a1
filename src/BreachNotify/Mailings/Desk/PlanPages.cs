using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using BreachNotify.Pages;
using static BreachNotify.Mailings.PlanEndpoints;

namespace BreachNotify.Mailings.Desk;

/// <summary>When a mailing will be done, under limits to try out; and the pace it is given.</summary>
public static class PlanPages
{
    private static readonly string[] Fields = ["startAt", "startAt.time", "finishBy", "finishBy.time", "zone", "perSecond", "callShare", "minutesPerCall", "agents", "callsPerHourAtMost"];

    public static void MapPlanPage(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/plan", Ask).RequireAuthorization(Policies.Reader);
        mailing.MapPost("/plan", SetPace).RequireAuthorization(Policies.Officer);
    }

    private static Task<IResult> Ask(string id, HttpContext context, MailingStore mailings, FindBreach findBreach, Planner planner) => Page(id, context, new Form(), mailings, findBreach, planner);

    private static async Task<IResult> SetPace(string id, HttpContext context, MailingStore mailings, FindBreach findBreach, Planner planner, Moving moving, Actor actor)
    {
        var form = (await Form.Read(context)).Calls("pace", "perSecond");
        var perSecond = Numbers.Read(form, "pace");
        form.Line("reason", Moving.LongestReason);
        return await form.Done(() => moving.Limit(id, new MailingPace(perSecond ?? 0, form["reason"]), actor))
            ? Show.SeeOther($"{MailingPages.Path}/{id}/plan")
            : await Page(id, context, form, mailings, findBreach, planner);
    }

    private static async Task<IResult> Page(string id, HttpContext context, Form pace, MailingStore mailings, FindBreach findBreach, Planner planner)
    {
        var mailing = await mailings.Get(id);
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        var form = new Form(Fields.Select(field => (field, (string?)context.Request.Query[field])));
        var wanted = Read(form);
        var plan = mailing.Audience is null || mailing.State == MailingState.Cancelled ? null : await form.Try(() => planner.Of(id, wanted));
        return Show.Page<PlanPage>(
            context,
            new { Mailing = mailing, Breach = breach, Form = form, Plan = plan, Pace = pace },
            form.HasErrors ? form.Status : pace.Status);
    }

    private static PlanRequest Read(Form form) => new()
    {
        StartAt = Moments.Read(form, "startAt"),
        FinishBy = Moments.Read(form, "finishBy"),
        Zone = form.Optional("zone"),
        PerSecond = Numbers.Read(form, "perSecond"),
        CallShare = Numbers.Read(form, "callShare") / 100,
        MinutesPerCall = Numbers.Read(form, "minutesPerCall"),
        Agents = Numbers.Whole(form, "agents"),
        CallsPerHourAtMost = Numbers.Read(form, "callsPerHourAtMost"),
    };
}
