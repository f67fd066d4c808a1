using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings;
using BreachNotify.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Portfolios;

public static class PortfolioEndpoints
{
    /// <summary>Why something is destroyed before its time.</summary>
    public const string Asked = "Somebody asked for it.";

    private const int PageSize = 100;

    public static void MapPortfolios(this IEndpointRouteBuilder api)
    {
        var portfolios = api.MapGroup("/portfolios").RequireAuthorization(Policies.Insurer).WithTags("Portfolios");
        portfolios.MapPost("", Upload).Accepts<Stream>(CsvUpload.MediaType, PortfolioUpload.Sheet, PortfolioUpload.Form)
            .WithSummary($"Takes an OED account file (CSV or xlsx) and simulates it. In the query, or as fields of a form before its file: name, {string.Join(", ", PortfolioQuestion.Names)}")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        portfolios.MapGet("", List).WithSummary("Newest first");
        portfolios.MapGet("/{id}", Show).WithSummary("State, progress, rejected rows and, once completed, the result");
        portfolios.MapGet("/{id}/events", Events).WithSummary("The same as server-sent events, while it changes");
        portfolios.MapPost("/{id}/cancel", Cancel).WithSummary("Stops it; resume runs it again").ProducesProblem(StatusCodes.Status409Conflict);
        portfolios.MapPost("/{id}/resume", Resume).WithSummary("Runs one again that was cancelled or failed").ProducesProblem(StatusCodes.Status409Conflict);
        portfolios.MapDelete("/{id}", Destroy).WithSummary("Destroys book and results of one that has ended").ProducesProblem(StatusCodes.Status409Conflict);
        portfolios.MapGet("/{id}/{file}", Download).WithSummary($"A file of results: {string.Join(", ", Results.All.Select(file => file.Name))}").Produces<Stream>(StatusCodes.Status200OK, CsvUpload.MediaType)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status410Gone);
    }

    public sealed record AcceptedPortfolio(string Id, int Policies, int Rejected);

    private static async Task<Accepted<AcceptedPortfolio>> Upload(HttpContext context, Actor actor, PortfolioOptions options, Uploading uploading, PortfolioStore portfolios)
    {
        var upload = await PortfolioUpload.Open(context, options.LargestUpload);
        var complaints = new Complaints();
        var question = PortfolioQuestion.Read(upload.Fields.GetValueOrDefault, complaints);
        var name = upload.Fields.GetValueOrDefault("name");
        complaints.Line("name", name, 200);
        complaints.ThrowIfAny();
        var id = await uploading.Take(upload.File, name, question, actor, context.RequestAborted);
        var intake = (await portfolios.Get(id)).Intake!;
        return TypedResults.Accepted($"/api/v1/portfolios/{id}", new AcceptedPortfolio(id, intake.Policies, intake.Rejected));
    }

    private static async Task<Ok<Page<PortfolioStatus>>> List(string? cursor, PortfolioStore portfolios, StatusOf status)
    {
        var page = await portfolios.Newest(PageSize, cursor);
        var items = new List<PortfolioStatus>();
        foreach (var portfolio in page)
        {
            items.Add(await status.Of(portfolio));
        }
        return TypedResults.Ok(new Page<PortfolioStatus>(items, page.Count == PageSize ? page[^1].Id : null));
    }

    private static async Task<Ok<PortfolioStatus>> Show(string id, PortfolioStore portfolios, StatusOf status) =>
        TypedResults.Ok(await status.Of(await portfolios.Get(id)));

    private static async Task<ServerSentEventsResult<PortfolioStatus>> Events(string id, PortfolioStore portfolios, StatusOf status, HttpContext context)
    {
        await portfolios.Get(id);
        return LiveStatus.Of(
            context,
            async () => await status.Of(await portfolios.Get(id)),
            (told, now) => now.DoneYears != told.DoneYears || now.State != told.State,
            now => now.State is not (PortfolioState.Queued or PortfolioState.Running));
    }

    private static async Task<Ok<PortfolioStatus>> Cancel(string id, Actor actor, PortfolioStore portfolios, Simulating simulating, StatusOf status)
    {
        await portfolios.Cancel(id, actor);
        simulating.Stop(id);
        return await Show(id, portfolios, status);
    }

    private static async Task<Ok<PortfolioStatus>> Resume(string id, Actor actor, PortfolioStore portfolios, Simulating simulating, StatusOf status)
    {
        await portfolios.Resume(id, actor);
        simulating.Enqueue(id);
        return await Show(id, portfolios, status);
    }

    private static async Task<NoContent> Destroy(string id, Actor actor, PortfolioStore portfolios)
    {
        await portfolios.Destroy(id, Asked, actor);
        return TypedResults.NoContent();
    }

    private static async Task<FileStreamHttpResult> Download(string id, string file, PortfolioStore portfolios, PortfolioFiles files, HttpContext context)
    {
        var portfolio = await portfolios.Get(id);
        var (name, mediaType) = Results.All.FirstOrDefault(known => known.Name == file);
        if (name is null)
        {
            throw Refusal.NotFound("file", file);
        }
        var key = await portfolios.KeyOf(id);
        // What was left out is known as soon as the file is in.
        var isGiven = name == Results.Rejected;
        if (portfolio.State != PortfolioState.Completed && !isGiven)
        {
            throw Refusal.Conflict($"The portfolio is {Words<PortfolioState>.Of(portfolio.State)}; its results are there once it is completed.");
        }
        var run = isGiven ? PortfolioFiles.Given : portfolio.Run;
        if (!await files.Has(id, run, name))
        {
            throw Refusal.NotFound("file", $"{name}: this run did not write it; {(name.StartsWith("plt", StringComparison.Ordinal) ? "above a million expected events it is written for plt=true alone" : "it belongs to runs with a treaty")}");
        }
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(files.Open(id, run, name, key), mediaType, $"portfolio-{id}-{name}");
    }
}
