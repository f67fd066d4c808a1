using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Law;
using BreachNotify.Tests.Pages;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Breaches.Desk;

public sealed class SqliteRegisterOrderTests : RegisterOrderTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}

public sealed class PostgresRegisterOrderTests(PostgresServer server) : RegisterOrderTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The list of breaches in its orders, on either engine.</summary>
public abstract partial class RegisterOrderTests
{
    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task What_is_overdue_stands_on_top_then_what_ends_next_then_what_has_nothing_open()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Register(service, "closed", "2026-11-20T10:00:00Z", risk: "unlikely");
        await Register(service, "two days left", "2026-11-21T12:00:00Z");
        await Register(service, "overdue", "2026-11-18T12:00:00Z");
        await Register(service, "one day left", "2026-11-20T12:00:00Z");
        using var visitor = await Visitor.SignedIn(service, Role.Approver);

        Assert.Equal(["overdue", "one day left", "two days left", "closed"], Titles(await visitor.Open("/register")));
        Assert.Equal(["overdue"], Titles(await visitor.Open("/register?state=overdue")));
        Assert.Equal(["overdue", "one day left", "two days left"], Titles(await visitor.Open("/register?state=open")));
        Assert.Equal(["closed"], Titles(await visitor.Open("/register?state=closed")));
        Assert.Equal(["one day left", "two days left"], Titles(await visitor.Open("/register?filter=DAY")));
        Assert.Equal(["one day left", "overdue", "two days left", "closed"], Titles(await visitor.Open("/register?order=newest")));
        Assert.Equal(["closed", "one day left", "overdue", "two days left"], Titles(await visitor.Open("/register?order=title")));
        Assert.Contains("overdue for 1 d 0 h", (await visitor.Open("/register")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urgency")]
    [InlineData("newest")]
    [InlineData("title")]
    public async Task Every_breach_is_on_exactly_one_page(string order)
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var count = (2 * BreachStore.PageSize) + 3;
        for (var i = 0; i < count; i++)
        {
            // Several share an end and a title.
            await Register(service, $"case {i % 7}", $"2026-11-{10 + (i % 5)}T10:00:00Z", risk: i % 3 == 0 ? "unlikely" : "risk");
        }
        using var visitor = await Visitor.SignedIn(service, Role.Officer);
        var seen = new List<string>();
        var path = $"/register?order={order}";
        while (path is not null)
        {
            var page = await visitor.Open(path);
            seen.AddRange(Link().Matches(page.Html).Select(match => match.Groups[1].Value));
            path = Next().Match(page.Html) is { Success: true } match ? System.Net.WebUtility.HtmlDecode(match.Groups[1].Value) : null;
        }
        Assert.Equal(count, seen.Count);
        Assert.Equal(count, seen.Distinct().Count());
    }

    [Fact]
    public async Task What_was_put_in_order_by_another_rule_book_is_counted_anew()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Register(service, "two days left", "2026-11-21T12:00:00Z");
        await Register(service, "overdue", "2026-11-18T12:00:00Z");
        await service.Database.Write(transaction => transaction.Connection!.Execute("UPDATE breaches SET urgency = registered, counted_by = 'older'", transaction: transaction));
        using var visitor = await Visitor.SignedIn(service, Role.Officer);
        Assert.Equal(["two days left", "overdue"], Titles(await visitor.Open("/register")));

        Assert.False(await service.Services.GetRequiredService<BreachStore>().CountAnew(RuleBook.Current.Id));

        Assert.Equal(["overdue", "two days left"], Titles(await visitor.Open("/register")));
    }

    private static async Task Register(ServiceUnderTest service, string title, string awareAt, string risk = "risk") =>
        Assert.Equal(201, (int)(await service.Administrator.PostJson("/api/v1/breaches", new { title, awareAt, authority = "DE", risk })).StatusCode);

    private static IEnumerable<string> Titles(Page page) => Link().Matches(page.Html).Select(match => match.Groups[2].Value);

    [GeneratedRegex("""<a href="/register/([0-9a-f-]{36})">([^<]*)</a>""")]
    private static partial Regex Link();

    [GeneratedRegex("""<a href="([^"]*)" rel="next">""")]
    private static partial Regex Next();
}
