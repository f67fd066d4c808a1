using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Deadlines;

public static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api)
    {
        api.MapPost("/deadlines", Answer).RequireAuthorization().WithTags("Deadlines").WithSummary("By when must whom be told of a breach, under every reading of the law");
        api.MapGet("/breaches/{id}/deadlines", OfBreach).RequireAuthorization(Policies.Reader).WithTags("Register").WithSummary("The same for a registered breach, with what was already done");
    }

    private static Answer<DeadlineAnswer> Answer(Body<DeadlineQuestion> body) => new(DeadlineRules.Answer(body.Value));

    private static async Task<Answer<DeadlineAnswer>> OfBreach(string id, string? whatIf, FindBreach find)
    {
        var breach = await find(id) ?? throw Refusal.NotFound("breach", id);
        return new(DeadlineRules.Answer(QuestionOf(breach) with { WhatIf = whatIf }));
    }

    /// <summary>
    /// What the record says. A risk that nobody has assessed yet counts as one, since an authority need not be told only
    /// where a risk is unlikely; without a named authority the controller's country and the people's decide.
    /// </summary>
    private static DeadlineQuestion QuestionOf(Breach breach) => new()
    {
        AwareAt = breach.AwareAt.ToString(),
        Zone = breach.Zone,
        Authority = breach.Authority,
        Sector = breach.Sector,
        Facts = breach.Authority is not null ? null : new EstablishmentFacts
        {
            Seats = breach.Controller is { } controller ? [controller.Country] : [],
            Affected = breach.Affected,
        },
        Role = breach.Role,
        Risk = breach.Risk ?? RiskLevel.Risk,
        Acts = [.. breach.Acts.Select(act => new Act { Kind = act.Kind, At = Moment.Format(act.At), Recipient = act.Recipient, Obligation = act.Obligation })],
    };
}
