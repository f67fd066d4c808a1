using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using BreachNotify.Http;
using BreachNotify.Storage;

namespace BreachNotify.Access;

/// <summary>
/// The first start: while nobody can administer the service, a link with a secret is printed on its console; whoever
/// opens it makes the first administrator key.
/// </summary>
public sealed class SetUp(Database database, KeyRing keys)
{
    private const int LongestName = 200;
    private readonly byte[] _token = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/setup/{token}", Show).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/setup/{token}", Create).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
    }

    /// <summary>The path of the link, or null when nothing is to be set up.</summary>
    public async Task<string?> Path() => await IsOpen() ? $"/setup/{Encoding.ASCII.GetString(_token)}" : null;

    private async Task<bool> IsOpen() => !keys.HasBootstrapKey && !await database.Write(KeyStore.AnyAdministrator);

    private async Task Admit(string token)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token) || !await IsOpen())
        {
            throw new Refusal(StatusCodes.Status404NotFound, "This set-up link is not valid or was used. A start without an administrator key prints a new one.");
        }
    }

    private static async Task<IResult> Show(string token, HttpContext context, SetUp setUp)
    {
        await setUp.Admit(token);
        return Html(context, """
            <p>This makes the first administrator key.</p>
            <form method="post"><label>Name of the key's holder <input name="name" required maxlength="200" autocomplete="off"></label> <button>Make the key</button></form>
            """);
    }

    private static async Task<IResult> Create(string token, HttpContext context, SetUp setUp, KeyRing keys)
    {
        await setUp.Admit(token);
        var name = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())["name"].ToString() : "";
        var complaints = new Complaints();
        complaints.Line("name", name, LongestName);
        complaints.ThrowIfAny();
        var (_, secret) = await keys.Create(name, [Role.Administrator], new Actor("setup", "set-up link"), onlyAsFirstAdministrator: true);
        return Html(context, $"""
            <p>The administrator key of {HtmlEncoder.Default.Encode(name)}, shown this once:</p>
            <p><code>{secret}</code></p>
            <p>Send it as <code>Authorization: Bearer ...</code>. This link no longer works.</p>
            """);
    }

    private static IResult Html(HttpContext context, string body)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'";
        return Results.Content($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>BreachNotify: set-up</title><h1>Set-up</h1>{body}</html>", "text/html; charset=utf-8");
    }
}
