using BreachNotify.Http;
using BreachNotify.Law.Fines;
using NodaTime.Extensions;

namespace BreachNotify.Fines;

public static class FineEndpoints
{
    public static void MapFines(this IEndpointRouteBuilder api) =>
        api.MapPost("/fines", Answer).RequireAuthorization().WithTags("Fines").WithSummary("Both tiers of fines from turnover, and where a fine would start");

    private static Answer<FineAnswer> Answer(Body<FineQuestion> body, TimeProvider clock) =>
        new(FineRules.Answer(body.Value, clock.GetUtcNow().ToInstant().InUtc().Date));
}
