using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;
using NodaTime;

namespace BreachNotify.Law.Tests.Currencies;

public class ExchangeRatesTests
{
    private const string Ecb = """
        Date,USD,GBP,CYP,
        2026-11-20,1.0800,0.8400,N/A,
        2026-11-19,1.0757,0.8391,N/A,

        1999-01-04,1.1789,0.7111,0.58231,
        """;

    [Fact]
    public void The_file_of_the_ECB_is_read()
    {
        var rates = ExchangeRates.Read(new StringReader(Ecb));

        Assert.Equal(7, rates.All.Count());
        Assert.Equal(1.0757m, rates.On(new LocalDate(2026, 11, 19), "USD", "EUR")!.Rate);
        Assert.Equal(0.58231m, rates.On(new LocalDate(1999, 1, 4), "EUR", "CYP")!.Rate);
        Assert.Null(rates.On(new LocalDate(2026, 11, 19), "EUR", "CYP"));
    }

    [Fact]
    public void The_daily_file_of_the_ECB_is_read_too() =>
        Assert.Equal(1.08m, ExchangeRates.Read(new StringReader("Date, USD, GBP, \n20 November 2026, 1.0800, 0.8400, \n")).On(new LocalDate(2026, 11, 20), "USD", "EUR")!.Rate);

    private const string Nbp = """
        data;1USD;1EUR;100HUF;nr tabeli;pełny numer tabeli;
        ;dolar amerykański;euro;forint (Węgry);;;
        20250127;4,0134;4,2113;1,0315;18;018/A/NBP/2025;
        20250128;4,0350;4,2103;1,0291;19;019/A/NBP/2025;

        Kod ISO;USD;EUR;HUF;;;
        """;

    [Fact]
    public void The_file_of_the_Polish_central_bank_is_read()
    {
        var rates = ExchangeRates.Read(new StringReader(Nbp));

        Assert.Equal(6, rates.All.Count());
        Assert.Equal(4.2103m, rates.FirstFrom(new LocalDate(2025, 1, 28), "PLN", "EUR")!.Rate);
        Assert.Equal(0.010291m, rates.FirstFrom(new LocalDate(2025, 1, 28), "HUF", "PLN")!.Rate);
    }

    [Theory]
    [InlineData("2025-01-27", null)]
    [InlineData("2025-01-28", "4.2103")]
    [InlineData("2026-01-27", "4.2103")]
    [InlineData("2026-01-28", null)]
    public void Poland_converts_at_the_last_28_January_and_by_its_own_bank_alone(string decidedOn, string? rate)
    {
        var ecb = ExchangeRates.Read(new StringReader("Date,PLN\n2026-01-28,4.3\n2025-01-28,4.2\n2024-01-26,4.1\n"));
        FineAnswer Of(string? authority, ExchangeRates rates) => FineRules.Answer(
            new FineQuestion { Regime = "gdpr", DecidedOn = decidedOn, Authority = authority, Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(1m, "PLN") } }, new LocalDate(2026, 11, 22), rates);
        var both = ecb.With(new ExchangeRates(ExchangeRates.Read(new StringReader(Nbp)).All.Where(r => r.Date == new LocalDate(2025, 1, 28))));

