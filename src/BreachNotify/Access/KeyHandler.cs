using System.Text.Encodings.Web;
using BreachNotify.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace BreachNotify.Access;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750).</summary>
public sealed class KeyHandler(KeyRing keys, RefusedSignIns refused, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header))
        {
            return AuthenticateResult.NoResult();
        }
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && await keys.Find(header[Prefix.Length..].Trim()) is { } accepted)
        {
            return accepted;
        }
        refused.Count();
        return AuthenticateResult.Fail("unknown key");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var presented = Request.Headers.Authorization.Count > 0;
        // RFC 6750 section 3: no error code where nothing was presented.
        Response.Headers.WWWAuthenticate = presented ? "Bearer realm=\"BreachNotify\", error=\"invalid_token\"" : "Bearer realm=\"BreachNotify\"";
        return Problems.Write(Context, new Refusal(
            StatusCodes.Status401Unauthorized,
            presented ? "The key is not valid: unknown or revoked." : "A key is needed.",
            new FieldError("Authorization", null, "Send Authorization: Bearer <key>; an administrator makes keys with POST /api/v1/keys.")));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var policies = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>() ?? [];
        var needed = policies.Select(Policies.RolesOf).OrderBy(roles => roles.Count).FirstOrDefault() ?? [];
        return Problems.Write(Context, new Refusal(StatusCodes.Status403Forbidden, $"This needs a key with the role {string.Join(" or ", needed)}."));
    }
}
