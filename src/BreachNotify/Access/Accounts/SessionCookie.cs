namespace BreachNotify.Access.Accounts;

/// <summary>The cookie that carries a session's secret.</summary>
public static class SessionCookie
{
    private const string Plain = "breachnotify-session";

    public static string? Of(HttpRequest request) => request.Cookies[NameFor(request)];

    public static void Set(HttpContext context, string secret) => context.Response.Cookies.Append(NameFor(context.Request), secret, Options(context.Request));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    /// <summary>Over TLS with the prefix that keeps sibling domains from setting it (RFC 6265bis section 4.1.3.2).</summary>
    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-" + Plain : Plain;

    /// <summary>Lax, so that the link in an alarm opens the breach; forms carry a token besides.</summary>
    private static CookieOptions Options(HttpRequest request) =>
        new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
