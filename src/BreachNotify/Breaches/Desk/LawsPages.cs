using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Deadlines;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Pages;

namespace BreachNotify.Breaches.Desk;

/// <summary>Which laws are counted for a breach, beside data protection or in its place, and what they ask.</summary>
public static class LawsPages
{
    public static void MapLaws(this RouteGroupBuilder register)
    {
        register.MapGet("/{id}/laws", Ask).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/laws", Change).RequireAuthorization(Policies.Officer);
    }

    private static async Task<IResult> Ask(string id, HttpContext context, BreachStore store)
    {
        var breach = await BreachPages.Known(id, store);
        return Page(context, breach, FormOf(breach), null);
    }

    private static Task<IResult> Change(string id, HttpContext context, BreachStore store, BreachHistory history, Actor actor) =>
        BreachPages.Change(id, context, store, history, actor, Patch, FormOf, (newest, form, meanwhile) => Page(context, newest, form, meanwhile));

    /// <summary>Laws that do not fit the authority are said beside the field: later the deadlines could not be counted.</summary>
    private static JsonObject Patch(Breach current, Form form)
    {
        var patch = LawsForm.Patch(form);
        var wanted = form.Optional("regimes")?.Split(',') ?? [];
        if (current.Regimes is null && Applied(current).ToHashSet().SetEquals(wanted))
        {
            // What is counted anyhow goes on following from the authority.
            patch["regimes"] = null;
            return patch;
        }
        try
        {
            _ = DeadlineRules.Answer(BreachQuestion.Of(current) with { Regimes = wanted });
        }
        catch (QuestionException e) when (e.Field == "regimes")
        {
            form.Take(Refusal.Of(e)!);
        }
        catch (Exception e) when (e is QuestionException or NotInForceException)
        {
            // What else keeps deadlines from being counted is said with them.
        }
        return patch;
    }

    private static IReadOnlyList<string> Applied(Breach breach) => BreachPages.Count(breach).Answer?.Request.Regimes ?? [];

    private static Form FormOf(Breach breach) => LawsForm.Of(breach, Applied(breach));

    private static IResult Page(HttpContext context, Breach breach, Form form, Meanwhile? meanwhile) =>
        Show.Page<LawsPage>(context, new { Breach = breach, Form = form, Meanwhile = meanwhile }, form.Status);
}
