using BreachNotify.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace BreachNotify.Access;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750).</summary>
public sealed class KeyHandler(KeyRing keys, RefusedSignIns refused) : IAuthenticationHandler
{
    private const string Prefix = "Bearer ";
    private static readonly AuthenticateResult UnknownKey = AuthenticateResult.Fail("unknown key");

    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        string? header = _context.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header))
        {
            return AuthenticateResult.NoResult();
        }
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && await keys.Find(header.AsSpan(Prefix.Length).Trim()) is { } accepted)
        {
            return accepted;
        }
        refused.Count();
        return UnknownKey;
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var presented = _context.Request.Headers.Authorization.Count > 0;
        // RFC 6750 section 3: no error code where nothing was presented.
        _context.Response.Headers.WWWAuthenticate = presented ? "Bearer realm=\"BreachNotify\", error=\"invalid_token\"" : "Bearer realm=\"BreachNotify\"";
        return Problems.Write(_context, new Refusal(
            StatusCodes.Status401Unauthorized,
            presented ? "The key is not valid: unknown or revoked." : "A key is needed.",
            new FieldError("Authorization", null, "Send Authorization: Bearer <key>; an administrator makes keys with POST /api/v1/keys.")));
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        var policies = _context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>() ?? [];
        var needed = policies.Select(Policies.RolesOf).OrderBy(roles => roles.Count).FirstOrDefault() ?? [];
        return Problems.Write(_context, new Refusal(StatusCodes.Status403Forbidden, $"This needs a key with the role {string.Join(" or ", needed)}."));
    }
}
