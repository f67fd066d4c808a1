using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Access.Accounts;

/// <summary>Users and keys, for administrators.</summary>
public static class AccessPages
{
    public const string Path = "/access";

    public static void MapAccess(this IEndpointRouteBuilder pages)
    {
        var access = pages.MapGroup(Path).RequireAuthorization(Policies.Administrator);
        access.MapGet("/", Ask);
        access.MapGet("/users/new", AskUser);
        access.MapPost("/users/new", Invite);
        access.MapGet("/users/{id}", AskRoles);
        access.MapPost("/users/{id}", SetRoles);
        access.MapPost("/users/{id}/link", Renew);
        access.MapPost("/users/{id}/close", Close);
        access.MapPost("/users/{id}/open", Reopen);
        access.MapGet("/keys/new", AskKey);
        access.MapPost("/keys/new", MakeKey);
        access.MapPost("/keys/{id}/revoke", Revoke);
    }

    private static async Task<IResult> Ask(HttpContext context, AccountStore accounts, KeyStore keys) =>
        Show.Page<AccessPage>(context, new { Accounts = await accounts.All(), Keys = await keys.All() });

    private static IResult AskUser(HttpContext context) => UserPage(context, new Form([("zone", Viewer.DefaultZone)]), null);

    private static async Task<IResult> Invite(HttpContext context, AccountStore accounts, Actor actor)
    {
        var form = await Form.Read(context);
        var (name, email, zone, roles) = (AccountForms.Name(form), AccountForms.Email(form), AccountForms.Zone(form), AccountForms.Roles(form));
        var link = await form.Try(() => accounts.Invite(email, name, roles, zone, actor));
        return link is null ? UserPage(context, form, null) : Handed(context, "access.invited", name, SignInPages.InvitationTo(context.Request, link));
    }

    private static async Task<IResult> AskRoles(string id, HttpContext context, AccountStore accounts)
    {
        var account = await Known(id, accounts);
        return UserPage(context, new Form(account.Roles.Select(role => ($"role-{Words<Role>.Of(role)}", (string?)"on"))), account);
    }

    private static async Task<IResult> SetRoles(string id, HttpContext context, AccountStore accounts, Actor actor)
    {
        var (form, account) = (await Form.Read(context), await Known(id, accounts));
        var roles = AccountForms.Roles(form);
        var done = await form.Try(async () =>
        {
            await accounts.SetRoles(id, roles, actor);
            return account;
        });
        return done is null ? UserPage(context, form, account) : Show.SeeOther(Path);
    }

    private static async Task<IResult> Renew(string id, HttpContext context, AccountStore accounts, Actor actor) =>
        Handed(context, "access.renewed", (await Known(id, accounts)).Name, SignInPages.InvitationTo(context.Request, await accounts.Renew(id, actor)));

    private static Task<IResult> Close(string id, AccountStore accounts, Actor actor) => SetClosed(id, true, accounts, actor);

    private static Task<IResult> Reopen(string id, AccountStore accounts, Actor actor) => SetClosed(id, false, accounts, actor);

    private static async Task<IResult> SetClosed(string id, bool closed, AccountStore accounts, Actor actor)
    {
        await accounts.SetDisabled(id, closed, actor);
        return Show.SeeOther(Path);
    }

    private static IResult AskKey(HttpContext context) => Show.Page<KeyPage>(context, new { Form = new Form() });

    private static async Task<IResult> MakeKey(HttpContext context, KeyRing keys, Actor actor)
    {
        var form = await Form.Read(context);
        var (name, roles) = (AccountForms.Name(form), AccountForms.Roles(form));
        if (form.HasErrors)
        {
            return Show.Page<KeyPage>(context, new { Form = form }, StatusCodes.Status422UnprocessableEntity);
        }
        return Handed(context, "access.keyMade", name, (await keys.Create(name, roles, actor)).Secret);
    }

    private static async Task<IResult> Revoke(string id, KeyRing keys, Actor actor)
    {
        await keys.Revoke(id, actor);
        return Show.SeeOther(Path);
    }

    private static IResult UserPage(HttpContext context, Form form, Account? account) => Show.Page<UserPage>(
        context,
        new { Form = form, Account = account },
        form.Status);

    /// <summary>What is shown this once and handed on.</summary>
    private static IResult Handed(HttpContext context, string text, string name, string secret) => Show.Page<HandedPage>(context, new { Text = text, Name = name, Secret = secret });

    private static async Task<Account> Known(string id, AccountStore accounts) => await accounts.Find(id) ?? throw Refusal.NotFound("account", id);
}
