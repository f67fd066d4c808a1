using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BreachNotify.Http;
using BreachNotify.Pages;
using BreachNotify.Storage;

namespace BreachNotify.Access.Accounts;

/// <summary>
/// The first start: while nobody can administer the service, a link with a secret is printed on its console; whoever
/// opens it becomes the first administrator.
/// </summary>
public sealed class SetUp(Database database, KeyRing keys)
{
    private readonly byte[] _token = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/setup/{token}", Ask).AllowAnonymous();
        pages.MapPost("/setup/{token}", Make).AllowAnonymous();
    }

    /// <summary>The path of the link, or null when nothing is to be set up.</summary>
    public async Task<string?> Path() => await IsOpen() ? $"/setup/{Encoding.ASCII.GetString(_token)}" : null;

    private async Task<bool> IsOpen() =>
        !keys.HasBootstrapKey && !await database.Write(transaction => AccountStore.AnyAdministrator(transaction) || KeyStore.AnyAdministrator(transaction));

    private async Task Admit(string token)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token) || !await IsOpen())
        {
            throw new Refusal(StatusCodes.Status404NotFound, "This set-up link is not valid or was used. A start without an administrator prints a new one.");
        }
    }

    private static async Task<IResult> Ask(string token, HttpContext context, SetUp setUp)
    {
        await setUp.Admit(token);
        return Show.Page<SetUpPage>(context, new { Form = new Form([("zone", Viewer.DefaultZone)]) });
    }

    private static async Task<IResult> Make(string token, HttpContext context, SetUp setUp, AccountStore accounts, SignIn signIn)
    {
        await setUp.Admit(token);
        var form = await Form.Read(context);
        var (name, email, zone) = (AccountForms.Name(form), AccountForms.Email(form), AccountForms.Zone(form));
        var password = AccountForms.NewPassword(form, form["name"], form["email"]);
        if (form.HasErrors)
        {
            return Show.Page<SetUpPage>(context, new { Form = form }, StatusCodes.Status422UnprocessableEntity);
        }
        await accounts.MakeFirst(email, name, zone, Passwords.Hash(password), new Actor("setup", "set-up link"));
        SessionCookie.Set(context, (await signIn.Open(email, password, null, ClientName.Of(context.Request.Headers.UserAgent)))!);
        return Show.SeeOther("/");
    }
}
