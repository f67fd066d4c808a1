using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Planning;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>Gathers what the page of a mailing shows.</summary>
public sealed class Overview(MailingStore mailings, Standings standings, Planner planner, Providers providers, FindBreach findBreach, ActorNames names)
{
    public async Task<IResult> Page(string id, HttpContext context, Form form)
    {
        var mailing = await mailings.Get(id);
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        var viewer = context.RequestServices.GetRequiredService<Viewer>();
        viewer.Set(context);
        if (form["zone"].Length == 0)
        {
            form.Set("zone", viewer.Zone.Id);
        }
        return Show.Page<MailingPage>(
            context,
            new
            {
                Mailing = mailing,
                Status = await standings.Of(mailing),
                Breach = breach,
                Plan = mailing.State < MailingState.Running ? await PlanOf(id) : null,
                Providers = mailing.State == MailingState.Running && mailing.RehearsalOf is null ? providers.Status(viewer.Now) : [],
                Names = await names(),
                Form = form,
            },
            form.Status);
    }

    private async Task<Plan?> PlanOf(string id)
    {
        try
        {
            return await planner.Of(id, new PlanRequest());
        }
        // The page of the plan says why there is none.
        catch (Refusal)
        {
            return null;
        }
    }
}
