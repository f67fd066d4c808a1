using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Pages;
using Hangfire;

namespace BreachNotify.Mailings.Desk;

/// <summary>A mailing is run whole against a sink before it is real; what the sink was handed is shown.</summary>
public static class RehearsalPages
{
    public static void MapRehearsalPages(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/rehearse", Ask).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/rehearse", Rehearse).RequireAuthorization(Policies.Officer);
        mailing.MapGet("/samples", Samples).RequireAuthorization(Policies.Officer);
    }

    private static Task<IResult> Ask(string id, HttpContext context, MailingStore mailings, TimeProvider clock) =>
        Page(id, context, new Form(("id", Guid.CreateVersion7(clock.GetUtcNow()).ToString()), ("mode", Words<RehearsalMode>.Of(RehearsalMode.Accept))), mailings);

    private static async Task<IResult> Rehearse(string id, HttpContext context, MailingStore mailings, Rehearsing rehearsing, IBackgroundJobClient jobs, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<RehearsalMode>.TryParse(form["mode"], out var mode))
        {
            form.Complain("mode", "error.required");
        }
        var speed = Numbers.Read(form, "speed");
        var rehearsal = await form.Try(() => rehearsing.Begin(id, mode, speed ?? 0, actor, Guid.TryParse(form["id"], out var known) ? known : null));
        if (rehearsal is null)
        {
            return await Page(id, context, form, mailings);
        }
        jobs.Enqueue<Pump>(job => job.Run(rehearsal, CancellationToken.None));
        return Show.SeeOther($"{MailingPages.Path}/{rehearsal}");
    }

    private static async Task<IResult> Page(string id, HttpContext context, Form form, MailingStore mailings)
    {
        var mailing = await mailings.Get(id);
        return Show.Page<RehearsePage>(context, new { Mailing = mailing, Earlier = await mailings.RehearsalsOf(id), Form = form }, form.Status);
    }

    private static async Task<IResult> Samples(string id, HttpContext context, MailingStore mailings, FindBreach findBreach, RehearsalReports reports)
    {
        var mailing = await mailings.Get(id);
        var report = await reports.Of(id);
        return Show.Page<SamplesPage>(context, new { Mailing = mailing, Report = report, Zone = (await findBreach(mailing.Breach))?.Zone });
    }
}
