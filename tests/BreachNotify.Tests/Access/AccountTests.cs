using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BreachNotify.Tests.Access;

public sealed class SqliteAccountTests : AccountTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}

public sealed class PostgresAccountTests(PostgresServer server) : AccountTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>People with accounts, on either engine, through the pages.</summary>
public abstract partial class AccountTests
{
    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task The_set_up_link_makes_one_administrator_who_is_signed_in_and_is_dead_afterwards()
    {
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), "Access:BootstrapKey="]);
        var link = (await service.Services.GetRequiredService<SetUp>().Path())!;
        using var visitor = new Visitor(service);

        var done = await visitor.Send(await visitor.Open(link), ("name", "Ada <i>"), ("email", "Ada@Example.com"), ("password", Visitor.Password), ("repeated", Visitor.Password), ("zone", "Europe/Athens"));

        Assert.Equal((303, "/"), (done.Status, done.Location));
        var access = await visitor.Open("/access");
        Assert.Equal(200, access.Status);
        Assert.Contains("Ada &lt;i&gt;", access.Html, StringComparison.Ordinal);
        Assert.Contains("ada@example.com", access.Html, StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Open(link)).Status);
        Assert.Null(await service.Services.GetRequiredService<SetUp>().Path());
    }

    [Fact]
    public async Task Somebody_invited_chooses_a_password_by_a_link_that_works_once_and_signs_in_with_it()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        using var administrator = await Visitor.SignedIn(service, Role.Administrator);
        var handed = await administrator.Send(await administrator.Open("/access/users/new"), ("name", "Grace"), ("email", "grace@example.com"), ("zone", "Europe/Paris"), ("role-officer", "on"));
        var link = Link().Match(handed.Html).Value;

        using var grace = new Visitor(service);
        Assert.Equal(422, (await grace.Send(await grace.Open(link), ("password", "grace1234567"), ("repeated", "grace1234567"), ("zone", "Europe/Paris"))).Status);
        Assert.Equal(303, (await grace.Send(await grace.Open(link), ("password", Visitor.Password), ("repeated", Visitor.Password), ("zone", "Europe/Paris"))).Status);
        Assert.Equal(404, (await grace.Open(link)).Status);

        using var elsewhere = new Visitor(service);
        Assert.Equal(422, (await elsewhere.SignIn("grace@example.com", "not the password at all")).Status);
        Assert.Equal(303, (await elsewhere.SignIn("GRACE@example.com")).Status);
        Assert.Equal(200, (await elsewhere.Open("/account")).Status);
        Assert.Equal(403, (await elsewhere.Open("/access")).Status);
    }

    [Fact]
    public async Task A_program_invites_by_the_interface_and_the_list_tells_nothing_that_lets_in()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var created = await service.Administrator.PostJson("/api/v1/users", new { name = "Grace", email = "Grace@example.com", roles = new[] { "officer" }, zone = "Europe/Paris" });
        Assert.Equal(201, (int)created.StatusCode);
        var link = new Uri((await created.Json()).GetProperty("link").GetString()!);
        Assert.Equal(409, (await Problem.Of(await service.Administrator.PostJson("/api/v1/users", new { name = "Grace", email = "grace@example.com", roles = new[] { "officer" } }))).Status);
        Assert.Equal(["name", "email", "roles"], (await Problem.Of(await service.Administrator.PostJson("/api/v1/users", new { name = " ", email = "grace", roles = Array.Empty<string>() }))).Fields);
        Assert.Equal(["zone"], (await Problem.Of(await service.Administrator.PostJson("/api/v1/users", new { name = "x", email = "x@example.com", roles = new[] { "officer" }, zone = "Mars" }))).Fields);

        using var grace = new Visitor(service);
        Assert.Equal(303, (await grace.Send(await grace.Open(link.AbsolutePath), ("password", Visitor.Password), ("repeated", Visitor.Password), ("zone", "Europe/Paris"))).Status);

        var users = await service.Administrator.GetJson("/api/v1/users");
        Assert.Equal("grace@example.com", Assert.Single(users.GetProperty("items").EnumerateArray()).GetProperty("email").GetString());
        Assert.DoesNotContain("AQAAAA", users.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(link.Segments[^1], users.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_wrong_attempts_close_an_account_for_fifteen_minutes_even_to_the_right_password()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        for (var i = 0; i < SignIn.MostFailures; i++)
        {
            Assert.Equal(422, (await visitor.SignIn(email, "a guess of somebody else")).Status);
        }

        Assert.Equal(422, (await visitor.SignIn(email)).Status);
        service.Clock.Advance(SignIn.LockedFor.ToTimeSpan());
        Assert.Equal(303, (await visitor.SignIn(email)).Status);
        Assert.Contains((await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "account.locked");
    }

    [Fact]
    public async Task With_one_time_codes_the_password_alone_lets_nobody_in_a_code_works_once_and_so_does_each_recovery_code()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        await visitor.SignIn(email);
        var page = await visitor.Open("/account/code");
        var secret = Convert.FromBase64String(WebUtility.HtmlDecode(Value().Match(page.Html[page.Html.IndexOf("name=\"secret\"", StringComparison.Ordinal)..]).Groups[1].Value));
        Assert.Equal(422, (await visitor.Send(page, ("code", "000000"), ("current", Visitor.Password))).Status);
        var recovery = Recovery().Matches((await visitor.Send(page, ("code", Code()), ("current", Visitor.Password))).Html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(10, recovery.Distinct().Count());

        Assert.Equal(422, (await visitor.SignIn(email)).Status);
        Assert.Equal(422, (await visitor.SignIn(email, code: Code())).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(303, (await visitor.SignIn(email, code: Code())).Status);
        Assert.Equal(422, (await visitor.SignIn(email, code: Code())).Status);
        Assert.Equal(303, (await visitor.SignIn(email, code: recovery[0].ToUpperInvariant())).Status);
        Assert.Equal(422, (await visitor.SignIn(email, code: recovery[0])).Status);

        string Code() => OneTimeCode.At(secret, OneTimeCode.StepAt(Instant.FromDateTimeOffset(service.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Sessions_are_listed_end_when_their_owner_says_so_and_after_hours_without_a_request()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var here = new Visitor(service);
        using var there = new Visitor(service);
        there.Client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        await there.SignIn(email);
        await here.SignIn(email);

        var account = await here.Open("/account");
        Assert.Contains("Firefox, Linux", account.Html, StringComparison.Ordinal);
        var other = End().Matches(account.Html).Select(match => match.Value).First(action => account.Html.IndexOf(action, StringComparison.Ordinal) > account.Html.IndexOf("Firefox", StringComparison.Ordinal));
        Assert.Equal(303, (await here.Send(account, other)).Status);

        Assert.Equal("/sign-in?return=%2Faccount", (await there.Open("/account")).Location);
        service.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal(200, (await here.Open("/account")).Status);
        service.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal(200, (await here.Open("/account")).Status);
        service.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(303, (await here.Open("/account")).Status);
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_and_ends_all_other_sessions()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var (_, email) = await Visitor.Account(service, "ada@example.com", Role.Officer);
        using var here = new Visitor(service);
        using var there = new Visitor(service);
        await there.SignIn(email);
        await here.SignIn(email);
        const string next = "four quiet herons by noon";

        Assert.Equal(422, (await here.Send(await here.Open("/account"), "/account/password", ("current", "wrong"), ("password", next), ("repeated", next))).Status);
        Assert.Equal(200, (await there.Open("/account")).Status);
        Assert.Equal(303, (await here.Send(await here.Open("/account"), "/account/password", ("current", Visitor.Password), ("password", next), ("repeated", next))).Status);

        Assert.Equal(200, (await here.Open("/account")).Status);
        Assert.Equal(303, (await there.Open("/account")).Status);
        Assert.Equal(422, (await there.SignIn(email)).Status);
        Assert.Equal(303, (await there.SignIn(email, next)).Status);
    }

    [Fact]
    public async Task A_closed_account_and_a_changed_role_count_at_once_and_the_last_administrator_stays()
    {
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), "Access:BootstrapKey="]);
        using var administrator = await Visitor.SignedIn(service, Role.Administrator);
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        Assert.Equal(403, (await officer.Open("/access")).Status);
        var accounts = await service.Services.GetRequiredService<AccountStore>().All();
        var (first, second) = (accounts.Single(account => account.Roles[0] == Role.Administrator).Id, accounts.Single(account => account.Roles[0] == Role.Officer).Id);

        Assert.Equal(409, (await administrator.Send(await administrator.Open("/access"), $"/access/users/{first}/close")).Status);
        Assert.Equal(422, (await administrator.Send(await administrator.Open($"/access/users/{first}"), ("role-officer", "on"))).Status);
        await administrator.Send(await administrator.Open($"/access/users/{second}"), ("role-administrator", "on"));
        Assert.Equal(200, (await officer.Open("/access")).Status);
        Assert.Equal(303, (await administrator.Send(await administrator.Open("/access"), $"/access/users/{second}/close")).Status);
        Assert.Equal(303, (await officer.Open("/access")).Status);
    }

    [Fact]
    public async Task The_journal_names_accounts_by_their_ids_and_nobody_by_name_or_address()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Visitor.Account(service, "zorro@example.com", Role.Officer);
        using var visitor = new Visitor(service);
        await visitor.SignIn("zorro@example.com");

        var journal = await service.Administrator.GetJson("/api/v1/journal");

        Assert.Equal(["account.created", "account.accepted", "session.opened"], journal.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        Assert.DoesNotContain("zorro", journal.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Ada officer", journal.GetRawText(), StringComparison.Ordinal);
    }

    [GeneratedRegex("/invitation/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("<li><code>([a-z2-7-]+)</code></li>")]
    private static partial Regex Recovery();

    [GeneratedRegex("/account/sessions/[0-9a-f-]+/end")]
    private static partial Regex End();
}
