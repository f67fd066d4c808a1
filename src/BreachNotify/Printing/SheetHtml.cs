using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BreachNotify.Printing;

/// <summary>A sheet as one HTML page for screen and printer: no script, nothing fetched from anywhere.</summary>
public static class SheetHtml
{
    public const string MediaType = "text/html";

    private const string Style =
        """

        :root { color-scheme: light dark; font: 11pt/1.4 system-ui, sans-serif; }
        body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; line-height: 1.2; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem; break-after: avoid; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .5rem .3rem 0; border-top: 1px solid; overflow-wrap: anywhere; }
        th { width: 36%; font-weight: 600; } td { white-space: pre-line; }
        small { display: block; font-weight: 400; } tr { break-inside: avoid; }
        @media (max-width: 30rem) { th, td { display: block; width: auto; } td { border: 0; } }
        @page { size: A4; margin: 18mm; } @media print { :root { color-scheme: light; font-size: 10pt; } body { margin: 0; max-width: none; padding: 0; } }

        """;

    /// <summary>Of the response: nothing but this style sheet may do anything.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(Sheet sheet)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(Encoded(sheet.Language)).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(Encoded(sheet.Title)).Append("</title><style>").Append(Style).Append("</style></head>\n<body><main>\n<h1>").Append(Encoded(sheet.Title)).Append("</h1>\n");
        foreach (var line in sheet.Lead)
        {
            html.Append("<p>").Append(Encoded(line)).Append("</p>\n");
        }
        foreach (var part in sheet.Parts)
        {
            html.Append("<section><h2>").Append(Encoded(part.Heading)).Append("</h2>\n<table>\n");
            foreach (var row in part.Rows)
            {
                html.Append("<tr><th scope=\"row\">").Append(Encoded(row.Label));
                if (row.Remark is not null)
                {
                    html.Append("<small>").Append(Encoded(row.Remark)).Append("</small>");
                }
                html.Append("</th><td>").Append(Encoded(row.Text)).Append("</td></tr>\n");
            }
            html.Append("</table></section>\n");
        }
        return html.Append("<footer><p>").Append(Encoded(sheet.Foot)).Append("</p></footer>\n</main></body></html>\n").ToString();
    }

    // Line ends stay: white-space: pre-line shows them.
    private static string Encoded(string text) => Encoder.Encode(text).Replace("&#xA;", "\n", StringComparison.Ordinal).Replace("&#xD;", "", StringComparison.Ordinal);
}
