using System.Net;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Tests.Pages;
using NodaTime;

namespace BreachNotify.Tests.Access;

public sealed class SignInTests
{
    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("")]
    public async Task Signing_in_leads_to_no_other_site(string target)
    {
        await using var service = await ServiceUnderTest.Run();
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        var page = await visitor.Open("/sign-in");
        Assert.Equal("/", (await visitor.Send(page, ("email", email), ("password", Visitor.Password), ("return", target))).Location);
        Assert.Equal("/", (await visitor.Open($"/language/de?return={Uri.EscapeDataString(target)}")).Location);
    }

    [Fact]
    public async Task Whoever_is_asked_to_sign_in_comes_back_to_the_page_they_wanted()
    {
        await using var service = await ServiceUnderTest.Run();
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Administrator);
        using var visitor = new Visitor(service);
        var asked = await visitor.Open("/access/users/new?x=1");
        var done = await visitor.Send(await visitor.Open(asked.Location!), ("email", email), ("password", Visitor.Password));
        Assert.Equal("/access/users/new?x=1", done.Location);
    }

    [Fact]
    public async Task What_was_entered_outlives_a_session_that_ended_in_between()
    {
        await using var service = await ServiceUnderTest.Run();
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Administrator);
        using var visitor = new Visitor(service);
        await visitor.SignIn(email);
        var form = await visitor.Open("/access/users/new");
        service.Clock.Advance(TimeSpan.FromHours(13));

        var asked = await visitor.Send(form, ("name", "Grace <script>"), ("email", "grace@example.com"), ("zone", "Europe/Paris"), ("role-officer", "on"));
        Assert.Equal(401, asked.Status);
        Assert.DoesNotContain("<script>", asked.Html, StringComparison.Ordinal);
        var back = await visitor.Send(asked, ("email", email), ("password", Visitor.Password));
        Assert.Equal(200, back.Status);
        Assert.Contains("Grace <script>", back.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Visitor.Password, back.Html, StringComparison.Ordinal);
        var sent = await visitor.Send(back);

        Assert.Contains("/invitation/", sent.Html, StringComparison.Ordinal);
        Assert.Contains("Grace <script>", (await visitor.Open("/access")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing_and_comes_back_to_be_sent()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = await Visitor.SignedIn(service, Role.Administrator);
        (string, string)[] entered = [("name", "a program"), ("role-officer", "on")];

        var back = await visitor.Post("/access/keys/new", entered);

        Assert.Equal(400, back.Status);
        Assert.DoesNotContain("bn_", back.Html, StringComparison.Ordinal);
        Assert.Contains("bn_", (await visitor.Send(back)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_refused_and_not_offered_again()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = await Visitor.SignedIn(service, Role.Administrator);
        var form = await visitor.Open("/access/keys/new");
        visitor.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        var refused = await visitor.Send(form, ("name", "a program"), ("role-officer", "on"));
        Assert.Equal(401, refused.Status);
        Assert.DoesNotContain("a program", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_network_may_try_thirty_times_a_minute()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = new Visitor(service);
        var page = await visitor.Open("/sign-in");
        for (var i = 0; i < AttemptLimit.PerMinute; i++)
        {
            Assert.Equal(422, (await visitor.Send(page, ("email", $"{i}@example.com"), ("password", ""))).Status);
        }
        var refused = await visitor.Send(page, ("email", "31@example.com"), ("password", ""));
        Assert.Equal((429, "60"), (refused.Status, refused.Response.Headers.RetryAfter?.ToString()));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(422, (await visitor.Send(page, ("email", "31@example.com"), ("password", ""))).Status);
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("a\u0001b@example.com")]
    [InlineData("' OR 1=1 --")]
    [InlineData("")]
    public async Task An_unknown_address_is_refused_in_the_same_words_as_a_wrong_password(string email)
    {
        await using var service = await ServiceUnderTest.Run();
        await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        var (unknown, wrong) = (await visitor.SignIn(email), await visitor.SignIn("ada@example.com", "wrong"));
        Assert.Equal(422, unknown.Status);
        Assert.Equal(Alert(wrong), Alert(unknown));

        static string Alert(Page page) => page.Html[page.Html.IndexOf("role=\"alert\"", StringComparison.Ordinal)..page.Html.IndexOf("<form", page.Html.IndexOf("role=\"alert\"", StringComparison.Ordinal), StringComparison.Ordinal)];
    }

    [Fact]
    public async Task A_session_reads_the_interface_and_changes_nothing_through_it()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = await Visitor.SignedIn(service, Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Client.GetAsync(new Uri("/api/v1/breaches", UriKind.Relative))).StatusCode);
        Assert.Equal(401, (await Problem.Of(await visitor.Client.PostJson("/api/v1/keys", new { name = "x", roles = new[] { "officer" } }))).Status);
    }

    [Fact]
    public async Task Pages_load_nothing_from_elsewhere_run_no_script_of_their_own_and_are_not_kept()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = new Visitor(service);
        var page = await visitor.Open("/sign-in");
        var headers = page.Response.Headers;
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(headers.CacheControl!.NoStore);
        Assert.False(headers.Contains("Strict-Transport-Security"));
        var cookie = Assert.Single(headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_browser_that_leads_nowhere_gets_a_page_and_a_program_a_problem()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = new Visitor(service);
        Assert.Equal(404, (await Problem.Of(await visitor.Client.GetAsync(new Uri("/nowhere", UriKind.Relative)))).Status);
        visitor.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.Contains("<h1>There is nothing here</h1>", (await visitor.Open("/nowhere")).Html, StringComparison.Ordinal);
        Assert.Equal(404, (await Problem.Of(await visitor.Client.GetAsync(new Uri("/api/v1/nowhere", UriKind.Relative)))).Status);
    }

    [Fact]
    public async Task The_jobs_are_shown_and_changed_by_who_signed_in_and_by_no_other_site()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = await Visitor.SignedIn(service, Role.Administrator);
        Assert.Contains("Hangfire", (await visitor.Open("/jobs")).Html, StringComparison.Ordinal);
        Assert.Equal(204, (await visitor.Post("/jobs/jobs/failed/requeue", [("jobs[]", "1")])).Status);
        visitor.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(401, (await visitor.Post("/jobs/jobs/failed/requeue", [("jobs[]", "1")])).Status);
    }

    [Fact]
    public async Task Over_TLS_cookies_are_secure_and_the_browser_is_told_to_stay_on_it()
    {
        await using var service = await ServiceUnderTest.Run("--ForwardedHeaders_Enabled=true");
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        using var asked = await Ask(HttpMethod.Get, null, []);
        var html = await asked.Content.ReadAsStringAsync();
        var token = html[(html.IndexOf("__RequestVerificationToken\" value=\"", StringComparison.Ordinal) + 35)..];
        var form = asked.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("secure", form, StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", asked.Headers.GetValues("Strict-Transport-Security").Single());

        using var entered = await Ask(HttpMethod.Post, form.Split(';')[0], [new("email", email), new("password", Visitor.Password), new("__RequestVerificationToken", token[..token.IndexOf('"', StringComparison.Ordinal)])]);

        var session = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__Host-breachnotify-session=[^;]+; path=/; secure; samesite=lax; httponly$", session);

        async Task<HttpResponseMessage> Ask(HttpMethod method, string? cookie, KeyValuePair<string, string>[] fields)
        {
            using var handler = new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false };
            using var client = new HttpClient(handler);
            using var request = new HttpRequestMessage(method, new Uri(service.Address, "/sign-in"));
            request.Headers.Host = "breaches.example";
            request.Headers.Add("X-Forwarded-Proto", "https");
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
                request.Content = new FormUrlEncodedContent(fields);
            }
            return await client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_session_and_an_open_form_outlive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-restart-").FullName;
        try
        {
            string html;
            CookieCollection cookies;
            await using (var service = await ServiceUnderTest.RunIn(folder))
            {
                await Visitor.Account(service, "ada@example.com", Role.Administrator);
                using var visitor = new Visitor(service);
                await visitor.SignIn("ada@example.com");
                html = (await visitor.Open("/access/keys/new")).Html;
                cookies = visitor.Cookies(service.Address);
            }
            await using (var service = await ServiceUnderTest.RunIn(folder))
            {
                using var visitor = new Visitor(service, cookies["breachnotify-session"]!.Value);
                visitor.Take(cookies["breachnotify-form"]!, service.Address);
                var made = await visitor.Send(new Page(200, "/access/keys/new", html, null, null!), ("name", "a program"), ("role-officer", "on"));
                Assert.Contains("bn_", made.Html, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // RFC 6238 appendix B, SHA-1, of whose eight digits an app shows the last six.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void One_time_codes_are_those_of_RFC_6238(long seconds, string code)
    {
        var now = Instant.FromUnixTimeSeconds(seconds);
        var secret = "12345678901234567890"u8;
        Assert.Equal(code, OneTimeCode.At(secret, OneTimeCode.StepAt(now)));
        Assert.Equal(OneTimeCode.StepAt(now), OneTimeCode.Check(secret, code, now + Duration.FromSeconds(30), 0));
        Assert.Null(OneTimeCode.Check(secret, code, now + Duration.FromSeconds(61), 0));
        Assert.Null(OneTimeCode.Check(secret, code, now, OneTimeCode.StepAt(now)));
    }

    // RFC 4648 section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_shown_in_base_32(string text, string expected) => Assert.Equal(expected, OneTimeCode.Base32(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("short", "password.short")]
    [InlineData("Password1234!", "password.common")]
    [InlineData("123456789012", "password.common")]
    [InlineData("qwertyuiop123", "password.common")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.common")]
    [InlineData("abababababababab", "password.common")]
    [InlineData("AdaLovelace2026", "password.common")]
    [InlineData("ada@example.com", "password.common")]
    [InlineData("seven green otters at dusk", null)]
    [InlineData("Zwölf Boxkämpfer jagen", null)]
    [InlineData("xK9!vQ2#mT7z", null)]
    public void A_password_is_long_and_not_what_is_tried_first(string password, string? flaw) =>
        Assert.Equal(flaw, Passwords.FlawOf(password, "Ada Lovelace", "ada@example.com"));
}