        if (rate is null)
        {
            Assert.Contains("NBP", Assert.Throws<QuestionException>(() => Of("PL", both)).Remedy, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(rate, Of("PL", both).Request.ExchangeRate!.Rate);
        }
        if (decidedOn.EndsWith("01-28", StringComparison.Ordinal))
        {
            Assert.StartsWith("ECB", Of("DE", both).Request.ExchangeRate!.Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void On_a_day_without_a_rate_the_last_one_holds_for_a_week_and_no_longer()
    {
        var rates = ExchangeRates.Read(new StringReader(Ecb));

        Assert.Equal(new LocalDate(2026, 11, 20), rates.On(new LocalDate(2026, 11, 22), "USD", "EUR")!.Date);
        Assert.NotNull(rates.On(new LocalDate(2026, 11, 27), "USD", "EUR"));
        Assert.Null(rates.On(new LocalDate(2026, 11, 28), "USD", "EUR"));
        Assert.Null(rates.On(new LocalDate(1999, 1, 3), "USD", "EUR"));
    }

    [Fact]
    public void A_rate_converts_both_ways_to_the_cent()
    {
        var rate = new ExchangeRate("EUR", "PLN", 4.3653m, new LocalDate(2024, 1, 29), "NBP");

        Assert.Equal(new Money(436.53m, "PLN"), rate.Convert(new Money(100m, "EUR")));
        Assert.Equal(new Money(22.91m, "EUR"), rate.Convert(new Money(100m, "PLN")));
        Assert.Throws<InvalidOperationException>(() => rate.Convert(new Money(1m, "USD")));
    }

    [Theory]
    [InlineData("", "Line 1")]
    [InlineData("Day,USD\n", "Line 1")]
    [InlineData("Date,USD\nyesterday,1\n", "Line 2, column 1")]
    [InlineData("Date,USD\n2026-11-20,-1\n", "Line 2, column 2 (USD)")]
    [InlineData("Date,USD,GBP\n2026-11-20,1.08,0\n", "Line 2, column 3 (GBP)")]
    [InlineData("data;1USD\n20250128;4.03\n", "Line 2, column 2 (USD)")]
    public void What_is_no_file_of_the_ECB_is_refused_with_line_and_column(string csv, string place) =>
        Assert.StartsWith(place, Assert.Throws<FormatException>(() => ExchangeRates.Read(new StringReader(csv))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_turnover_in_another_currency_takes_the_imported_rate_and_says_so()
    {
        var question = new FineQuestion { Regime = "gdpr", DecidedOn = "2026-11-19", Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(1_075_700_000m, "USD") } };

        var answer = FineRules.Answer(question, new LocalDate(2026, 11, 22), ExchangeRates.Read(new StringReader(Ecb)));

        Assert.Equal(20_000_000m, answer.Tiers[0].Ceiling!.Value.Amount);
        Assert.Equal(("1.0757", "2026-11-19"), (answer.Request.ExchangeRate!.Rate, answer.Request.ExchangeRate.Date));
        Assert.Equal(new FineRequestAmount("1075700000", "USD"), answer.Request.Entity.Turnover);
    }

    public static TheoryData<string, bool, string?, ExchangeRateGiven?> Refusals() => new()
    {
        { "entity.turnover.currency", true, null, null },
        { "entity.turnover.currency", true, "PL", null },
        { "exchangeRate", true, null, new ExchangeRateGiven("GBP", "EUR", 1.1m, "2026-11-19", "ECB") },
        { "exchangeRate.rate", false, null, new ExchangeRateGiven("USD", "EUR", 0m, "2026-11-19", "ECB") },
        { "exchangeRate.rate", false, null, new ExchangeRateGiven("USD", "EUR", 0.123456789m, "2026-11-19", "ECB") },
        { "exchangeRate.date", false, null, new ExchangeRateGiven("USD", "EUR", 1m, "19.11.2026", "ECB") },
        { "exchangeRate.date", true, null, new ExchangeRateGiven("USD", "EUR", 1m, "2026-11-20", "ECB") },
        { "exchangeRate.date", true, "PL", new ExchangeRateGiven("USD", "EUR", 1m, "2026-01-27", "NBP") },
        { "exchangeRate.source", false, null, new ExchangeRateGiven("USD", "EUR", 1m, "2026-11-19", " ") },
        { "exchangeRate.from", false, null, new ExchangeRateGiven("dollar", "EUR", 1m, "2026-11-19", "ECB") },
        { "authority", false, "Poland", null },
    };

    [Theory, MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_missing_or_wrong_rate_is_refused_naming_what_is_needed(string field, bool refused, string? authority, ExchangeRateGiven? rate)
    {
        var refusal = Assert.Throws<QuestionException>(() => FineRules.Answer(new FineQuestion
        {
            Regime = "gdpr",
            DecidedOn = "2026-11-19",
            Authority = authority,
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(1m, "USD") },
            ExchangeRate = rate,
        }, new LocalDate(2026, 11, 22)));

        Assert.Equal((field, refused), (refusal.Field, refusal.Refused));
        if (rate is null && field != "authority")
        {
            Assert.Contains(authority is null ? "2026-11-19" : "2026-01-28", refusal.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rate_that_is_not_needed_is_refused()
    {
        var refusal = Assert.Throws<QuestionException>(() => FineRules.Answer(new FineQuestion
        {
            Regime = "gdpr",
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(1m, "EUR") },
            ExchangeRate = new ExchangeRateGiven("USD", "EUR", 1m, "2026-11-19", "ECB"),
        }, new LocalDate(2026, 11, 22)));

        Assert.Equal("exchangeRate", refusal.Field);
    }
}
