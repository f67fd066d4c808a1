using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace BreachNotify.Portfolios.Desk;

/// <summary>Books in the browser: sent, watched while they are simulated, read.</summary>
public static class PortfolioPages
{
    public const string Path = "/portfolios";

    private const int PageSize = 50;
    private const string File = "file";

    private static readonly string[] Fields = ["name", .. PortfolioQuestion.Names];
    private static readonly string[] Amounts = ["excessRetention", "excessLimit", "excessAggregate"];

    public static void MapPortfolioPages(this IEndpointRouteBuilder pages)
    {
        var options = pages.ServiceProvider.GetRequiredService<PortfolioOptions>();
        var portfolios = pages.MapGroup(Path).RequireAuthorization(Policies.Insurer);
        portfolios.MapGet("/", List);
        portfolios.MapPost("/", Send).WithMetadata(new TakesFile(options.LargestUpload));
        portfolios.MapGet("/{id}", Get);
        portfolios.MapPost("/{id}/cancel", Cancel);
        portfolios.MapPost("/{id}/resume", Resume);
        portfolios.MapPost("/{id}/destroy", Destroy);
    }

    private static Task<IResult> List(string? before, HttpContext context, PortfolioStore portfolios, PortfolioOptions options)
    {
        var query = context.Request.Query;
        var form = new Form(Fields.Select(field => (field, (string?)query[field])).Append((File, "")));
        return Page(context, form, before, query.ContainsKey("again"), portfolios, options);
    }

    private static async Task<IResult> Send(HttpContext context, PortfolioStore portfolios, Uploading uploading, PortfolioOptions options, Actor actor)
    {
        var (form, file) = (await Form.Read(context), context.Features.GetRequiredFeature<UploadedFile>());
        form.Set(File, "");
        // Some write 10.000 for ten thousand.
        Numbers.Count(form, "years");
        foreach (var amount in Amounts)
        {
            Numbers.Amount(form, amount);
        }
        Numbers.Read<long>(form, "seed", NumberStyles.AllowLeadingSign, "error.whole");
        if (file.Name.Length == 0)
        {
            form.Complain(File, "people.choose");
        }
        var id = await form.Try(() => Take(form, file, context, uploading, actor));
        if (id is not null)
        {
            return Show.SeeOther($"{Path}/{id}");
        }
        await file.Discard(context.RequestAborted);
        return await Page(context, form, null, false, portfolios, options);
    }

    private static async Task<string> Take(Form form, UploadedFile file, HttpContext context, Uploading uploading, Actor actor)
    {
        var complaints = new Complaints();
        var question = PortfolioQuestion.Read(field => field == "years" || Amounts.Contains(field) ? Numbers.Ungrouped(form, field) : form.Optional(field), complaints);
        complaints.Line("name", form.Optional("name"), 200);
        complaints.ThrowIfAny();
        try
        {
            return await uploading.Take(file.Content, form.Optional("name"), question, actor, context.RequestAborted);
        }
        // What is wrong in the file is said beside it.
        catch (Refusal refusal) when (refusal.Errors.Count > 0)
        {
            throw new Refusal(refusal.Status, refusal.Message, [.. refusal.Errors.Take(1).Select(error => new FieldError(File, error.Value, error.Field == "(body)" ? error.Remedy : $"{error.Field}: {error.Remedy}"))]);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw UploadedFile.BrokeOff(File);
        }
    }

    private static async Task<IResult> Page(HttpContext context, Form form, string? before, bool again, PortfolioStore portfolios, PortfolioOptions options)
    {
        var page = await portfolios.Newest(PageSize, before);
        return Show.Page<PortfoliosPage>(
            context,
            new { Form = form, Portfolios = page, Next = page.Count == PageSize ? page[^1].Id : null, Again = again, Largest = options.LargestUpload },
            form.Status);
    }

    private static async Task<IResult> Get(string id, HttpContext context, PortfolioStore portfolios, StatusOf status) =>
        Show.Page<PortfolioPage>(context, new { Status = await status.Of(await portfolios.Get(id)) });

    private static async Task<IResult> Cancel(string id, PortfolioStore portfolios, Simulating simulating, Actor actor)
    {
        await portfolios.Cancel(id, actor);
        simulating.Stop(id);
        return Show.SeeOther($"{Path}/{id}");
    }

    private static async Task<IResult> Resume(string id, PortfolioStore portfolios, Simulating simulating, Actor actor)
    {
        await portfolios.Resume(id, actor);
        simulating.Enqueue(id);
        return Show.SeeOther($"{Path}/{id}");
    }

    private static async Task<IResult> Destroy(string id, PortfolioStore portfolios, Actor actor)
    {
        await portfolios.Destroy(id, PortfolioEndpoints.Asked, actor);
        return Show.SeeOther($"{Path}/{id}");
    }
}
