using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Tests;
using BreachNotify.Tests.Mailings;
using BreachNotify.Tests.Portfolios;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BreachNotify.Browser.Tests;

/// <summary>
/// Every page in light and dark, at desktop width and at 320 px (WCAG 2.2, 1.4.10). With BREACHNOTIFY_SCREENSHOTS set to a
/// folder, each is drawn there.
/// </summary>
public sealed class PagesTests(Chromium chromium)
{
    private const int LargestPage = 60_000;
    private const int MostRequests = 12;
    private const string Losses = "/losses?currency=EUR&country=DE&revenue=300000000&usdRate=0.8&rateDate=2026-11-20&rateSource=ECB&retention=50000&limit=5000000&people=25000&records=400000&emails=20000&dailyGrossProfit=240000&outageHours=72&waitingHours=8&seriousness=medium";

    private static readonly string PeopleWithFlaws = MailingUnderTest.People(20) + "nobody,Somebody with a broken address,de,X1\n,Somebody without an address,fr,X2\nanna@gmial.com,Anna Example,en,X3\nperson1@mail.example,Person 1 again,en,X4\n";

    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("BREACHNOTIFY_SCREENSHOTS");

    [Fact]
    public async Task A_second_click_while_the_answer_is_on_its_way_does_nothing()
    {
        await using var desk = await Desk.Run(chromium);
        await desk.SignIn(Role.Administrator);
        await desk.Open("/access/keys/new");
        await desk.Page.FillAsync("#name", "a program");
        await desk.Page.CheckAsync("[name=role-officer]");

        var sent = 0;
        desk.Page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        // So long that the second click finds the form as the first did.
        await desk.Page.RouteAsync("**/access/keys/new", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await route.ContinueAsync();
        });

        await desk.Page.EvaluateAsync("const button = document.querySelector('main form button'); button.click(); setTimeout(() => button.click(), 300);");

