using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Pages;

/// <summary>A browser without scripts: it keeps cookies, sends forms with what is hidden in them, and stops at each redirect.</summary>
public sealed partial class Visitor : IDisposable
{
    public const string Password = "seven green otters at dusk";

    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };

    public Visitor(ServiceUnderTest service, string? session = null)
    {
        Client = new HttpClient(_handler) { BaseAddress = service.Address };
        if (session is not null)
        {
            Take(new Cookie("breachnotify-session", session, "/"), service.Address);
        }
    }

    public HttpClient Client { get; }

    /// <summary>Somebody with an account of these roles, signed in.</summary>
    public static async Task<Visitor> SignedIn(ServiceUnderTest service, params Role[] roles)
    {
        var (id, _) = await Account(service, $"{Guid.NewGuid():N}@example.com", roles);
        var sessions = service.Services.GetRequiredService<SessionStore>();
        return new Visitor(service, await service.Database.Write(transaction => sessions.Open(transaction, id, "test", NodaTime.Instant.FromDateTimeOffset(service.Clock.GetUtcNow()))));
    }

    /// <summary>An account whose password is <see cref="Password"/>.</summary>
    public static async Task<(string Id, string Email)> Account(ServiceUnderTest service, string email, params Role[] roles)
    {
        var accounts = service.Services.GetRequiredService<AccountStore>();
        var link = await accounts.Invite(email, $"Ada {string.Join(' ', roles.Select(Words<Role>.Of))}", roles, "Europe/Berlin", Actor.Service);
        var id = (await accounts.OfLink(link))!.Id;
        Assert.True(await accounts.Accept(link, "Europe/Berlin", HashOfPassword.Value));
        return (id, email);
    }

    public CookieCollection Cookies(Uri address) => _handler.CookieContainer.GetCookies(address);

    public void Take(Cookie cookie, Uri address) => _handler.CookieContainer.Add(new Cookie(cookie.Name, cookie.Value, "/", address.Host));

    public async Task<Page> Open(string path) => await Page.Of(await Client.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<Page> SignIn(string email, string password = Password, string code = "") =>
        await Send(await Open("/sign-in"), ("email", email), ("password", password), ("code", code));

    /// <summary>Fills in and sends the page's own form.</summary>
    public Task<Page> Send(Page page, params (string Name, string Value)[] values) => Send(page, null, values);

    /// <summary>Fills in and sends the form that goes to <paramref name="action"/>.</summary>
    public async Task<Page> Send(Page page, string? action, params (string Name, string Value)[] values)
    {
        var form = Forms().Matches(page.Html).Select(match => (Action: WebUtility.HtmlDecode(match.Groups["action"].Value), Body: match.Groups["body"].Value))
            .First(form => action is null ? form.Action is not "/sign-out" : form.Action == action);
        var fields = Hidden().Matches(form.Body)
            .Select(match => (Name: WebUtility.HtmlDecode(match.Groups["name"].Value), Value: WebUtility.HtmlDecode(match.Groups["value"].Value)))
            .Where(field => values.All(value => value.Name != field.Name))
            .Concat(values);
        return await Post(form.Action.Length > 0 ? form.Action : page.Path, fields);
    }

    /// <summary>Sends a form with everything that stands in it, as a browser does, but for what is typed.</summary>
    public Task<Page> Edit(Page page, string action, params (string Name, string Value)[] typed)
    {
        var body = Forms().Matches(page.Html).Select(match => (Action: WebUtility.HtmlDecode(match.Groups["action"].Value), Body: match.Groups["body"].Value)).First(form => form.Action == action || (form.Action.Length == 0 && action == page.Path)).Body;
        var standing = Inputs().Matches(body).Where(match => !match.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal) || match.Value.Contains(" checked", StringComparison.Ordinal)).Select(match => Of(match))
            .Concat(Areas().Matches(body).Select(match => Of(match)))
            .Concat(Selects().Matches(body).Select(match => (WebUtility.HtmlDecode(match.Groups["name"].Value), Chosen().Match(match.Groups["value"].Value) is { Success: true } chosen ? WebUtility.HtmlDecode(chosen.Groups["value"].Value) : "")));
        return Post(action, standing.Where(field => typed.All(value => value.Name != field.Item1)).Concat(typed));

        static (string, string) Of(Match match) => (WebUtility.HtmlDecode(match.Groups["name"].Value), WebUtility.HtmlDecode(match.Groups["value"].Value).TrimStart('\n'));
    }

    /// <summary>The forms of a page with the names of what can be typed into them.</summary>
    public static IEnumerable<(string Action, bool IsGet, bool HasFile, string[] Texts)> FormsOf(Page page) => AnyForm().Matches(page.Html).Select(form => (
        WebUtility.HtmlDecode(Attribute(form.Groups["tag"].Value, "action") ?? page.Path), Attribute(form.Groups["tag"].Value, "method") != "post", form.Groups["tag"].Value.Contains("multipart", StringComparison.Ordinal),
        TypedInto().Matches(form.Groups["body"].Value).Where(tag => Attribute(tag.Value, "type") is null or "text" or "email" or "tel" or "search" or "url" or "number").Select(tag => Attribute(tag.Value, "name")).OfType<string>().ToArray()));

    private static string? Attribute(string tag, string name) => Regex.Match(tag, $" {name}=\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Sends fields as they are, without any token.</summary>
    public async Task<Page> Post(string path, IEnumerable<(string Name, string Value)> fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Page.Of(await Client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    /// <summary>Sends a form with a file in its last field.</summary>
    public async Task<Page> Upload(Page page, string action, byte[] content, string name, params (string Name, string Value)[] values)
    {
        using var form = new MultipartFormDataContent();
        var body = Forms().Matches(page.Html).First(match => WebUtility.HtmlDecode(match.Groups["action"].Value) == action).Groups["body"].Value;
        foreach (var (field, value) in Hidden().Matches(body).Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value))).Concat(values))
        {
            form.Add(new StringContent(value), $"\"{field}\"");
        }
        form.Add(new ByteArrayContent(content), "\"file\"", $"\"{name}\"");
        return await Page.Of(await Client.PostAsync(new Uri(action, UriKind.Relative), form));
    }

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    private static readonly Lazy<string> HashOfPassword = new(() => Passwords.Hash(Password));

    [GeneratedRegex("""<form[^>]*method="post"(?: action="(?<action>[^"]*)")?[^>]*>(?<body>.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""(?<tag><form[^>]*>)(?<body>.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex AnyForm();

    [GeneratedRegex("""<(?:input|textarea)\b[^>]*>""")]
    private static partial Regex TypedInto();

    [GeneratedRegex("""<input (?:type="\w+" )?(?:id="[^"]*" )?name="(?<name>[^"]*)"[^>]*? value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex Inputs();

    [GeneratedRegex("""<textarea [^>]*name="(?<name>[^"]*)"[^>]*>(?<value>[^<]*)</textarea>""")]
    private static partial Regex Areas();

    [GeneratedRegex("""<select [^>]*name="(?<name>[^"]*)"[^>]*>(?<value>.*?)</select>""", RegexOptions.Singleline)]
    private static partial Regex Selects();

    [GeneratedRegex("""<option value="(?<value>[^"]*)" selected""")]
    private static partial Regex Chosen();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)"(?: value="(?<value>[^"]*)")?""")]
    private static partial Regex Hidden();
}

/// <summary>A page as it came.</summary>
public sealed record Page(int Status, string Path, string Html, string? Location, HttpResponseMessage Response)
{
    /// <summary>Its text as a reader sees it.</summary>
    public string Text => WebUtility.HtmlDecode(Regex.Replace(Html, "<[^>]*>", " "));

    public static async Task<Page> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.RequestMessage!.RequestUri!.PathAndQuery,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Location?.OriginalString,
        response);
}
