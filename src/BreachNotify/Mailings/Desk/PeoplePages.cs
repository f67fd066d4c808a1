using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace BreachNotify.Mailings.Desk;

/// <summary>Who is to be told: a file is sent, and what became of its rows is shown.</summary>
public static class PeoplePages
{
    public static void MapPeople(this IEndpointRouteBuilder mailing)
    {
        var options = mailing.ServiceProvider.GetRequiredService<MailOptions>();
        mailing.MapGet("/people", Ask).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/people", Send).RequireAuthorization(Policies.Officer).WithMetadata(new TakesFile(options.LargestUpload));
    }

    private static Task<IResult> Ask(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, MailOptions options)
    {
        var query = context.Request.Query;
        var form = new Form((FileField.Name, ""), ("duplicates", query["duplicates"]), ("family", query["family"]));
        return Page(id, context, form, query.ContainsKey("again"), mailings, audiences, options);
    }

    private static async Task<IResult> Send(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, Importing importing, MailOptions options, Actor actor)
    {
        var (form, file) = (await Form.Read(context), context.Features.GetRequiredFeature<UploadedFile>());
        form.Set(FileField.Name, "");
        if (file.Name.Length == 0)
        {
            form.Complain(FileField.Name, "people.choose");
        }
        var sent = await form.Try(() => FileField.Read(() => importing.Import(
            id, ImportRule.Read(form.Optional("duplicates"), form.Optional("family")), CsvUpload.ReadInStep(context, file.Content), actor, context.RequestAborted)));
        if (sent is not null)
        {
            return Show.SeeOther($"{MailingPages.Path}/{id}/people");
        }
        await file.Discard(context.RequestAborted);
        return await Page(id, context, form, false, mailings, audiences, options);
    }

    private static async Task<IResult> Page(string id, HttpContext context, Form form, bool again, MailingStore mailings, AudienceStore audiences, MailOptions options)
    {
        var mailing = await mailings.Get(id);
        var (import, leftOut) = await mailings.ImportOf(mailing);
        List<Rejection> rejections = [];
        List<FlaggedRow> flags = [];
        if (await audiences.Of(mailing) is { } audience)
        {
            using var key = new AudienceKey(audience.DataKey);
            rejections = await audiences.Rejections(audience, key, 0, PeoplePage.Most);
            flags = await audiences.Flags(audience, key, 0, PeoplePage.Most);
        }
        return Show.Page<PeoplePage>(
            context,
            new { Mailing = mailing, Import = import, LeftOut = leftOut, Rejections = rejections, Flags = flags, Form = form, Again = again, Largest = options.LargestUpload },
            form.Status);
    }
}
