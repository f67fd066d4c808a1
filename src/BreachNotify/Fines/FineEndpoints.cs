using System.Globalization;
using System.IO.Pipelines;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Fines;

public static class FineEndpoints
{
    public static void MapFines(this IEndpointRouteBuilder api)
    {
        var fines = api.MapGroup("/fines").RequireAuthorization().WithTags("Fines");
        var (clock, rates) = (api.ServiceProvider.GetRequiredService<TimeProvider>(), api.ServiceProvider.GetRequiredService<ExchangeRates>());
        fines.MapQuestion<FineQuestion, FineAnswer>("", question => FineRules.Answer(question, Today(clock), rates), PlainFineQuestion.Parse).WithSummary("Both tiers of fines from turnover, and where a fine would start");
        fines.MapPost("/batch", Batch).WithSummary("Many questions as NDJSON, one answer or problem a line, in order")
            .Accepts<FineQuestion>(FineBatch.MediaType).Produces<FineAnswer>(StatusCodes.Status200OK, FineBatch.MediaType);
        fines.MapPost("/scenarios", Scenarios).WithSummary("One breach seen three ways, with comparable cases, neighbouring ceilings, insurability and other costs");
        fines.MapGet("/cases", Cases).WithSummary("Decided fines by article, country, authority, sector, currency and turnover, with percentiles").Produces<DecidedFinesAnswer>();
        fines.MapGet("/statistics", Statistics).WithSummary("Statistics over many decisions, with their sources").Produces<IReadOnlyList<FineStatistic>>();
        fines.MapGet("/insurability", Insurabilities).WithSummary("Whether fines can be insured, by country, as of 2018-05").Produces<IReadOnlyList<InsurabilityRow>>();
        fines.MapGet("/costs", Costs).WithSummary("Defaults of damages and response costs, with their sources").Produces<IReadOnlyList<CostDefault>>();
        fines.MapGet("/neighbours", Neighbours).WithSummary("Ceilings of neighbouring regimes").Produces<IReadOnlyList<NeighbouringCeiling>>();
    }

    private static async Task Batch(HttpContext context, TimeProvider clock, ExchangeRates rates, FineOptions options, ILogger<Problems> log)
    {
        JsonBody.Expect(context, FineBatch.MediaType);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.LargestBatch;
        // A client may take its time between lines, or read no answer before it has sent the last line.
        context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;
        context.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate = null;
        context.Response.ContentType = FineBatch.MediaType;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var spool = new Spool();
        var filling = spool.Fill(context.Request.BodyReader, ended.Token);
        try
        {
            var batch = new FineBatch(Today(clock), rates, new Problems(_ => Task.CompletedTask, log));
            await batch.Run(PipeReader.Create(spool, new StreamPipeReaderOptions(bufferSize: 64 * 1024)), context.Response.BodyWriter, context.RequestAborted);
        }
        finally
        {
            await ended.CancelAsync();
            await filling;
        }
    }

    private static Answer<ScenarioAnswer> Scenarios(Body<ScenarioQuestion> body, TimeProvider clock, ExchangeRates rates) =>
        new(BreachScenarios.Answer(body.Value, Today(clock), rates));

    private static JsonHttpResult<DecidedFinesAnswer> Cases(string? article, string? country, string? authority, string? sector, string? currency, string? turnoverFrom, string? turnoverTo) =>
        Json(DecidedFines.Find(new DecidedFineFilter
        {
            Article = article,
            Country = country,
            Authority = authority,
            Sector = sector,
            Currency = currency,
            TurnoverFrom = Amount(nameof(turnoverFrom), turnoverFrom),
            TurnoverTo = Amount(nameof(turnoverTo), turnoverTo),
        }));

    private static JsonHttpResult<IReadOnlyList<FineStatistic>> Statistics() => Json(FineStatistics.All);

    private static JsonHttpResult<IReadOnlyList<InsurabilityRow>> Insurabilities(string? country) =>
        Json(country is null ? Insurability.All : [Insurability.Of(country)]);

    private static JsonHttpResult<IReadOnlyList<CostDefault>> Costs() => Json(CostDefaults.All);

    private static JsonHttpResult<IReadOnlyList<NeighbouringCeiling>> Neighbours() => Json(NeighbouringCeilings.Of(null));

    private static JsonHttpResult<T> Json<T>(T value) => TypedResults.Json(value, AnswerJson.Options);

    private static LocalDate Today(TimeProvider clock) => clock.GetUtcNow().ToInstant().InUtc().Date;

    private static decimal? Amount(string field, string? text) =>
        text is null ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw Refusal.Malformed(field, text, "Must be an amount such as 50000000.");
}
