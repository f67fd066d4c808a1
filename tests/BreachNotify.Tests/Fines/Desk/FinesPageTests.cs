using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Fines.Desk;

public sealed partial class FinesPageTests
{
    [Fact]
    public async Task Both_tiers_and_three_scenarios_stand_there_with_their_derivations_as_the_interface_gives_them()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        Assert.Contains("name=\"entity.turnover\"", (await insurer.Open("/fines")).Html, StringComparison.Ordinal);

        var page = await insurer.Open("/fines?regime=gdpr&entity.kind=undertaking&entity.turnover=3%20000%20000%20000&entity.turnover.currency=eur&authority=DE");

        Assert.Equal(200, page.Status);
        foreach (var text in new[] { "60,000,000\u00a0EUR", "120,000,000\u00a0EUR", "The share of turnover governs.", "Notification alone", "Security and the principle of integrity" })
        {
            Assert.Contains(text, page.Text, StringComparison.Ordinal);
        }
        var answer = await (await service.Administrator.PostJson("/api/v1/fines/scenarios", new { regime = "gdpr", authority = "DE", entity = new { kind = "undertaking", turnover = new { amount = 3_000_000_000m, currency = "EUR" } } })).Json();
        foreach (var scenario in answer.GetProperty("scenarios").EnumerateArray())
        {
            Assert.All(scenario.GetProperty("derivation").EnumerateArray(), reason => Assert.Contains(reason.GetProperty("text").GetString()!, page.Text, StringComparison.Ordinal));
            Assert.All(scenario.GetProperty("starts").EnumerateArray(), start => Assert.Contains(start.GetProperty("range").GetProperty("high").GetDecimal().ToString("N0", System.Globalization.CultureInfo.InvariantCulture), page.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_link_gives_the_same_answer_on_a_later_day()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var page = await insurer.Open("/fines?regime=uk-gdpr&entity.kind=undertaking&entity.turnover=500000000&entity.turnover.currency=GBP");
        var link = WebUtility.HtmlDecode(Link().Match(page.Html).Groups[1].Value);
        Assert.Contains("decidedOn=2026-11-22", link, StringComparison.Ordinal);
        service.Clock.Advance(TimeSpan.FromDays(2));
        using var later = await Visitor.SignedIn(service, Role.Officer);
        Assert.Equal(Answer(page), Answer(await later.Open(link)));

        static string Answer(Page page) => page.Text[page.Text.IndexOf("The two tiers", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task A_turnover_in_another_currency_is_converted_at_the_rate_given_and_the_link_holds_it()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        var page = await insurer.Open("/fines?regime=gdpr&entity.kind=undertaking&entity.turnover=3%20000%20000%20000&entity.turnover.currency=USD&exchangeRate.rate=1.25&exchangeRate.source=an+example");

        Assert.Equal(200, page.Status);
        // 4 % and 2 % of 2.4 billion euros.
        Assert.Contains("96,000,000\u00a0EUR", page.Text, StringComparison.Ordinal);
        Assert.Contains("48,000,000\u00a0EUR", page.Text, StringComparison.Ordinal);
        Assert.Contains("exchangeRate.rate=1.25", WebUtility.HtmlDecode(Link().Match(page.Html).Groups[1].Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regime=gdpr&entity.kind=undertaking", "entity.turnover")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=-1&entity.turnover.currency=EUR", "entity.turnover")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=3.000.000&entity.turnover.currency=EUR", "entity.turnover")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=300.000&entity.turnover.currency=EUR", "entity.turnover")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=99999999999999999999999999999999&entity.turnover.currency=EUR", "entity.turnover")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=Euro", "entity.turnover.currency")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=USD", "exchangeRate.rate")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=EUR&exchangeRate.rate=1.1&exchangeRate.source=ECB", "exchangeRate.rate")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=USD&exchangeRate.rate=1,1", "exchangeRate.rate")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=USD&exchangeRate.rate=1.1", "exchangeRate.source")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=USD&exchangeRate.rate=1.1&exchangeRate.source=ECB&exchangeRate.date=2030-01-01", "exchangeRate.date")]
    [InlineData("regime=gdpr&entity.kind=naturalPerson&ruleBook=none", "ruleBook")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=EUR&entity.turnoverYear=last", "entity.turnoverYear")]
    [InlineData("regime=gdpr&entity.kind=undertaking&entity.turnover=1&entity.turnover.currency=EUR&entity.turnoverYear=1980", "entity.turnoverYear")]
    [InlineData("regime=gdpr&entity.kind=publicBody", "entity.state")]
    [InlineData("regime=gdpr&entity.kind=king", "entity.kind")]
    [InlineData("regime=roman&entity.kind=naturalPerson", "regime")]
    [InlineData("regime=gdpr&entity.kind=naturalPerson&decidedOn=2017-01-01", "decidedOn")]
    [InlineData("regime=gdpr&entity.kind=naturalPerson&decidedOn=%00%3Cscript%3E", "decidedOn")]
    public async Task What_is_wrong_stands_beside_its_field(string query, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var page = await insurer.Open($"/fines?{query}");
        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"(/fines\\?[^\"]*)\">")]
    private static partial Regex Link();
}
