using BreachNotify.Exposure.Losses;
using BreachNotify.Http;

namespace BreachNotify.Losses;

public static class LossEndpoints
{
    public static void MapLosses(this IEndpointRouteBuilder api)
    {
        var losses = api.MapGroup("/losses").RequireAuthorization().WithTags("Losses");
        losses.MapQuestion<LossQuestion, LossAnswer>("", LossRules.Answer).WithSummary("What one insured costs in a year, exactly: mean, VaR, TVaR and loss by return period, with bounds");
    }
}
