using BreachNotify.Http;
using BreachNotify.Pages;
using BreachNotify.Storage;
using NodaTime.Extensions;

namespace BreachNotify.Access.Accounts;

/// <summary>A person's own account: password, one-time codes, zone, sessions.</summary>
public static class AccountPages
{
    public const string Path = "/account";

    public static void MapAccount(this IEndpointRouteBuilder pages)
    {
        var account = pages.MapGroup(Path).RequireAuthorization(Policies.AnyKey);
        account.MapGet("/", Ask);
        account.MapPost("/zone", ChangeZone);
        account.MapPost("/password", ChangePassword);
        account.MapGet("/code", ShowCode);
        account.MapPost("/code", SetCode);
        account.MapPost("/code/off", DropCode);
        account.MapPost("/sessions/{id}/end", EndSession);
    }

    private static Task<IResult> Ask(HttpContext context, AccountStore accounts, SessionStore sessions) => Page(context, accounts, sessions, new Form());

    private static async Task<IResult> Page(HttpContext context, AccountStore accounts, SessionStore sessions, Form form)
    {
        var account = await Own(context, accounts);
        return Show.Page<AccountPage>(
            context,
            new { Account = account, Sessions = await sessions.Of(account.Id), Form = form, ZoneForm = form["zone"].Length > 0 ? form : new Form([("zone", account.Zone)]) },
            form.Status);
    }

    private static async Task<IResult> ChangeZone(HttpContext context, AccountStore accounts, SessionStore sessions)
    {
        var form = await Form.Read(context);
        var zone = AccountForms.Zone(form);
        if (form.HasErrors)
        {
            return await Page(context, accounts, sessions, form);
        }
        await accounts.SetZone((await Own(context, accounts)).Id, zone, Actor.Of(context.User));
        return Show.SeeOther(Path);
    }

    private static async Task<IResult> ChangePassword(HttpContext context, AccountStore accounts, SessionStore sessions, SignIn signIn, AttemptLimit limit)
    {
        var (form, account) = (await Form.Read(context), await Own(context, accounts));
        await Confirm(context, form, account, signIn, limit);
        var password = AccountForms.NewPassword(form, account.Name, account.Email);
        if (form.HasErrors)
        {
            return await Page(context, accounts, sessions, form);
        }
        await accounts.SetPassword(account.Id, Passwords.Hash(password), SessionStore.IdOf(context.User)!, Actor.Of(context.User));
        return Show.SeeOther(Path);
    }

    private static async Task<IResult> ShowCode(HttpContext context, AccountStore accounts) => CodePage(context, await Own(context, accounts), OneTimeCode.NewSecret(), new Form());

    /// <summary>Asks for codes from now on, once one of them shows that the device has the secret.</summary>
    private static async Task<IResult> SetCode(HttpContext context, AccountStore accounts, SignIn signIn, AttemptLimit limit, MasterKey master, TimeProvider clock)
    {
        var (form, account) = (await Form.Read(context), await Own(context, accounts));
        await Confirm(context, form, account, signIn, limit);
        var secret = new byte[OneTimeCode.NewSecret().Length];
        if (!Convert.TryFromBase64String(form["secret"], secret, out var length) || length != secret.Length)
        {
            throw Refusal.Malformed("secret", null, "Must be the one the page holds.");
        }
        var step = OneTimeCode.Check(secret, form["code"], clock.GetCurrentInstant(), last: 0);
        if (step is null)
        {
            form.Complain("code", "error.code");
        }
        if (form.HasErrors)
        {
            return CodePage(context, account, secret, form);
        }
        var codes = await accounts.SetCode(account.Id, master.Wrap(secret, account.Id), step!.Value, Actor.Of(context.User));
        return Show.Page<RecoveryCodesPage>(context, new { Codes = codes });
    }

    private static async Task<IResult> DropCode(HttpContext context, AccountStore accounts, SessionStore sessions, SignIn signIn, AttemptLimit limit)
    {
        var (form, account) = (await Form.Read(context), await Own(context, accounts));
        await Confirm(context, form, account, signIn, limit);
        if (form.HasErrors)
        {
            return await Page(context, accounts, sessions, form);
        }
        await accounts.SetCode(account.Id, null, 0, Actor.Of(context.User));
        return Show.SeeOther(Path);
    }

    private static async Task<IResult> EndSession(string id, HttpContext context, SessionStore sessions)
    {
        var actor = Actor.Of(context.User);
        await sessions.End(actor.Id, id, actor);
        return Show.SeeOther(Path);
    }

    /// <summary>Somebody at an unlocked desk must not change what opens the door.</summary>
    private static async Task Confirm(HttpContext context, Form form, Account account, SignIn signIn, AttemptLimit limit)
    {
        if (!limit.Admits(context.Connection.RemoteIpAddress))
        {
            form.Complain("current", "signIn.tooOften");
        }
        else if (!await signIn.IsPassword(account.Id, form.Secret("current")))
        {
            form.Complain("current", "error.current");
        }
    }

    private static IResult CodePage(HttpContext context, Account account, byte[] secret, Form form) => Show.Page<CodePage>(
        context,
        new { Account = account, Secret = secret, Form = form },
        form.Status);

    /// <exception cref="Refusal">404: whoever asks came with a key and has no account.</exception>
    private static async Task<Account> Own(HttpContext context, AccountStore accounts) =>
        await accounts.Find(Actor.Of(context.User).Id) ?? throw Refusal.NotFound("account", Actor.Of(context.User).Id);
}
