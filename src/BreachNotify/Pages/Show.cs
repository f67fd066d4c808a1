using BreachNotify.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Pages;

/// <summary>Answers of pages.</summary>
public static class Show
{
    /// <summary>Only what comes from here is loaded, no script or style stands in a page, and no other site may frame it.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static IResult Page<TPage>(HttpContext context, object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        context.RequestServices.GetRequiredService<Viewer>().Set(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        (headers.CacheControl, headers.Pragma) = ("no-cache, no-store", "no-cache");
        return new RazorComponentResult<TPage>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>303 to a page of this service: after a form was sent, a reload does not send it again (RFC 9110 section 15.4.4).</summary>
    public static IResult SeeOther(string path) => new Elsewhere(Local(path));

    /// <summary>The path if it leads to this service; else the start page.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(c => char.IsControl(c) || c == '\\') ? path : "/";

    /// <summary>Carries out what a form asks for.</summary>
    /// <returns>Null if it was refused; the form then says why.</returns>
    public static async Task<T?> Try<T>(this Form form, Func<Task<T>> act)
        where T : class
    {
        if (form.HasErrors)
        {
            return null;
        }
        try
        {
            return await act();
        }
        catch (Exception e) when (Refusal.Of(e) is { Status: not StatusCodes.Status404NotFound } refusal)
        {
            form.Take(refusal);
            return null;
        }
    }

    private sealed class Elsewhere(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
