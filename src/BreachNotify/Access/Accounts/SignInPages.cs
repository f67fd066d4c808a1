using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.WebUtilities;

namespace BreachNotify.Access.Accounts;

public static class SignInPages
{
    public const string Path = "/sign-in";

    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, Ask).AllowAnonymous();
        pages.MapPost(Path, Enter).AllowAnonymous();
        pages.MapPost("/sign-out", Leave).AllowAnonymous();
        pages.MapGet("/invitation/{link}", Invited).AllowAnonymous();
        pages.MapPost("/invitation/{link}", Accept).AllowAnonymous();
    }

    /// <summary>Asks whoever sent a form without a session, or with one that is over, to sign in; what was entered comes along.</summary>
    public static async Task<IResult> KeepAndAsk(HttpContext context)
    {
        var form = context.Request.HasFormContentType && !PageRoutes.IsFromElsewhere(context.Request) ? await Form.Read(context) : new Form();
        if (context.Features.Get<UploadedFile>() is not null)
        {
            return Asking(context, new Form([("return", PageRoutes.Again(context.Request, form))]), StatusCodes.Status401Unauthorized);
        }
        var kept = form.Kept.Where(pair => pair.Value.Length > 0);
        return Asking(context, new Form([("return", PageRoutes.PathOf(context.Request)), ("kept", QueryString.Create(kept!).Value)]), StatusCodes.Status401Unauthorized);
    }

    /// <summary>The address that a person is handed to choose a password at.</summary>
    public static string InvitationTo(HttpRequest request, string link) => $"{request.Scheme}://{request.Host}/invitation/{link}";

    private static IResult Ask(string? @return, HttpContext context) => Asking(context, new Form([("return", Show.Local(@return))]));

    private static IResult Asking(HttpContext context, Form form, int status = StatusCodes.Status200OK) => Show.Page<SignInPage>(context, new { Form = form }, status);

    private static async Task<IResult> Enter(HttpContext context, SignIn signIn, FindSession find, AttemptLimit limit)
    {
        var form = await Form.Read(context);
        if (!limit.Admits(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = "60";
            form.Complain("", "signIn.tooOften");
            return Asking(context, form, StatusCodes.Status429TooManyRequests);
        }
        var secret = await signIn.Open(form["email"], form.Secret("password"), form["code"], ClientName.Of(context.Request.Headers.UserAgent));
        if (secret is null)
        {
            form.Complain("email", "signIn.refused", SignIn.MostFailures, SignIn.LockedFor.TotalMinutes);
            return Asking(context, form, StatusCodes.Status422UnprocessableEntity);
        }
        SessionCookie.Set(context, secret);
        if (form["kept"] is not { Length: > 0 } kept)
        {
            return Show.SeeOther(form["return"]);
        }
        // The token on the page must be one of the person who has just come in.
        context.User = (await find(secret))!.User;
        var values = QueryHelpers.ParseQuery(kept).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()));
        return Show.Page<SendAgainPage>(context, new { Action = Show.Local(form["return"]), Values = values });
    }

    private static async Task<IResult> Leave(HttpContext context, FindSession find, SessionStore sessions)
    {
        if (SessionCookie.Of(context.Request) is { Length: > 0 } secret && await find(secret) is { } identity)
        {
            var actor = Actor.Of(identity.User);
            await sessions.End(actor.Id, SessionStore.IdOf(identity.User)!, actor);
        }
        SessionCookie.Clear(context);
        return Show.SeeOther(Path);
    }

    private static async Task<IResult> Invited(string link, HttpContext context, AccountStore accounts)
    {
        var account = await accounts.OfLink(link) ?? throw NoSuchLink();
        return Show.Page<InvitationPage>(context, new { Form = new Form([("zone", account.Zone)]), Account = account });
    }

    private static async Task<IResult> Accept(string link, HttpContext context, AccountStore accounts, SignIn signIn)
    {
        var account = await accounts.OfLink(link) ?? throw NoSuchLink();
        var form = await Form.Read(context);
        var zone = AccountForms.Zone(form);
        var password = AccountForms.NewPassword(form, account.Name, account.Email);
        if (form.HasErrors)
        {
            return Show.Page<InvitationPage>(context, new { Form = form, Account = account }, StatusCodes.Status422UnprocessableEntity);
        }
        if (!await accounts.Accept(link, zone, Passwords.Hash(password)))
        {
            throw NoSuchLink();
        }
        SessionCookie.Set(context, (await signIn.Open(account.Email, password, null, ClientName.Of(context.Request.Headers.UserAgent)))!);
        return Show.SeeOther("/");
    }

    private static Refusal NoSuchLink() => new(StatusCodes.Status404NotFound, "This link is not valid, was used or is too old. An administrator can make a new one.");
}
