using BreachNotify.Access;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Pages;
using BreachNotify.Printing;
using NodaTime;
using NodaTime.Extensions;
using Form = BreachNotify.Pages.Form;
using Format = BreachNotify.Printing.Form;

namespace BreachNotify.Documentation.Desk;

/// <summary>The register of GDPR Art. 33(5) as a file: a period by awareness, or all of it.</summary>
public static class ExportPages
{
    public const string Path = RegisterPages.Path + "/export";

    /// <summary>What is offered; a page to print is made of one breach alone.</summary>
    public static readonly IReadOnlyList<Format> Formats = [Format.Pdf, Format.Csv, Format.Json];

    public static void MapExportPage(this IEndpointRouteBuilder pages) => pages.MapGet(Path, Export).RequireAuthorization(Policies.Reader);

    private static async Task<IResult> Export(HttpContext context, RegisterEntries entries, Printed printed, TimeProvider clock)
    {
        var form = new Form(context.Request.Query.Select(pair => (pair.Key, (string?)pair.Value.ToString())));
        if (!form.Has("format"))
        {
            return Show.Page<ExportPage>(context, new { Form = form });
        }
        var zone = BreachPages.ViewerOf(context).Zone;
        var (from, until) = (Moments.Day(form, "from"), Moments.Day(form, "until"));
        if (!Words<Format>.TryParse(form["format"], out var format) || !Formats.Contains(format))
        {
            form.Complain("format", "error.required");
        }
        // Whole days where the person is; the last one is in it.
        var file = await form.Try(() => DocumentationEndpoints.Period(
            format, from is { } first ? zone.AtStartOfDay(first).ToInstant() : null, until is { } last ? Moments.EndOf(last, zone) : null, entries, printed, clock.GetCurrentInstant(), context));
        return file ?? Show.Page<ExportPage>(context, new { Form = form }, StatusCodes.Status422UnprocessableEntity);
    }
}
