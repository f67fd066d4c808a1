using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Http.Features;
using static BreachNotify.Mailings.HygieneEndpoints;

namespace BreachNotify.Mailings.Desk;

/// <summary>A second file says who of a draft's people stays, or goes; and everybody is taken in again.</summary>
public static class NarrowPages
{
    public static void MapNarrowPage(this IEndpointRouteBuilder mailing)
    {
        var options = mailing.ServiceProvider.GetRequiredService<MailOptions>();
        mailing.MapGet("/narrow", Ask).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/narrow", Narrow).RequireAuthorization(Policies.Officer).WithMetadata(new TakesFile(options.LargestUpload));
        mailing.MapPost("/widen", Widen).RequireAuthorization(Policies.Officer);
    }

    private static Task<IResult> Ask(string id, HttpContext context, MailingStore mailings, MailOptions options)
    {
        var query = context.Request.Query;
        var form = new Form((FileField.Name, ""), ("named", query["named"]), ("by", query["by"]), ("reason", query["reason"]));
        return Page(id, context, form, new Form(), null, mailings, options);
    }

    private static async Task<IResult> Narrow(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, Narrowing narrowing, MailOptions options, Actor actor)
    {
        var (form, file) = (await Form.Read(context), context.Features.GetRequiredFeature<UploadedFile>());
        form.Set(FileField.Name, "");
        if (form["named"] is not ("keep" or "remove"))
        {
            form.Complain("named", "error.required");
        }
        if (!Words<NamedBy>.TryParse(form["by"], out var by))
        {
            form.Complain("by", "error.required");
        }
        form.Line("reason", LongestReason);
        if (file.Name.Length == 0)
        {
            form.Complain(FileField.Name, "people.choose");
        }
        var narrowed = await form.Try(() => FileField.Read(
            async () => await narrowing.Run(await DraftAudience(id, Move.Narrow, mailings, audiences), by, form["named"] == "keep", CsvUpload.ReadInStep(context, file.Content), form["reason"], actor),
            "keep", "remove"));
        if (narrowed is null)
        {
            await file.Discard(context.RequestAborted);
        }
        return await Page(id, context, narrowed is null ? form : new Form((FileField.Name, "")), new Form(), narrowed, mailings, options, form.Status);
    }

    private static async Task<IResult> Widen(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, NarrowingStore narrowings, MailOptions options, SentTwice twice, Actor actor)
    {
        var form = await Form.Read(context);
        form.Line("why", LongestReason);
        return await form.Done(async () => await narrowings.Widen(await DraftAudience(id, Move.Widen, mailings, audiences), form["why"], actor)) || await twice.Is(id, form, form["why"], actor, "mailing.widened")
            ? Show.SeeOther($"{MailingPages.Path}/{id}/narrow")
            : await Page(id, context, new Form((FileField.Name, "")), form, null, mailings, options, form.Status);
    }

    private static async Task<IResult> Page(string id, HttpContext context, Form form, Form widening, Narrowed? narrowed, MailingStore mailings, MailOptions options, int status = StatusCodes.Status200OK)
    {
        var mailing = await mailings.Get(id);
        var (import, leftOut) = await mailings.ImportOf(mailing);
        return Show.Page<NarrowPage>(
            context,
            new { Mailing = mailing, Import = import, People = (await mailings.CountsOf(id)).Total, LeftOut = leftOut, Narrowed = narrowed, Form = form, Widening = widening, Again = context.Request.Query.ContainsKey("again"), Largest = options.LargestUpload },
            status);
    }
}
