using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Severity;
using BreachNotify.Pages;

namespace BreachNotify.Breaches.Desk;

/// <summary>How severe a breach is by the methodology of ENISA: computed on a page, and put on record as a decision.</summary>
public static class SeverityPages
{
    public static void MapSeverityPage(this RouteGroupBuilder register)
    {
        register.MapGet("/{id}/severity", Ask).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/severity", Answer).RequireAuthorization(Policies.Officer);
    }

    private static async Task<IResult> Ask(string id, HttpContext context, BreachStore store)
    {
        var breach = await BreachPages.Known(id, store);
        var form = SeverityForm.Of(breach);
        form.Set("article", "33");
        var last = breach.Decisions.LastOrDefault(decision => decision.Severity is not null)?.Severity;
        return Page(context, breach, form, last is null ? null : Enisa.Answer(last));
    }

    private static async Task<IResult> Answer(string id, HttpContext context, BreachStore store, Actor actor)
    {
        var form = await Form.Read(context);
        var breach = await BreachPages.Known(id, store);
        var question = SeverityForm.Read(form);
        var answer = await form.Try(() => Task.FromResult(Enisa.Answer(question)));
        if (answer is null || form["do"] != "record")
        {
            return Page(context, breach, form, answer);
        }
        var done = await form.Try(() => Recording.Assess(store, id, question, actor, current => BreachPages.Unchanged(current, form)));
        form.Set(BreachPages.Version, breach.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return done is null ? Page(context, breach, form, answer) : Show.SeeOther($"{RegisterPages.Path}/{id}#decisions");
    }

    private static IResult Page(HttpContext context, Breach breach, Form form, SeverityAnswer? answer)
    {
        DecidedFinesAnswer? decided = null;
        try
        {
            decided = SeverityForm.Decided(form);
        }
        catch (Exception e) when (Refusal.Of(e) is { } refusal)
        {
            form.Take(refusal);
        }
        return Show.Page<SeverityPage>(
            context,
            new { Breach = breach, Form = form, Answer = answer, Cases = answer is null ? [] : GuidelineCases.Like(SeverityForm.Traits(breach, answer.Request)), Decided = decided },
            form.Status);
    }
}
