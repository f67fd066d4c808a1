using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BreachNotify.Browser.Tests;

/// <summary>The service with a browser in front of it, which notes what it asks for and what it complains about.</summary>
public sealed class Desk(ServiceUnderTest service, IBrowserContext context, IPage page) : IAsyncDisposable
{
    public const string Password = "seven green otters at dusk";

    public ServiceUnderTest Service { get; } = service;

    public IPage Page { get; } = page;

    /// <summary>Addresses asked for since the last <see cref="Open"/>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors on the browser's console, among them what its content policy stopped.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Desk> Run(Chromium chromium, BrowserNewContextOptions? options = null, params string[] settings)
    {
        var browser = await chromium.Browser();
        var service = await ServiceUnderTest.Run(settings);
        options ??= new();
        options.BaseURL = service.Address.ToString();
        options.Locale ??= "en-IE";
        var context = await browser.NewContextAsync(options);
        // A busy machine is no fault of a page.
        context.SetDefaultTimeout(120_000);
        var desk = new Desk(service, context, await context.NewPageAsync());
        desk.Page.Request += (_, request) => desk.Requests.Add(request.Url);
        desk.Page.Console += (_, message) =>
        {
            // A page of status 404 or 422 is noted there, too.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                desk.Complaints.Add(message.Text);
            }
        };
        return desk;
    }

    /// <summary>Signs in a person made for it, and returns the person's id.</summary>
    public async Task<string> SignIn(params Role[] roles)
    {
        var accounts = Service.Services.GetRequiredService<AccountStore>();
        var email = $"{Guid.NewGuid():N}@example.com";
        var link = await accounts.Invite(email, "Ada Lovelace", roles, "Europe/Athens", Actor.Service);
        var id = (await accounts.OfLink(link))!.Id;
        await accounts.Accept(link, "Europe/Athens", Passwords.Hash(Password));
        await Open("/sign-in");
        await Page.FillAsync("#email", email);
        await Page.FillAsync("#password", Password);
        await Page.Keyboard.PressAsync("Enter");
        await Arrive("^(?!/sign-in)");
        return id;
    }

    public async Task<IResponse> Open(string path)
    {
        Requests.Clear();
        return (await Page.GotoAsync(path))!;
    }

    /// <summary>
    /// Waits until the browser has loaded a page at such a path (a regular expression). It looks at where the browser is: the
    /// event of a navigation can be over before somebody waits for it.
    /// </summary>
    public Task Arrive(string path) =>
        Page.WaitForFunctionAsync("path => document.readyState === 'complete' && new RegExp(path).test(location.pathname)", path);

    /// <summary>Presses Tab until something with this text or label has the focus.</summary>
    public async Task TabTo(string text)
    {
        for (var i = 0; i < 80; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var focused = await Page.EvaluateAsync<string>("() => { const e = document.activeElement; return ((e.labels && e.labels[0]?.textContent) || e.textContent || '').trim(); }");
            if (focused.StartsWith(text, StringComparison.Ordinal))
            {
                return;
            }
        }
        Assert.Fail($"Nothing that says '{text}' can be reached by Tab on {Page.Url}.");
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await Service.DisposeAsync();
    }
}
