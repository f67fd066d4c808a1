using BreachNotify.Http;
using BreachNotify.Law.Severity;

namespace BreachNotify.Severity;

public static class SeverityEndpoints
{
    public static void MapSeverity(this IEndpointRouteBuilder api) =>
        api.MapPost("/severity", Answer).RequireAuthorization().WithTags("Severity").WithSummary("How severe a breach is by the methodology of ENISA");

    private static Answer<SeverityAnswer> Answer(Body<SeverityQuestion> body) => new(Enisa.Answer(body.Value));
}
