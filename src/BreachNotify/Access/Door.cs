using System.Security.Claims;
using BreachNotify.Access.Accounts;
using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections.Features;

namespace BreachNotify.Access;

/// <summary>
/// Who may pass: finds the identity behind <c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750) or the session of somebody who
/// signed in, compares its roles with what the route demands and answers those who may not. In the place of the framework's
/// authorization, whose layers cost more than reading the question does.
/// </summary>
public sealed class Door(RequestDelegate next, KeyRing keys, FindSession findSession, RefusedSignIns refused)
{
    private const string Prefix = "Bearer ";
    private static readonly object LastShown = new();

    /// <summary>What a connection showed last, and whom that let in under which keys.</summary>
    private sealed record Shown(string Header, Identity Identity, object Keys);

    public Task Invoke(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetOrderedMetadata<IAuthorizeData>() is not { Count: > 0 } demands || metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }
        string? header = context.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header))
        {
            return SessionCookie.Of(context.Request) is { Length: > 0 } secret && MayCarryASession(context, metadata) ? Resume(context, demands, secret) : Challenge(context, presented: false);
        }
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Enter(context, demands, null);
        }
        var connection = OwnConnection(context);
        var known = keys.Known;
        // The server hands out the same string as long as a connection repeats its header: the same string means the same
        // key, without a comparison that could be timed.
        if (connection is not null && connection.TryGetValue(LastShown, out var last) && last is Shown shown && ReferenceEquals(shown.Header, header) && ReferenceEquals(shown.Keys, known))
        {
            return Enter(context, demands, shown.Identity);
        }
        var found = keys.Find(header.AsSpan(Prefix.Length).Trim());
        return found.IsCompletedSuccessfully ? Found(found.Result) : Await(found);

        Task Found(Identity? identity)
        {
            if (identity is not null && connection is not null)
            {
                connection[LastShown] = new Shown(header, identity, known);
            }
            return Enter(context, demands, identity);
        }

        async Task Await(ValueTask<Identity?> finding) => await Found(await finding);
    }

    /// <summary>The notes of a connection that serves one request at a time; null for others.</summary>
    private static IDictionary<object, object?>? OwnConnection(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;

    /// <summary>
    /// A browser sends the cookie whoever made it ask. For what changes something it counts on pages alone, and not when
    /// the browser says that another site asks; forms carry a token besides.
    /// </summary>
    private static bool MayCarryASession(HttpContext context, EndpointMetadataCollection metadata) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || (metadata.GetMetadata<ForPeople>() is not null && !PageRoutes.IsFromElsewhere(context.Request));

    private async Task Resume(HttpContext context, IReadOnlyList<IAuthorizeData> demands, string secret)
    {
        // A session that is over is no attempt to get in.
        if (await findSession(secret) is { } identity)
        {
            await Enter(context, demands, identity);
        }
        else
        {
            await Challenge(context, presented: false);
        }
    }

    private Task Enter(HttpContext context, IReadOnlyList<IAuthorizeData> demands, Identity? identity)
    {
        if (identity is null)
        {
            refused.Count();
            return Challenge(context, presented: true);
        }
        context.User = identity.User;
        for (var i = 0; i < demands.Count; i++)
        {
            if (demands[i].Policy is { } policy && !identity.IsAny(Policies.RolesOf(policy)))
            {
                return Forbid(context, demands);
            }
        }
        return next(context);
    }

    private static Task Challenge(HttpContext context, bool presented)
    {
        // RFC 6750 section 3: no error code where nothing was presented.
        context.Response.Headers.WWWAuthenticate = presented ? "Bearer realm=\"BreachNotify\", error=\"invalid_token\"" : "Bearer realm=\"BreachNotify\"";
        return Problems.Write(context, new Refusal(
            StatusCodes.Status401Unauthorized,
            presented ? "The key is not valid: unknown or revoked." : "A key is needed, or a session on a page.",
            new FieldError("Authorization", null, "Send Authorization: Bearer <key>; an administrator makes keys with POST /api/v1/keys.")));
    }

    private static Task Forbid(HttpContext context, IReadOnlyList<IAuthorizeData> demands)
    {
        var needed = demands.Select(data => data.Policy).OfType<string>().Select(Policies.RolesOf).OrderBy(roles => roles.Count).FirstOrDefault() ?? [];
        return Problems.Write(context, new Refusal(StatusCodes.Status403Forbidden, $"This needs the role {string.Join(" or ", needed)}."));
    }
}

/// <summary>Whose session a cookie's secret opens; null if it is over.</summary>
public delegate Task<Identity?> FindSession(string secret);

/// <summary>Somebody whose key or session is valid.</summary>
public sealed class Identity
{
    private readonly string[] _roles;

    public Identity(string id, string name, IEnumerable<Role> roles, params IEnumerable<Claim> more)
    {
        _roles = [.. roles.Select(Words<Role>.Of)];
        User = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, name), .. _roles.Select(role => new Claim(ClaimTypes.Role, role)), .. more], "key"));
    }

    public ClaimsPrincipal User { get; }

    public bool IsAny(IReadOnlyList<string> roles)
    {
        for (var i = 0; i < roles.Count; i++)
        {
            if (_roles.Contains(roles[i]))
            {
                return true;
            }
        }
        return false;
    }
}
