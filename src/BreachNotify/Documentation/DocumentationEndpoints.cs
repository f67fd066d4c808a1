using System.Buffers;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Filings;
using BreachNotify.Http;
using BreachNotify.Mailings;
using BreachNotify.Operations;
using BreachNotify.Printing;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Documentation;

/// <summary>The register of GDPR Art. 33(5) as the authority may ask for it: one breach, a period, or all.</summary>
public static class DocumentationEndpoints
{
    /// <summary>A PDF is made in memory; more breaches than these are asked for by period, or as CSV or JSON.</summary>
    public const int MostInPdf = 200;

    public static void MapDocumentation(this IEndpointRouteBuilder api)
    {
        api.MapGet("/register", Export).RequireAuthorization(Policies.Reader).WithTags("Register").Produces<RegisterExport>()
            .WithSummary("The register of GDPR Art. 33(5), of a period by awareness or all of it: facts, effects, remedial action, decisions, notices, mailings; as JSON, CSV or PDF")
            .AlsoAs(CsvUpload.MediaType).AlsoAs(SheetPdf.MediaType).ProducesProblem(StatusCodes.Status406NotAcceptable).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/breaches/{id}/register", ExportOne).RequireAuthorization(Policies.Reader).WithTags("Register").Produces<RegisterExport>()
            .WithSummary("The same for one breach, or as it was known at an instant; as JSON, CSV, HTML or PDF")
            .AlsoAs(CsvUpload.MediaType).AlsoAs(SheetHtml.MediaType).AlsoAs(SheetPdf.MediaType).ProducesProblem(StatusCodes.Status406NotAcceptable);
    }

    public sealed record RegisterExport(Instant ExportedAt, Instant? From, Instant? Until, IReadOnlyList<RegisterEntry> Breaches);

    private static async Task<IResult> Export(string? from, string? until, string? format, RegisterEntries entries, Printed printed, TimeProvider clock, HttpContext context)
    {
        var form = Printed.Wanted(context, format, Form.Json, Form.Csv, Form.Pdf);
        var (start, end) = (Moment.FromQuery("from", from), Moment.FromQuery("until", until));
        return await Period(form, start, end, entries, printed, clock.GetCurrentInstant(), context);
    }

    /// <summary>The register of a period, for the interface and for the page alike.</summary>
    /// <exception cref="Refusal">400: it ends before it begins. 406: there is no font for a PDF. 422: a PDF cannot hold it.</exception>
    internal static Task<IResult> Period(Form form, Instant? start, Instant? end, RegisterEntries entries, Printed printed, Instant now, HttpContext context) => start >= end
        ? throw Refusal.Malformed("until", Moment.Format(end!.Value), $"Must be later than from, {Moment.Format(start!.Value)}.")
        : Send(form, entries.Within(start, end, context.RequestAborted), start, end, "register", printed, now, context);

    private static async Task<IResult> ExportOne(string id, string? at, string? format, Dossiers dossiers, RegisterEntries entries, Printed printed, TimeProvider clock, HttpContext context)
    {
        var form = Printed.Wanted(context, format, Form.Json, Form.Csv, Form.Html, Form.Pdf);
        var entry = await entries.Of(await dossiers.Open(id, at));
        var now = clock.GetCurrentInstant();
        return form == Form.Html
            ? printed.Send(context, form, RegisterSheet.Of(entry), $"register-{id}", now)
            : await Send(form, new[] { entry }.ToAsyncEnumerable(), null, null, $"register-{id}", printed, now, context);
    }

    private static async Task<IResult> Send(Form form, IAsyncEnumerable<RegisterEntry> entries, Instant? from, Instant? until, string name, Printed printed, Instant now, HttpContext context) => form switch
    {
        Form.Json => TypedResults.Stream(output => WriteJson(output, entries, from, until, now), JsonBody.MediaType),
        Form.Csv => TypedResults.Stream(output => RegisterCsv.Write(output, entries), $"{CsvUpload.MediaType}; charset=utf-8", $"{name}.csv"),
        Form.Pdf => printed.Pdf(context, await Sheets(entries, context.RequestAborted), name, now),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    private static async Task WriteJson(Stream output, IAsyncEnumerable<RegisterEntry> entries, Instant? from, Instant? until, Instant now)
    {
        // Written beside the stream: the writer would pass what is large on at once, and not asynchronously.
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonContract.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("exportedAt", Moment.Format(now));
        json.WriteString("from", from is { } start ? Moment.Format(start) : null);
        json.WriteString("until", until is { } end ? Moment.Format(end) : null);
        json.WriteStartArray("breaches");
        await foreach (var entry in entries)
        {
            JsonSerializer.Serialize(json, entry, JsonContract.Options);
            await Send();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await Send();

        async Task Send()
        {
            await json.FlushAsync();
            await output.WriteAsync(buffer.WrittenMemory);
            buffer.ResetWrittenCount();
        }
    }

    private static async Task<List<Sheet>> Sheets(IAsyncEnumerable<RegisterEntry> entries, CancellationToken cancellation)
    {
        var sheets = new List<Sheet>();
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            if (sheets.Count == MostInPdf)
            {
                throw Refusal.Unprocessable(new FieldError("format", "pdf", $"A PDF holds at most {MostInPdf} breaches: ask for a shorter period with from and until, or for csv or json."));
            }
            sheets.Add(RegisterSheet.Of(entry));
        }
        return sheets.Count > 0 ? sheets : throw Refusal.Unprocessable(new FieldError("format", "pdf", "There is no breach in this period, so that nothing can be printed."));
    }
}
