using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Law.Tests.Fining;

/// <summary>The size bands at their edges: the edge itself belongs to the lower band, a unit or a cent more to the next.</summary>
public class BandEdgeTests
{
    public static TheoryData<string, string, decimal, decimal, decimal, decimal, decimal> Edges() => new()
    {
        { "gdpr", "33", 2_000_000m, 0.002m, 0.004m, 0.003m, 0.02m },
        { "gdpr", "33", 10_000_000m, 0.003m, 0.02m, 0.015m, 0.10m },
        { "gdpr", "33", 50_000_000m, 0.015m, 0.10m, 0.08m, 0.20m },
        { "gdpr", "33", 100_000_000m, 0.08m, 0.20m, 0.15m, 0.50m },
        { "gdpr", "33", 250_000_000m, 0.15m, 0.50m, 0.40m, 1.00m },
        { "gdpr", "33", 500_000_000m, 0.40m, 1.00m, 1m, 1m },
        { "gdpr", "58(2)", 500_000_000m, 0.40m, 1.00m, 1m, 1m },
        { "uk-gdpr", "33", 2_000_000m, 0.002m, 0.004m, 0.004m, 0.02m },
        { "uk-gdpr", "33", 10_000_000m, 0.004m, 0.02m, 0.02m, 0.10m },
        { "uk-gdpr", "33", 50_000_000m, 0.02m, 0.10m, 0.10m, 0.20m },
        { "uk-gdpr", "33", 100_000_000m, 0.10m, 0.20m, 0.20m, 0.50m },
        { "uk-gdpr", "33", 250_000_000m, 0.20m, 0.50m, 0.50m, 1.00m },
        { "uk-gdpr", "33", 435_000_000m, 0.50m, 1.00m, 1m, 1m },
        { "uk-gdpr", "5", 435_000_001m, 0.50m, 1.00m, 0.50m, 1.00m },
        { "uk-gdpr", "5", 437_500_000m, 0.50m, 1.00m, 1m, 1m },
    };

    [Theory, MemberData(nameof(Edges))]
    public void An_edge_belongs_to_the_lower_band(string regime, string provision, decimal edge, decimal low, decimal high, decimal nextLow, decimal nextHigh)
    {
        Assert.Equal(new ShareRange(low, high), SizeShare(regime, provision, edge));
        Assert.Equal(new ShareRange(low, high), SizeShare(regime, provision, edge - 1));
        Assert.Equal(new ShareRange(nextLow, nextHigh), SizeShare(regime, provision, edge + 0.01m));
        Assert.Equal(new ShareRange(nextLow, nextHigh), SizeShare(regime, provision, edge + 1));
    }

    private static ShareRange? SizeShare(string regime, string provision, decimal turnover) => FineRules.Answer(
        new FineQuestion
        {
            Regime = regime,
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(turnover, regime == "gdpr" ? "EUR" : "GBP") },
            Infringements = [new Infringement { Provision = provision, Seriousness = Seriousness.High }],
        },
        new LocalDate(2026, 11, 22)).Infringements[0].SizeShare;
}
