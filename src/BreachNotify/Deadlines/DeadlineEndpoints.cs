using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Deadlines;

public static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api)
    {
        api.MapQuestion<DeadlineQuestion, DeadlineAnswer>("/deadlines", DeadlineRules.Answer, PlainDeadlineQuestion.Parse).RequireAuthorization().WithTags("Deadlines").WithSummary("By when must whom be told of a breach, under every reading of the law");
        api.MapGet("/breaches/{id}/deadlines", OfBreach).RequireAuthorization(Policies.Reader).WithTags("Register").WithSummary("The same for a registered breach, with what was already done, or as it was known at an instant");
        api.MapGet("/what-if/{proposal}", Replayed).RequireAuthorization(Policies.Reader).WithTags("Register").WithSummary("A proposal replayed over the whole register: which notices would fall away, which would move");
    }

    private static async Task<Answer<DeadlineAnswer>> OfBreach(string id, string? whatIf, string? at, FindBreach find)
    {
        var breach = await find(id, Moment.FromQuery("at", at)) ?? throw Refusal.NotFound("breach", id, at);
        return new(DeadlineRules.Answer(BreachQuestion.Of(breach, whatIf)));
    }

    private static Replay Replayed(string proposal, EveryBreach every)
    {
        _ = DeadlineRules.ProposalOf(proposal);
        return new Replay(proposal, every);
    }
}
