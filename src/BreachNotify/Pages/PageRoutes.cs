using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Losses.Desk;
using Microsoft.AspNetCore.Antiforgery;

namespace BreachNotify.Pages;

public static class PageRoutes
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "breachnotify-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddSingleton(new ForPeople(Refuse));
        services.AddScoped<Viewer>();
        services.AddScoped<Say>();
    }

    /// <summary>Where pages are mapped: refusals are pages there, and what a form changes needs its token.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/assets/{name}", Asset.Serve).AllowAnonymous().ExcludeFromDescription();
        var pages = app.MapGroup("").ExcludeFromDescription().WithMetadata(app.ServiceProvider.GetRequiredService<ForPeople>()).AddEndpointFilter(Guard);
        pages.MapGet("/language/{language}", Speak).AllowAnonymous();
        return pages;
    }

    public static void MapStart(this IEndpointRouteBuilder pages) => pages.MapGet("/", Start).RequireAuthorization(Policies.AnyKey);

    private static IResult Start(HttpContext context)
    {
        return Show.SeeOther(May(Policies.Reader) ? RegisterPages.Path : May(Policies.Insurer) ? LossPages.Path : AccountPages.Path);

        bool May(string policy) => Policies.RolesOf(policy).Any(context.User.IsInRole);
    }

    private static async ValueTask<object?> Guard(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return await next(invocation);
        }
        if (IsFromElsewhere(context.Request))
        {
            return Show.Page<RefusalPage>(context, new { Refusal = new Refusal(StatusCodes.Status403Forbidden, "Another site sent this form.") }, StatusCodes.Status403Forbidden);
        }
        var form = await Form.Read(context);
        return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
            ? await next(invocation)
            : context.Features.Get<UploadedFile>() is not null ? Show.SeeOther(Again(context.Request, form))
            : Show.Page<SendAgainPage>(context, new { Action = PathOf(context.Request), Values = form.Kept }, StatusCodes.Status400BadRequest);
    }

    private static async Task Refuse(HttpContext context, Refusal refusal)
    {
        context.Response.Headers.Remove("WWW-Authenticate");
        var answer = refusal.Status != StatusCodes.Status401Unauthorized
            ? Show.Page<RefusalPage>(context, new { Refusal = refusal }, refusal.Status)
            : HttpMethods.IsGet(context.Request.Method)
                ? Show.SeeOther(SignInPages.Path + QueryString.Create("return", PathOf(context.Request)))
                : await SignInPages.KeepAndAsk(context);
        await answer.ExecuteAsync(context);
    }

    private static IResult Speak(string language, string? @return, HttpContext context)
    {
        if (Viewer.Languages.Contains(language))
        {
            context.Response.Cookies.Append(Viewer.LanguageCookie, language, new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
        }
        return Show.SeeOther(Show.Local(@return));
    }

    /// <summary>Whether a browser says that the form stood on another site (W3C Fetch Metadata).</summary>
    public static bool IsFromElsewhere(HttpRequest request) => (string?)request.Headers["Sec-Fetch-Site"] is "cross-site" or "same-site";

    /// <summary>The page of a form with a file, which nobody but its sender has: all but the file is filled in again.</summary>
    public static string Again(HttpRequest request, Form form) => request.Path + QueryString.Create(form.Kept.Prepend(KeyValuePair.Create("again", "true"))!);

    public static string PathOf(HttpRequest request) => request.Path + request.QueryString;
}
