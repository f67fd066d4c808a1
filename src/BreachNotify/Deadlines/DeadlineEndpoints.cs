using BreachNotify.Http;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Deadlines;

public static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api) =>
        api.MapPost("/deadlines", Answer).RequireAuthorization().WithTags("Deadlines").WithSummary("By when must whom be told of a breach, under every reading of the law");

    private static Answer<DeadlineAnswer> Answer(Body<DeadlineQuestion> body) => new(DeadlineRules.Answer(body.Value));
}
