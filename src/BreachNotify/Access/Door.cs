using System.Security.Claims;
using BreachNotify.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace BreachNotify.Access;

/// <summary>
/// Who may pass: finds the identity behind <c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750), compares its roles with the
/// route's policy and answers those who may not. In the place of the framework's own evaluators, whose layers cost as
/// much as reading the question does.
/// </summary>
public sealed class Door(KeyRing keys, RefusedSignIns refused) : IPolicyEvaluator, IAuthorizationMiddlewareResultHandler
{
    private const string Prefix = "Bearer ";
    private static readonly Task<AuthenticateResult> Nobody = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly Task<AuthenticateResult> Unknown = Task.FromResult(AuthenticateResult.Fail("unknown key"));
    private static readonly Task<PolicyAuthorizationResult> Passes = Task.FromResult(PolicyAuthorizationResult.Success());
    private static readonly Task<PolicyAuthorizationResult> LacksRole = Task.FromResult(PolicyAuthorizationResult.Forbid());
    private static readonly Task<PolicyAuthorizationResult> LacksKey = Task.FromResult(PolicyAuthorizationResult.Challenge());

    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header))
        {
            return Nobody;
        }
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Refused();
        }
        var found = keys.Find(header.AsSpan(Prefix.Length).Trim());
        return found.IsCompletedSuccessfully ? Enter(found.Result) : Await(found);

        Task<AuthenticateResult> Enter(Identity? identity)
        {
            if (identity is null)
            {
                return Refused();
            }
            context.User = identity.User;
            return identity.Result;
        }

        async Task<AuthenticateResult> Await(ValueTask<Identity?> finding) => await Enter(await finding);
    }

    public Task<PolicyAuthorizationResult> AuthorizeAsync(AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource)
    {
        if (!authenticationResult.Succeeded)
        {
            return LacksKey;
        }
        foreach (var requirement in policy.Requirements)
        {
            var isMet = requirement switch
            {
                RolesAuthorizationRequirement { AllowedRoles: var roles } => IsAny(context.User, roles),
                DenyAnonymousAuthorizationRequirement => true,
                _ => throw new InvalidOperationException($"A policy demands {requirement}, which is not looked at here."),
            };
            if (!isMet)
            {
                return LacksRole;
            }
        }
        return Passes;
    }

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context)
        : authorizeResult.Forbidden ? Forbid(context)
        : Challenge(context);

    private Task<AuthenticateResult> Refused()
    {
        refused.Count();
        return Unknown;
    }

    private static bool IsAny(ClaimsPrincipal user, IEnumerable<string> roles)
    {
        foreach (var role in roles)
        {
            if (user.IsInRole(role))
            {
                return true;
            }
        }
        return false;
    }

    private static Task Challenge(HttpContext context)
    {
        var presented = context.Request.Headers.Authorization.Count > 0;
        // RFC 6750 section 3: no error code where nothing was presented.
        context.Response.Headers.WWWAuthenticate = presented ? "Bearer realm=\"BreachNotify\", error=\"invalid_token\"" : "Bearer realm=\"BreachNotify\"";
        return Problems.Write(context, new Refusal(
            StatusCodes.Status401Unauthorized,
            presented ? "The key is not valid: unknown or revoked." : "A key is needed.",
            new FieldError("Authorization", null, "Send Authorization: Bearer <key>; an administrator makes keys with POST /api/v1/keys.")));
    }

    private static Task Forbid(HttpContext context)
    {
        var policies = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>() ?? [];
        var needed = policies.Select(Policies.RolesOf).OrderBy(roles => roles.Count).FirstOrDefault() ?? [];
        return Problems.Write(context, new Refusal(StatusCodes.Status403Forbidden, $"This needs a key with the role {string.Join(" or ", needed)}."));
    }
}

/// <summary>Somebody whose key is valid, with the answer that says so.</summary>
public sealed class Identity
{
    private const string Scheme = "key";

    public Identity(string id, string name, IEnumerable<Role> roles)
    {
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, name) };
        claims.AddRange(roles.Select(role => new Claim(ClaimTypes.Role, Words<Role>.Of(role))));
        User = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        Result = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(User, Scheme)));
    }

    public ClaimsPrincipal User { get; }

    public Task<AuthenticateResult> Result { get; }
}
