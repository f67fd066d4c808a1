using System.Globalization;
using System.Text;
using BreachNotify.Http;
using NodaTime;

namespace BreachNotify.Printing;

/// <summary>How an answer is wanted.</summary>
public enum Form
{
    Json,
    Html,
    Pdf,
    Csv,
}

/// <summary>Sends sheets in the form that <c>?format=</c> or <c>Accept</c> asks for.</summary>
public sealed class Printed(PrintOptions options)
{
    private readonly Typeface? _typeface = Typeface.Find(options);

    /// <param name="format">The query parameter, which goes before Accept; null where there is none.</param>
    /// <param name="possible">The forms there are; the first is the default.</param>
    /// <exception cref="Refusal">400: the parameter names none of them.</exception>
    public static Form Wanted(HttpContext context, string? format, params ReadOnlySpan<Form> possible)
    {
        if (format is not null)
        {
            var words = string.Join(", ", possible.ToArray().Select(Words<Form>.Of));
            return Words<Form>.TryParse(format, out var named) && possible.Contains(named) ? named : throw Refusal.Malformed("format", format, $"Must be one of {words}.");
        }
        foreach (var accept in context.Request.GetTypedHeaders().Accept.OrderByDescending(accept => accept.Quality ?? 1))
        {
            foreach (var form in possible)
            {
                if (accept.MediaType.Equals(MediaTypeOf(form), StringComparison.OrdinalIgnoreCase))
                {
                    return form;
                }
            }
        }
        return possible[0];
    }

    /// <param name="form">HTML or PDF.</param>
    /// <param name="name">Of the file, without its ending; nothing personal.</param>
    /// <exception cref="Refusal">406: a PDF is wanted and there is no font.</exception>
    public IResult Send(HttpContext context, Form form, Sheet sheet, string name, Instant at)
    {
        if (form == Form.Pdf)
        {
            return Pdf(context, [sheet], name, at);
        }
        Guard(context);
        context.Response.Headers.ContentSecurityPolicy = SheetHtml.ContentSecurityPolicy;
        return TypedResults.Text(SheetHtml.Render(sheet), SheetHtml.MediaType, Encoding.UTF8);
    }

    /// <summary>Several sheets, each on a page of its own.</summary>
    /// <exception cref="Refusal">406: there is no font.</exception>
    public IResult Pdf(HttpContext context, IEnumerable<Sheet> sheets, string name, Instant at)
    {
        var pdf = SheetPdf.Render(sheets, _typeface, at);
        Guard(context);
        return TypedResults.Bytes(pdf, SheetPdf.MediaType, $"{name}.pdf");
    }

    /// <exception cref="Refusal">406: there is no font.</exception>
    public IResult Pdf(HttpContext context, Report report, string name, CultureInfo culture, Instant at)
    {
        var pdf = ReportPdf.Render(report, _typeface, culture, at);
        Guard(context);
        return TypedResults.Bytes(pdf, SheetPdf.MediaType, $"{name}.pdf");
    }

    private static void Guard(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
    }

    private static string MediaTypeOf(Form form) => form switch
    {
        Form.Json => JsonBody.MediaType,
        Form.Html => SheetHtml.MediaType,
        Form.Pdf => SheetPdf.MediaType,
        Form.Csv => "text/csv",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };
}
