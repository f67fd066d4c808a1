using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>Answers a person who asks whether they were told. What is looked for is sent in the body, so that nobody stands in an address.</summary>
public static class LookUpPages
{
    public static void MapLookUpPage(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/lookup", Ask).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/lookup", Look).RequireAuthorization(Policies.Officer);
    }

    private static Task<IResult> Ask(string id, HttpContext context, MailingStore mailings, FindBreach findBreach) => Page(id, context, new Form(), null, mailings, findBreach);

    private static async Task<IResult> Look(string id, HttpContext context, MailingStore mailings, FindBreach findBreach, LookingUp lookingUp, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<LookUpBy>.TryParse(form["by"], out var by))
        {
            form.Complain("by", "error.required");
        }
        if (form["value"].Length == 0)
        {
            form.Complain("value", "error.required");
        }
        return await Page(id, context, form, await form.Try(() => lookingUp.Find(id, by, form["value"], actor)), mailings, findBreach);
    }

    private static async Task<IResult> Page(string id, HttpContext context, Form form, LookedUp? found, MailingStore mailings, FindBreach findBreach)
    {
        var mailing = await mailings.Get(id);
        var (import, _) = await mailings.ImportOf(mailing);
        var zone = (await findBreach(mailing.Breach))?.Zone;
        return Show.Page<LookUpPage>(context, new { Mailing = mailing, Rejected = import?.Rejected ?? 0, Zone = zone, Form = form, Found = found }, form.Status);
    }
}
