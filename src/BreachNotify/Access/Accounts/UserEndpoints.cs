using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Access.Accounts;

/// <summary>Accounts for programs that set the service up unattended; the rest is done on the page.</summary>
public static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").RequireAuthorization(Policies.Administrator).WithTags("Users");
        users.MapPost("/", Invite).WithSummary("Makes an account; by the link, shown this once, its holder chooses a password");
        users.MapGet("/", List).WithSummary("All accounts, without anything that lets in");
    }

    /// <param name="Name">Shown beside what the person does.</param>
    /// <param name="Email">What the person signs in with.</param>
    /// <param name="Roles">At least one.</param>
    /// <param name="Zone">IANA zone in which the person reads times; default the machine's.</param>
    public sealed record NewUser(string Name, string Email, IReadOnlyList<Role> Roles, string? Zone = null);

    public sealed record Invitation(string Link);

    private static async Task<Created<Invitation>> Invite(Body<NewUser> body, Actor actor, AccountStore accounts, HttpContext context)
    {
        var user = body.Value;
        var complaints = new Complaints();
        complaints.Line("name", user.Name, Account.LongestName);
        complaints.Email("email", user.Email);
        if (user.Roles.Count == 0)
        {
            complaints.Add("roles", null, $"Must name at least one of {string.Join(", ", Words<Role>.All)}.");
        }
        complaints.ThrowIfAny();
        var zone = user.Zone is null ? Viewer.DefaultZone : Moment.ZoneOf(user.Zone, "zone").Id;
        var link = await accounts.Invite(user.Email, user.Name, [.. user.Roles.Distinct()], zone, actor);
        return TypedResults.Created("/api/v1/users", new Invitation(SignInPages.InvitationTo(context.Request, link)));
    }

    private static async Task<Ok<Page<Account>>> List(AccountStore accounts) => TypedResults.Ok(new Page<Account>(await accounts.All(), null));
}
