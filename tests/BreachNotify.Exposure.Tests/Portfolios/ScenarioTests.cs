using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Exposure.Tests.Portfolios;

public class ScenarioTests
{
    private const string Header = "AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolDed,BIWaitingPeriod,CloudVendor,EmailVendor,GrossProfitMargin,NumberOfRecords,PolLimitCBI,PolLimitINRE,CountryCode";

    private static readonly OedBook Book = OedAccounts.Read(new StringReader(string.Join('\n', Header,
        "A1,USD,P1,2026-01-01,2027-01-01,CC1,1,1000000,0,365000000,100000,0.5,1,18,0.4,1000,,,DE",
        "A2,USD,P2,2026-01-01,2027-01-01,CC1,0.5,5000000,0,36500000,0,0.5,1,18,0.5,200000,80000,250000,DE",
        "A3,USD,P3,2026-01-01,2027-01-01,CC1,1,1000000,0,365000000,0,,2,,,,,,FR")));

    private static ScenarioLoss Loss(string id, WaitingPeriodReading reading = WaitingPeriodReading.TimeDeductible, Treaty? treaty = null) =>
        ScenarioLosses.Of(Book, AccumulationScenario.Shipped.Where(scenario => scenario.Id == id), reading, treaty)[0];

    [Fact]
    public void An_outage_of_a_provider_costs_its_insureds_their_gross_profit_beyond_the_waiting_period()
    {
        var loss = Loss("cloud-outage-3-days");

        // A day earns 400,000 and 50,000. Of 72 hours 60 count: 1,000,000 less 100,000, and 125,000 cut at 80,000, of which half.
        Assert.Equal(("AWS", 2, 1_350_000.0), (loss.Vendor, loss.Dependent, loss.GroundUp));
        Assert.Equal(900_000 + 40_000, loss.Paid, 1e-6);
        Assert.Equal((0, 0), (loss.Clocks, loss.People));
        // As a qualifying period all 72 count: the limit of a million ends the first.
        Assert.Equal(1_000_000 + 40_000, Loss("cloud-outage-3-days", WaitingPeriodReading.QualifyingPeriod).Paid, 1e-6);
        Assert.Equal(940_000 * 0.75, Loss("cloud-outage-3-days", treaty: new Treaty(0.25)).Net, 1e-6);
        Assert.Equal((940_000 * 0.75) - 5000, Loss("cloud-outage-3-days", treaty: new Treaty(0.25, 700_000, 10_000)).Net, 1e-6);
    }

    [Fact]
    public void The_breach_of_one_processor_starts_a_clock_for_each_controller_and_loads_the_mailings_of_all()
    {
        var loss = Loss("supplier-breach-email");

        Assert.Equal(("18", 2.0, 201_000.0), (loss.Vendor, loss.Clocks, loss.People));
        // 112,000 + 1.50 a person: 113,500 less 100,000, and 412,000 cut at 250,000, of which half.
        Assert.Equal(13_500 + 125_000, loss.Paid, 1e-6);
    }

    [Fact]
    public void What_the_file_does_not_say_counts_nothing_and_is_counted()
    {
        var loss = Loss("mass-vulnerability");

        Assert.Equal((3, 1, 1), (loss.Dependent, loss.WithoutMargin, loss.WithoutRecords));
        Assert.Equal(0.45 * 3, loss.Hit, 1e-12);
        Assert.Equal(["AWS", "Microsoft Azure"], ScenarioLosses.Of(Book, AccumulationScenario.Shipped.Where(scenario => scenario.Id == "cloud-outage-3-days"), WaitingPeriodReading.TimeDeductible).Select(row => row.Vendor));
    }

    [Fact]
    public void An_edited_file_takes_the_place_of_the_scenarios_and_a_wrong_cell_is_named()
    {
        const string header = "id,what,hits,vendor,hit,hours,coverage,impact,clock,records,response,notice,unit,source,verified\n";
        var scenario = AccumulationScenario.Read(new StringReader(header + "mine,Ours stands still,cloud,2,1,24,NPBI,0.5,no,0,1000,0,USD,our own,yes\n")).Single();
        Assert.Equal(("mine", Dependence.Cloud, 24, true), (scenario.Id, scenario.Hits, scenario.OutageHours, scenario.Verified));
        Assert.Equal("Microsoft Azure", ScenarioLosses.Of(Book, [scenario], WaitingPeriodReading.TimeDeductible).Single().Vendor);

        string Refused(string text) => Assert.Throws<InvalidDataException>(() => AccumulationScenario.Read(new StringReader(text))).Message;
        Assert.Contains("line 2: hit is 2 and must be 0 to 1", Refused(header + "x,x,cloud,,2,24,NPBI,1,no,0,0,0,USD,x,yes\n"), StringComparison.Ordinal);
        Assert.Contains("'moon' is not one of", Refused(header + "x,x,moon,,1,24,NPBI,1,no,0,0,0,USD,x,yes\n"), StringComparison.Ordinal);
        Assert.Contains("coverage is 'BI'", Refused(header + "x,x,cloud,,1,24,BI,1,no,0,0,0,USD,x,yes\n"), StringComparison.Ordinal);
        Assert.Contains("2 cells under 15 headings", Refused(header + "x,x\n"), StringComparison.Ordinal);
        Assert.Contains("empty", Refused(""), StringComparison.Ordinal);
        Assert.Contains("vendor", Refused("id,what,hits\nx,x,cloud\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shipped_scenario_names_its_source_and_none_passes_for_verified() =>
        Assert.All(AccumulationScenario.Shipped, scenario => Assert.True(scenario is { Verified: false, Source.Length: > 20 }));

    [Fact]
    public void Concentration_counts_insureds_limits_and_shares_by_vendor_country_and_industry()
    {
        var book = new BookModel(1, 0.6, new BreachNotify.Exposure.Severities.Lognormal(11, 2)).Of(Book);
        var loss = Simulation.Run(book, 1000, 1, 2);
        var shares = Simulation.TailShares(book, loss, 100, 1, 2);

        var rows = Concentration.Of(Book, loss, shares);

        Assert.Equal((2, 3_500_000.0), rows.Where(row => (row.By, row.Key) == ("CloudVendor", "AWS")).Select(row => (row.Insureds, row.Limit)).Single());
        Assert.Equal(["DE", "FR"], rows.Where(row => row.By == "Country").Select(row => row.Key).Order());
        Assert.All(rows.GroupBy(row => row.By), group =>
        {
            Assert.Equal(shares.Sum(), group.Sum(row => row.TailShare), 1e-6);
            Assert.Equal(loss.Policies.Sum(policy => policy.Mean), group.Sum(row => row.Mean), 1e-6);
        });
    }
}
