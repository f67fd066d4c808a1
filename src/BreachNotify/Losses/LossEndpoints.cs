using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime.Extensions;

namespace BreachNotify.Losses;

public static class LossEndpoints
{
    public static void MapLosses(this IEndpointRouteBuilder api)
    {
        var losses = api.MapGroup("/losses").RequireAuthorization().WithTags("Losses");
        losses.MapQuestion<LossQuestion, LossAnswer>("", LossRules.Answer).WithSummary("What one insured costs in a year, exactly: mean, VaR, TVaR and loss by return period, with bounds");
        losses.MapPost("/breach", Breach).WithSummary("What one breach costs by component, and what the policy pays under each reading of its terms");
        losses.MapGet("/defaults", Defaults).WithSummary("Defaults of the components, with source, date and range").Produces<IReadOnlyList<ComponentDefault>>();
    }

    private static Answer<BreachCostAnswer> Breach(Body<BreachCostQuestion> body, TimeProvider clock, ExchangeRates rates) =>
        new(BreachCosts.Answer(body.Value, clock.GetUtcNow().ToInstant().InUtc().Date, rates));

    private static JsonHttpResult<IReadOnlyList<ComponentDefault>> Defaults() => TypedResults.Json(ComponentDefaults.All, AnswerJson.Options);
}
