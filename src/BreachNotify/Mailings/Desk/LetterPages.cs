using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>The letter as its readers get it, in each language, and what of the contents the law asks for is there.</summary>
public static class LetterPages
{
    /// <summary>Its own styles alone; no script, no picture, no form, and no part in the session of whoever looks (CSP, directive sandbox).</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapLetter(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/letter", Look).RequireAuthorization(Policies.Reader);
        mailing.MapGet("/letter/html", LookAtHtml).RequireAuthorization(Policies.Reader);
    }

    private static async Task<IResult> Look(string id, string? reader, string? language, long? line, HttpContext context, MailingStore mailings, FindBreach findBreach, Previews previews)
    {
        var mailing = await mailings.Get(id);
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        var wanted = Wanted(reader, context);
        var form = new Form();
        var preview = await form.Try(() => previews.Of(id, wanted, language, line));
        return Show.Page<LetterPage>(
            context,
            new { Mailing = mailing, Breach = breach, Facts = mailing.Hash is null ? Freezing.FactsOf(breach) : (await mailings.LetterOf(id)).Facts, Reader = wanted, Preview = preview, Form = form },
            form.Status);
    }

    private static async Task<IResult> LookAtHtml(string id, string? reader, string? language, long? line, HttpContext context, Previews previews)
    {
        var preview = await previews.Of(id, Wanted(reader, context), language, line);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(preview.Html, "text/html; charset=utf-8");
    }

    /// <exception cref="Refusal">403: whoever may not read the people may see the letter to nobody alone.</exception>
    private static Reader Wanted(string? reader, HttpContext context)
    {
        var wanted = reader is not null && Words<Reader>.TryParse(reader, out var word) ? word : Reader.Emptiest;
        return wanted == Reader.Emptiest || Policies.RolesOf(Policies.Officer).Any(context.User.IsInRole)
            ? wanted
            : throw new Refusal(StatusCodes.Status403Forbidden, "Letters with what the file says of people need the role officer or administrator.");
    }
}
