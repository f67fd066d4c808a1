using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Tests.Portfolios;

public class OedTests
{
    private const string Header = "PortNumber,AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolDed,StackedPolNumber,BIWaitingPeriod,CloudVendor,LayerAggLimit,PolLimit12INRE";

    private static OedBook Read(params string[] rows)
    {
        using var text = new StringReader(string.Join("\r\n", [Header, .. rows]));
        return OedAccounts.Read(text);
    }

    [Fact]
    public void A_row_is_a_policy_with_its_layer_retention_share_and_waiting_period_in_hours()
    {
        var book = Read("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,0.25,5000000,1000000,300000000,50000,,0.3333333333,2,10000000,1");

        var policy = Assert.Single(book.Policies);
        Assert.Equal(new Layer("P1", 1_050_000, 5_000_000, 0.25, 0, 10_000_000), policy.Layer);
        Assert.Equal(("A1/P1", 300_000_000.0, 2, "EUR"), (policy.Tower, policy.Revenue, policy.CloudVendor, book.Currency));
        Assert.Equal(8, policy.WaitingHours!.Value, 1e-6);
        Assert.Equal(["PolLimit12INRE"], book.Ignored);
        Assert.Empty(book.Rejected);
    }

    [Fact]
    public void Policies_of_one_stack_are_one_tower_and_a_limit_of_0_is_none()
    {
        var book = Read(
            "1,A1,EUR,P1,2026-01-01,2027-01-01,CC1,1,1000000,0,100000000,0,T,,,,",
            "1,A1,EUR,P2,2026-01-01,2027-01-01,CC1,0.5,0,1000000,100000000,0,T,,,,");
        var ready = new BookModel(0.05, 0.6, new Lognormal(11, 2)).Of(book);

        var insured = Assert.Single(ready.Insureds);
        Assert.Equal(0.05, insured.Rate, 1e-12);
        Assert.Equal([1_000_000, double.PositiveInfinity], insured.Policies.Select(layer => layer.Limit));
    }

    [Fact]
    public void The_insureds_of_one_cloud_provider_share_its_outages()
    {
        var book = Read(
            "1,A1,EUR,P1,2026-01-01,2027-01-01,CC1,1,0,0,100000000,0,,,1,,",
            "1,A2,EUR,P2,2026-01-01,2027-01-01,CC1,1,0,0,100000000,0,,,,,",
            "1,A3,EUR,P3,2026-01-01,2027-01-01,CC1,1,0,0,100000000,0,,,1,,");

        var outage = Assert.Single(new BookModel(0.05, 0.6, new Lognormal(11, 2), 0.1, 0.5).Of(book).SharedEvents);
        Assert.Equal([0, 2], outage.Members);
    }

    [Theory]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,-5,0,1000000,0,,,,,", "LayerLimit")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,2,0,0,1000000,0,,,,,", "LayerParticipation")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,,0,,,,,", "AnnualRevenue")]
    [InlineData("1,A1,EUR,P1,2027-01-01,2026-01-01,CSB,1,0,0,1000000,0,,,,,", "PolExpiryDate")]
    [InlineData("1,A1,EUR,P1,01.01.2026,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "PolInceptionDate")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,XXX,1,0,0,1000000,0,,,,,", "PolPerilsCovered")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CPD,1,0,0,1000000,0,,,,,", "PolPerilsCovered")]
    [InlineData("1,A1,USD,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "AccCurrency")]
    [InlineData("1,,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "AccNumber")]
    [InlineData("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "PolNumber")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,NaN,0,1000000,0,,,,,", "LayerLimit")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,,,,,,,,,", "")]
    public void A_row_that_cannot_be_used_is_listed_with_line_and_column(string row, string column)
    {
        var book = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", row, "1,A9,EUR,P9,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,");

        var rejected = Assert.Single(book.Rejected);
        Assert.Equal((3, column), (rejected.Line, rejected.Column));
        Assert.Equal(["P0", "P9"], book.Policies.Select(policy => policy.Layer.Id));
    }

    [Fact]
    public void A_row_of_five_thousand_columns_and_an_open_quotation_are_listed_and_stop_nothing_before_them()
    {
        var wide = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", string.Join(',', Enumerable.Repeat("1", 5000)), "1,A9,EUR,P9,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,");
        Assert.Equal((2, 1), (wide.Policies.Count, wide.Rejected.Count));

        var open = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "1,\"A1,EUR,P1,2026-01-01", "1,A2,EUR,P2,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,");
        Assert.Equal((1, 1), (open.Policies.Count, open.Rejected.Count));
    }

    [Fact]
    public void A_file_without_a_required_column_is_refused_by_name()
    {
        using var text = new StringReader("AccNumber,PolNumber\nA,P\n");

        Assert.Contains("AnnualRevenue", Assert.Throws<InvalidDataException>(() => OedAccounts.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exceedance_and_average_tables_have_the_columns_of_the_standard()
    {
        var loss = Simulation.Run(new Book([new Insured("A", 1, new Empirical([1000]), 1, [new Layer("=P", Limit: 1000)])], []), 1000, 1, 1);
        string Written(Action<TextWriter, PortfolioLoss> write)
        {
            using var output = new StringWriter();
            write(output, loss);
            return output.ToString();
        }

        var ept = Written(OrdTables.WriteEpt).TrimEnd().Split('\n');
        Assert.Equal("SummaryId,EPCalc,EPType,ReturnPeriod,Loss", ept[0]);
        Assert.Equal(1 + (4 * 11), ept.Length);
        Assert.Contains("1,2,1,10,1000", ept);
        var figures = PortfolioLoss.Figures(loss.Totals);
        Assert.StartsWith($"SummaryId,SampleType,MeanLoss,SDLoss\n1,2,{figures.Mean:0.##},", Written(OrdTables.WriteAlt), StringComparison.Ordinal);
        Assert.StartsWith("PolNumber,MeanLoss,SDLoss\n'=P,", Written(OrdTables.WritePolicies), StringComparison.Ordinal);
    }
}