        await desk.Page.WaitForSelectorAsync("text=a program");
        Assert.Equal(1, sent);
        Assert.Single(await desk.Service.Services.GetRequiredService<KeyStore>().All(), key => key.Name == "a program");
    }

    [Fact]
    public async Task Axe_finds_nothing_nothing_is_cut_off_and_nothing_comes_from_elsewhere()
    {
        await using var desk = await Desk.Run(chromium);
        var accounts = desk.Service.Services.GetRequiredService<AccountStore>();
        var invitation = await accounts.Invite("grace@example.com", "Grace Hopper", [Role.Approver], "Europe/Paris", Actor.Service);
        await Look("sign-in", "/sign-in");
        await Look("invitation", $"/invitation/{invitation}");
        var id = await desk.SignIn(Role.Administrator);
        await Look("register-empty", "/register");
        var breach = await Filled(desk.Service);
        await Look("register", "/register");
        await Look("new", "/register/new");
        await desk.Page.FillAsync("#awareAt", "22.11.2026");
        await desk.Page.CheckAsync("#when-at");
        await desk.Page.ClickAsync("main button");
        await Examine("new-refused");
        await desk.Open($"/register/{breach}");
        await Unfold();
        await Examine("breach");
        await desk.Open($"/register/{breach}/notices/DE");
        await Unfold();
        await Examine("notice");
        await Look("severity", $"/register/{breach}/severity");
        await desk.Page.SelectOptionAsync("#sensitive", "4");
        await desk.Page.SelectOptionAsync("#identifiability", "0.75");
        await desk.Page.ClickAsync("button[value=compute]");
        await desk.Page.WaitForSelectorAsync("#result");
        await Unfold();
        await Examine("severity-computed");
        await desk.Open($"/register/{breach}/files");
        await desk.Page.SetInputFilesAsync("#file", new FilePayload { Name = "risk assessment.pdf", MimeType = "application/pdf", Buffer = "%PDF"u8.ToArray() });
        await desk.Page.SelectOptionAsync("#kind", "riskAssessment");
        await desk.Page.ClickAsync("main form[enctype] button");
        await desk.Page.WaitForSelectorAsync("li code");
        await Unfold();
        await Examine("files");
        await Look("export", "/register/export");
        await Look("help", "/help");
        await Look("facts", $"/register/{breach}/facts");
        await Look("laws", $"/register/{breach}/laws");
        await desk.Open("/fines?regime=gdpr&entity.kind=undertaking&entity.turnover=3000000000&entity.turnover.currency=EUR&authority=DE");
        await Unfold();
        await Examine("fines");
        await Look("fines-all", "/fines?regime=gdpr&entity.kind=undertaking&entity.turnover=3000000000&entity.turnover.currency=EUR");
        await Look("losses-empty", "/losses");
        await Look("losses-refused", "/losses?currency=Euro&people=some&retention=-5&sublimit.fine=x&ruleBook=none");
        await Look("losses-registered", $"/losses?breach={breach}");
        await desk.Open(Losses);
        await Unfold();
        await Examine("losses");
        await Look("losses-report", Losses.Replace("/losses", "/losses/report", StringComparison.Ordinal));
        Assert.Equal(1, PagesOf(await desk.Page.PdfAsync(new() { PreferCSSPageSize = true })));
        await Look("portfolios-empty", "/portfolios");
        var portfolio = await Simulated(desk.Service);
        await Look("portfolios", "/portfolios");
        await desk.Open($"/portfolios/{portfolio}");
        await Unfold();
        await Examine("portfolio");
        await Look("access", "/access");
        await Look("user-new", "/access/users/new");
        await Look("user", $"/access/users/{id}");
        await Look("key-new", "/access/keys/new");
        await desk.Page.FillAsync("#name", "SIEM");
        await desk.Page.CheckAsync("#role-officer");
        await desk.Page.ClickAsync("main button");
        await Examine("key-made");
        await Look("account", "/account");
        await Look("code", "/account/code");
        await Look("nothing", "/register/none");
        await LookAtAMailing();
        Assert.Empty(desk.Complaints);

        async Task Unfold() => await desk.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

        async Task Look(string name, string path)
        {
            await desk.Open(path);
            await Examine(name);
        }

        async Task LookAtAMailing()
        {
            var mailing = await MailingUnderTest.Draft(desk.Service);
            var path = $"/mailings/{mailing.Id}";
            await Look("mailing-new", $"/register/{mailing.Breach}/mailings/new");
            await Look("people-none", $"{path}/people");
            await mailing.Import(PeopleWithFlaws);
            await Look("people", $"{path}/people");
            await Look("narrow", $"{path}/narrow");
            await Look("mailing-draft", path);
            await Look("letter", $"{path}/letter?reader=person&language=fr");
            await Look("wording", $"/register/{mailing.Breach}/wording/fr");
            await Look("plan", $"{path}/plan?perSecond=0.01&finishBy=2026-11-22&finishBy.time=15:00");
            await Look("cancel", $"{path}/cancel");
            await mailing.Do("pace", body: new { perSecond = 1, reason = "The call centre is small." });
            await mailing.Do("freeze");
            await Look("rehearse", $"{path}/rehearse");
            await desk.Page.ClickAsync("main form button");
            await desk.Page.WaitForSelectorAsync("a[href$=samples]");
            var rehearsal = new MailingUnderTest(desk.Service, mailing.Breach, new Uri(desk.Page.Url).AbsolutePath.Split('/')[^1]);
            await desk.Open("/account");
            await rehearsal.Completed();
            await Look("samples", $"/mailings/{rehearsal.Id}/samples");
            await mailing.Do("approve", Role.Approver);
            await mailing.Do("start");
            await Look("mailing-running", path);
            await desk.Open("/account");
            await mailing.Completed();
            await Look("mailing-completed", path);
            await Look("doubtful", $"{path}/doubtful");
            await Look("unreached", $"{path}/unreached");
            await Look("verify", $"{path}/verify");
            await Look("breach-mailed", $"/register/{mailing.Breach}");
            await desk.Open($"{path}/lookup");
            await desk.Page.FillAsync("#value", "person1@mail.example");
            await desk.Page.ClickAsync("main form button");
            await desk.Page.WaitForSelectorAsync("#found");
            await Examine("lookup");
            await Look("notice-real", $"/notice?reference=BN-{mailing.Id[^8..^4]}-{mailing.Id[^4..]}");
            // German words are longer.
            await desk.Open("/language/de");
            foreach (var (name, page) in new[] { ("mailing", path), ("people", $"{path}/people"), ("plan", $"{path}/plan"), ("unreached", $"{path}/unreached"), ("breach", $"/register/{mailing.Breach}") })
            {
                await desk.Open(page);
                await Unfold();
                await Fits($"{name}-de", 320);
                await Draw($"{name}-de", ColorScheme.Dark, 320);
            }
        }

        async Task Examine(string name)
        {
            foreach (var width in new[] { 1280, 320 })
            {
                await Fits(name, width);
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await desk.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    // What is built is the same in the dark; only colours differ.
                    var found = await desk.Page.RunAxe(scheme == ColorScheme.Light ? null : Contrast);
                    Assert.True(found.Violations.Length == 0, $"{name}, {scheme}, {width} px: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}"))}");
                    await Draw(name, scheme, width);
                }
            }
            Assert.All(desk.Requests, address => Assert.StartsWith(desk.Service.Address.ToString(), address, StringComparison.Ordinal));
        }

        async Task Fits(string name, int width)
        {
            await desk.Page.SetViewportSizeAsync(width, 800);
            var excess = await desk.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(excess <= 0, $"{name} is {excess} px too wide at {width} px.");
        }

        async Task Draw(string name, ColorScheme scheme, int width)
        {
            if (Screenshots is not null)
            {
                await desk.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}-{width}.png"), FullPage = true });
            }
        }
    }

    [Fact]
    public async Task Axe_would_find_what_is_wrong()
    {
        await using var desk = await Desk.Run(chromium);
        await desk.Page.SetContentAsync("""<html lang="en"><title>x</title><main><h1>x</h1><p style="color:#aaa;background:#fff">pale</p><img src="data:,"><input></main>""");
        Assert.Superset(new HashSet<string> { "color-contrast", "image-alt", "label" }, (await desk.Page.RunAxe()).Violations.Select(violation => violation.Id).ToHashSet());
    }

    [Fact]
    public async Task A_page_is_small_and_asks_for_little()
    {
        await using var desk = await Desk.Run(chromium);
        await desk.SignIn(Role.Administrator);
        for (var i = 0; i < 60; i++)
        {
            await Register(desk.Service, $"Case {i} with a title of a usual length", "2026-11-21T12:00:00Z", "DE");
        }
        var breach = await Filled(desk.Service);
        var portfolio = await Simulated(desk.Service);
        var mailing = await MailingUnderTest.Draft(desk.Service);
        await mailing.Import(PeopleWithFlaws + string.Concat(Enumerable.Range(0, 200).Select(i => $"broken {i},Name,en,R\n")));
        foreach (var path in new[]
        {
            "/register", "/register/new", $"/register/{breach}", $"/register/{breach}/facts", $"/register/{breach}/notices/DE", $"/register/{breach}/severity", $"/register/{breach}/files",
            "/register/export", "/help", "/fines?regime=gdpr&entity.kind=undertaking&entity.turnover=3000000000&entity.turnover.currency=EUR", "/access", "/account", "/account/code",
            $"/mailings/{mailing.Id}", $"/mailings/{mailing.Id}/people", $"/mailings/{mailing.Id}/letter", $"/mailings/{mailing.Id}/plan",
            Losses, Losses.Replace("/losses", "/losses/report", StringComparison.Ordinal), $"/losses?breach={breach}", "/portfolios", $"/portfolios/{portfolio}",
        })
        {
            await desk.Open(path);
            Assert.InRange(desk.Requests.Count, 1, MostRequests);
            var html = System.Text.Encoding.UTF8.GetBytes(await desk.Page.ContentAsync());
            using var compressed = new MemoryStream();
            await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            {
                await gzip.WriteAsync(html);
            }
            Assert.InRange(compressed.Length, 1, LargestPage);
        }
    }

    [Fact]
    public async Task Without_scripts_a_breach_is_registered()
    {
        await using var desk = await Desk.Run(chromium, new() { JavaScriptEnabled = false });
        await desk.SignIn(Role.Officer);
        await desk.Open("/register/new");
        await desk.Page.FillAsync("#title", "Wrong list");
        await desk.Page.ClickAsync("main button");
        Assert.Equal("Wrong list", await desk.Page.InnerTextAsync("h1"));
        Assert.Contains("left", await desk.Page.InnerTextAsync(".summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_outlives_a_reload_and_a_lost_session_until_it_is_sent()
    {
        await using var desk = await Desk.Run(chromium);
        var id = await desk.SignIn(Role.Officer);
        await desk.Open("/register/new");
        await desk.Page.FillAsync("#title", "Half a sentence");
        await desk.Page.CheckAsync("#when-at");
        await desk.Page.ReloadAsync();
        Assert.Equal("Half a sentence", await desk.Page.InputValueAsync("#title"));
        Assert.True(await desk.Page.IsCheckedAsync("#when-at"));

        await desk.Service.Database.Write(transaction =>
        {
            SessionStore.EndAll(transaction, id);
            return 0;
        });
        await desk.Page.ReloadAsync();
        await desk.Arrive("^/sign-in");
        await desk.Page.FillAsync("#email", (await desk.Service.Services.GetRequiredService<AccountStore>().Find(id))!.Email);
        await desk.Page.FillAsync("#password", Desk.Password);
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Arrive("^/register/new");
        Assert.Equal("Half a sentence", await desk.Page.InputValueAsync("#title"));

        await desk.Page.CheckAsync("#when-now");
        await desk.Page.ClickAsync("main button[type=submit], main form button");
        await desk.Page.WaitForSelectorAsync(".summary");
        // The last minute is counted down here, too.
        foreach (var (rest, says) in new[] { (30_000, "less than a minute left"), (-30_000, "overdue for less than a minute"), (725_000, "12 min left") })
        {
            await desk.Page.EvaluateAsync("rest => { document.querySelector('[data-due]').dataset.due = Number(document.body.dataset.now) + rest; }", rest);
            await desk.Page.WaitForFunctionAsync("says => document.querySelector('[data-due]').textContent === says", says);
        }

        // A decision half made: folded out again where it was left, and for nobody else who signs in here.
        await desk.Page.ClickAsync("details:has(#reasons) > summary");
        await desk.Page.FillAsync("#reasons", "Not encrypted.");
        await desk.Page.ReloadAsync();
        Assert.True(await desk.Page.IsVisibleAsync("#reasons"));
        Assert.Equal("Not encrypted.", await desk.Page.InputValueAsync("#reasons"));
        await desk.Page.GoBackAsync();
        Assert.Equal("", await desk.Page.InputValueAsync("#title"));
        await desk.SignIn(Role.Officer);
        Assert.Equal(0, await desk.Page.EvaluateAsync<int>("sessionStorage.length"));
    }

    private static int PagesOf(byte[] pdf) => System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");

    /// <summary>A book that was simulated, with rows that were left out; returns its id.</summary>
    private static async Task<string> Simulated(ServiceUnderTest service)
    {
        var file = Books.Of(60) + Books.Row(61, ("LayerLimit", "-5")) + Books.Row(62, ("AccCurrency", "EUR"));
        var id = (await (await Books.Upload(service.Administrator, file, "?years=2000&outageRate=0.1&name=Renewal%202027")).Json()).GetProperty("id").GetString()!;
        Assert.Equal("completed", (await Books.Ended(service.Administrator, id)).GetProperty("state").GetString());
        return id;
    }

    /// <summary>A register as it looks in use; returns the id of a breach with everything on record.</summary>
    private static async Task<string> Filled(ServiceUnderTest service)
    {
        await Register(service, "Newsletter sent with all addresses in Cc", "2026-11-18T08:12:00Z", "AT");
        await Register(service, "Ransomware on the file server of the Hamburg branch; backups being checked", "2026-11-20T06:40:00Z", "DE-HH");
        await Register(service, "Two parcels swapped", "2026-11-12T09:00:00Z", "FR", "unlikely");
        var id = await Register(service, "Laptop with patient files stolen from a car", "2026-11-21T16:05:00Z", "DE", "high");
        var facts = """
            {"reason":"first findings","controller":{"name":"Klinikum Beispiel GmbH","country":"DE"},"contact":{"name":"Dr. Eva Beispiel","email":"dpo@klinikum.example"},"incidentKind":"lossOrTheftOfAssets",
             "nature":"A laptop of the discharge management was taken from a locked car. Its disk was not encrypted.","dataTypes":["names and addresses","diagnoses","insurance numbers"],"affected":[{"country":"DE","people":1240},{"country":"AT","people":12}]}
            """;
        using var patch = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/api/v1/breaches/{id}", UriKind.Relative)) { Content = new StringContent(facts, new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json")) };
        patch.Headers.Add("If-Match", "*");
        Assert.True((await service.Administrator.SendAsync(patch)).IsSuccessStatusCode);
        await service.Administrator.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "Is the authority to be notified?", answer = "yes", reasons = "Health data of 1,252 people, not encrypted." });
        await service.Administrator.PostJson($"/api/v1/breaches/{id}/acts", new { kind = "filed", at = "2026-11-22T11:30:00Z", recipient = "DE", channel = "the authority's form", ownReference = "DS-2026-017", authorityReference = "BFDI-88112", note = "Incomplete notice; the number of people is still being checked." });
        return id;
    }

    private static async Task<string> Register(ServiceUnderTest service, string title, string awareAt, string authority, string risk = "risk") =>
        (await (await service.Administrator.PostJson("/api/v1/breaches", new { title, awareAt, authority, risk })).Json()).GetProperty("id").GetString()!;
}
