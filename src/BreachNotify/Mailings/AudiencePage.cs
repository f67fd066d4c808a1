using System.Globalization;
using System.Text;
using BreachNotify.Http;
using BreachNotify.Printing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Mailings;

/// <summary>A list about the people of a mailing in the order of the file: a page of it as JSON, or all of it as CSV by <c>Accept</c> or <c>?format=csv</c>.</summary>
public static class AudiencePage
{
    public const int Size = 200;

    /// <param name="page">The items beyond a line, at most <see cref="Size"/>.</param>
    /// <param name="columns">The header row of the CSV file.</param>
    /// <param name="values">An item's row of it.</param>
    /// <param name="further">Columns beyond these that depend on the audience.</param>
    /// <exception cref="Refusal">400: the cursor is none. 404. 410: the people are destroyed.</exception>
    public static async Task<Results<Ok<Page<T>>, PushStreamHttpResult>> Answer<T>(
        string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences,
        Func<Audience, AudienceKey, long, Task<List<T>>> page, Func<T, long> lineOf, string columns, Func<T, string?[]> values, Func<Audience, IEnumerable<string>>? further = null)
    {
        var (after, form) = (LineIn(cursor), Printed.Wanted(context, format, Form.Json, Form.Csv));
        var mailing = await mailings.Get(id);
        var audience = await audiences.Of(mailing);
        if (form == Form.Csv)
        {
            var header = string.Join(',', [columns, .. (audience is null ? null : further?.Invoke(audience))?.Select(Quoted) ?? []]);
            return TypedResults.Stream(output => WriteCsv(output, audience, page, lineOf, header, values), CsvUpload.MediaType + "; charset=utf-8", $"{context.Request.Path.Value!.Split('/')[^1]}-{id}.csv");
        }
        if (audience is null)
        {
            return TypedResults.Ok(new Page<T>([], null));
        }
        using var key = new AudienceKey(audience.DataKey);
        var items = await page(audience, key, after);
        return TypedResults.Ok(new Page<T>(items, items.Count == Size ? Number(lineOf(items[^1])) : null));
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task WriteCsv<T>(Stream output, Audience? audience, Func<Audience, AudienceKey, long, Task<List<T>>> page, Func<T, long> lineOf, string columns, Func<T, string?[]> values)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false));
        await writer.WriteAsync(columns + "\r\n");
        if (audience is null)
        {
            return;
        }
        using var key = new AudienceKey(audience.DataKey);
        var after = 0L;
        while (await page(audience, key, after) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                await writer.WriteAsync(CsvLine(values(item)));
            }
            after = lineOf(items[^1]);
        }
    }

    /// <summary>A record of a CSV file with its line end (RFC 4180 section 2).</summary>
    public static string CsvLine(params IEnumerable<string?> values) => string.Join(',', values.Select(Quoted)) + "\r\n";

    private static string Quoted(string? value) =>
        value is null ? "" : value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static long LineIn(string? cursor) =>
        cursor is null ? 0
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line < 1L << 40 ? line
        : throw Refusal.Malformed("cursor", cursor, "Must be the member next of the page before.");
}
