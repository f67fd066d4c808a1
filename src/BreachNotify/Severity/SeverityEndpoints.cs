using System.Globalization;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Severity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Severity;

public static class SeverityEndpoints
{
    public static void MapSeverity(this IEndpointRouteBuilder api)
    {
        var severity = api.MapGroup("/severity").RequireAuthorization().WithTags("Severity");
        severity.MapPost("", Answer).WithSummary("How severe a breach is by the methodology of ENISA");
        severity.MapGet("/cases", Cases).WithSummary("The 18 worked cases of EDPB Guidelines 01/2021 with their outcomes").Produces<IReadOnlyList<GuidelineCase>>();
        severity.MapPost("/cases", CasesLike).WithSummary("The cases most like a breach, the most alike first").Produces<IReadOnlyList<GuidelineCase>>();
    }

    private static Answer<SeverityAnswer> Answer(Body<SeverityQuestion> body) => new(Enisa.Answer(body.Value));

    private static JsonHttpResult<IReadOnlyList<GuidelineCase>> Cases() => TypedResults.Json(GuidelineCases.All, AnswerJson.Options);

    private static JsonHttpResult<IReadOnlyList<GuidelineCase>> CasesLike(Body<BreachTraits> body)
    {
        var complaints = new Complaints();
        if (body.Value.People is { } people and (< 0 or > Recipients.PopulationOfTheEarth))
        {
            complaints.Add("people", people.ToString(CultureInfo.InvariantCulture), $"Must be 0 or more and at most {Recipients.PopulationOfTheEarth}, the people alive.");
        }
        complaints.ThrowIfAny();
        return TypedResults.Json(GuidelineCases.Like(body.Value), AnswerJson.Options);
    }
}
