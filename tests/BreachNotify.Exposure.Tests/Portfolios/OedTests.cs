using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Severities;
using BreachNotify.Law.Currencies;
using MiniExcelLibs;
using NodaTime;

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
        Assert.Equal([new OedCoverage("INRE", 0, 1)], policy.Coverages);
        Assert.Empty(book.Ignored);
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
    [InlineData("1,A1,eur,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "AccCurrency")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,1.5,,", "CloudVendor")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,99999999999,,", "CloudVendor")]
    [InlineData("1,A1,EUR,P1,2026-02-30,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "PolInceptionDate")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,200 %,0,0,1000000,0,,,,,", "LayerParticipation")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1e15,0,,,,,", "AnnualRevenue")]
    [InlineData("1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,,,,,,,,,x", "")]
    public void A_row_that_cannot_be_used_is_listed_with_line_and_column_in_text_and_in_a_sheet(string row, string column)
    {
        string[] rows = [Header, "1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", row, "1,A9,EUR,P9,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,"];
        using var sheet = Xlsx.Of(rows.Select(line => line.Split(',')));

        Assert.All([Read(rows[1..]), OedAccounts.Read(sheet)], book =>
        {
            var rejected = Assert.Single(book.Rejected);
            Assert.Equal((3, column), (rejected.Line, rejected.Column));
            Assert.Equal(["P0", "P9"], book.Policies.Select(policy => policy.Layer.Id));
        });
    }

    [Fact]
    public void Lines_are_those_of_the_file_whatever_empty_ones_and_cells_of_several_lines_lie_between()
    {
        const string header = "AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,InsuredName";
        static string Row(string account, string limit, string name = "") => $"{account},EUR,P,2026-01-01,2027-01-01,CC1,1,{limit},0,1000000,{name}";
        foreach (var end in new[] { "\n", "\r\n" })
        {
            var book = OedAccounts.Read(new StringReader(string.Join(end, header, Row("A", "1"), "", Row("B", "-1"), Row("C", "1", $"\"Two{end}lines, and \"\"a\"\" third{end}one\""), Row("D", "-2"), "", "", Row("E", "-3"))));

            Assert.Equal(["A/P", "C/P"], book.Policies.Select(policy => policy.Tower));
            Assert.Equal([(4L, "-1"), (8L, "-2"), (11L, "-3")], book.Rejected.Select(row => (row.Line, row.Value)));
        }
    }

    [Fact]
    public void Coverages_that_a_policy_does_not_have_pay_nothing()
    {
        const string header = "AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolCoverage,PolLimitINRE";
        OedBook Covering(string coverages) => OedAccounts.Read(new StringReader($"{header}\nA1,EUR,P1,2026-01-01,2027-01-01,CC1,1,0,0,100000000,{coverages},100000"));
        double Paid(string coverages) => new BookModel(1, 0.6, new Empirical([1])).Of(Covering(coverages)).Insureds.Single().Policies.Single().Of(1_000_000);

        // Of a loss of 1,000,000: 311,000 interruption, 419,000 response, 135,000 liability and as much for the regulator.
        Assert.Equal(311_000 + 100_000 + 270_000, Paid(""), 1e-6);
        Assert.Equal(311_000 + 100_000 + 270_000, Paid("CYB"), 1e-6);
        Assert.Equal(311_000 + 100_000, Paid("BI;INRE"), 1e-6);
        Assert.Equal(311_000 + 135_000, Paid("7;LIAB"), 1e-6);
        Assert.Equal(("PolCoverage", "NPBI;CAR"), (Assert.Single(Covering("NPBI;CAR").Rejected).Column, Covering("NPBI;CAR").Rejected[0].Value));
    }

    [Theory]
    [InlineData(AttachmentReading.AboveDeductible, 1_050_000)]
    [InlineData(AttachmentReading.IncludesDeductible, 1_000_000)]
    public void An_attachment_is_counted_above_the_deductible_or_with_it(AttachmentReading reading, double from)
    {
        using var text = new StringReader($"{Header}\n1,A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,5000000,1000000,300000000,50000,,,,,\n1,A2,EUR,P2,2026-01-01,2027-01-01,CSB,1,5000000,0,300000000,50000,,,,,");

        var book = OedAccounts.Read(text, new AccountFormat { Attachment = reading });

        Assert.Equal([from, 50_000], book.Policies.Select(policy => policy.Layer.Attachment));
        Assert.All(book.Policies, policy => Assert.Equal(5_000_000, policy.Layer.Limit));
    }

    [Fact]
    public void Terms_that_are_not_read_are_named_and_so_is_a_heading_that_stands_there_twice()
    {
        var book = OedAccounts.Read(new StringReader("AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolDed6All,AccParticipation,PolLimit,PolDedBI,PolDed,AnnualRevenue\nA1,EUR,P1,2026-01-01,2027-01-01,CC1,1,0,0,100000000,1,0.5,700000,9,5,1"));

        Assert.Equal(["AccParticipation", "AnnualRevenue (a second time)", "PolDed6All"], book.Ignored);
        var policy = Assert.Single(book.Policies);
        Assert.Equal((5, 700_000, 100_000_000), (policy.Layer.Attachment, policy.Layer.Limit, policy.Revenue));
        Assert.Equal([new OedCoverage("NPBI", 9, double.PositiveInfinity)], policy.Coverages);
    }

    [Fact]
    public void Rates_and_columns_that_contradict_themselves_are_refused()
    {
        string Refused(Action read) => Assert.Throws<BreachNotify.Law.QuestionException>(read).Message;

        Assert.Contains("second rate between EUR and USD", Refused(() => AccountFormat.RatesOf("rate", ["USD,EUR,0.9,2026-11-20,ECB", "EUR,USD,1.1,2026-11-20,ECB"])), StringComparison.Ordinal);
        Assert.Contains("must be from, to, rate, date and source", Refused(() => AccountFormat.RatesOf("rate", ["USD,EUR,0.9,2026-11-20"])), StringComparison.Ordinal);
        Assert.Contains("must name two currencies", Refused(() => AccountFormat.RatesOf("rate", ["EUR,EUR,0.9,2026-11-20,ECB"])), StringComparison.Ordinal);
        Assert.Contains("must be more than 0", Refused(() => AccountFormat.RatesOf("rate", ["USD,EUR,0,2026-11-20,ECB"])), StringComparison.Ordinal);
        Assert.Contains("names no column of OED that is read", Refused(() => AccountFormat.ColumnsOf("column", ["AnualRevenue=Turnover"])), StringComparison.Ordinal);
        Assert.Contains("a second time where annualrevenue stands", Refused(() => AccountFormat.ColumnsOf("column", ["AnnualRevenue=Turnover", "annualrevenue=Umsatz"])), StringComparison.Ordinal);
        Assert.Equal("=CC1", AccountFormat.ColumnsOf("column", ["PolPerilsCovered==CC1", "PolLimitINRE=Notices"])["PolPerilsCovered"]);
    }

    [Fact]
    public void A_row_of_five_thousand_columns_and_an_open_quotation_are_listed_and_stop_nothing_before_them()
    {
        var huge = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", new string('x', 1 << 25));
        Assert.Equal((1, 1), (huge.Policies.Count, huge.Rejected.Count));

        var wide = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", string.Join(',', Enumerable.Repeat("1", 5000)), "1,A9,EUR,P9,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,");
        Assert.Equal((2, 1), (wide.Policies.Count, wide.Rejected.Count));

        var open = Read("1,A0,EUR,P0,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,", "1,\"A1,EUR,P1,2026-01-01", "1,A2,EUR,P2,2026-01-01,2027-01-01,CSB,1,0,0,1000000,0,,,,,");
        Assert.Equal((1, 1), (open.Policies.Count, open.Rejected.Count));
    }

    [Fact]
    public void A_book_of_two_currencies_is_converted_at_the_rate_given_and_rejected_without_one()
    {
        string[] rows = ["AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,AnnualRevenueCurrency,PolDed,PolLimitREG",
            "A1,EUR,P1,2026-01-01,2027-01-01,CC1,1,1000000,0,1000000,,0,", "A2,USD,P2,2026-01-01,2027-01-01,CC1,1,1000000,200000,1000000,EUR,100000,500000"];
        OedBook Book(params ExchangeRate[] rates) => OedAccounts.Read(new StringReader(string.Join('\n', rows)), new AccountFormat { Rates = rates });

        var rejected = Assert.Single(Book().Rejected);
        Assert.Equal((3, "AccCurrency", "USD"), (rejected.Line, rejected.Column, rejected.Value));
        Assert.Contains("give a rate between USD and EUR", rejected.Reason, StringComparison.Ordinal);

        var rate = new ExchangeRate("EUR", "USD", 1.25m, new LocalDate(2026, 11, 20), "ECB");
        var book = Book(rate);
        Assert.Empty(book.Rejected);
        Assert.Equal([rate], book.Rates);
        Assert.Equal((240_000, 800_000, 1_000_000), (book.Policies[1].Layer.Attachment, book.Policies[1].Layer.Limit, book.Policies[1].Revenue));
        Assert.Equal([new OedCoverage("REG", 0, 400_000)], book.Policies[1].Coverages);
    }

    [Fact]
    public void Sublimits_cut_their_part_of_a_loss_and_a_waiting_period_its_hours()
    {
        // Of a loss of 1,000,000: 311,000 interruption, 419,000 response, 270,000 the rest. 8 of 72 hours are not paid, the response is cut.
        var book = Read("1,A1,EUR,P1,2026-01-01,2027-01-01,CC1,1,0,0,100000000,0,,0.3333333333,,,100000");
        Layer Terms(WaitingPeriodReading reading) => new BookModel(1, 0.6, new Empirical([1_000_000]), Split: LossSplit.Usual with { Reading = reading }).Of(book).Insureds.Single().Policies.Single();

        Assert.Equal((311_000.0 * 64 / 72) + 100_000 + 270_000, Terms(WaitingPeriodReading.TimeDeductible).Of(1_000_000), 1e-3);
        Assert.Equal(311_000 + 100_000 + 270_000, Terms(WaitingPeriodReading.QualifyingPeriod).Of(1_000_000), 1e-6);
        Assert.Null(new BookModel(1, 0.6, new Empirical([1])).Of(Read("1,A1,EUR,P1,2026-01-01,2027-01-01,CC1,1,0,0,100000000,0,,,,,")).Insureds[0].Policies[0].Coverages);
    }

    [Theory]
    [InlineData("PolLimitINRE", "-1", "PolLimitINRE")]
    [InlineData("PolDed14REG", "x", "PolDed14REG")]
    [InlineData("PolLimitCYB", "100", "LayerAttachment")]
    [InlineData("BIWaitingPeriod", "8000", "BIWaitingPeriod")]
    [InlineData("GrossProfitMargin", "35", "GrossProfitMargin")]
    [InlineData("NumberOfRecords", "-5", "NumberOfRecords")]
    public void A_term_of_a_coverage_that_cannot_be_used_is_listed(string column, string value, string rejected)
    {
        var book = OedAccounts.Read(new StringReader($"AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,{column}\nA1,EUR,P1,2026-01-01,2027-01-01,CC1,1,1000,1000,1000000,{value}"));

        Assert.Equal((rejected, 0), (Assert.Single(book.Rejected).Column, book.Policies.Count));
    }

    [Fact]
    public void A_limit_that_is_a_share_of_the_loss_is_listed_and_not_taken_for_an_amount()
    {
        var book = OedAccounts.Read(new StringReader("AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolLimitINRE,PolLimitTypeINRE\nA1,EUR,P1,2026-01-01,2027-01-01,CC1,1,1000,1000,1000000,0.5,1"));

        Assert.Equal("PolLimitTypeINRE", Assert.Single(book.Rejected).Column);
    }

    [Fact]
    public void A_bordereau_is_read_under_its_own_headings_as_text_and_as_a_sheet()
    {
        var map = new Dictionary<string, string>
        {
            ["AccNumber"] = "Contract",
            ["PolNumber"] = "Contract",
            ["AccCurrency"] = "Ccy",
            ["PolInceptionDate"] = "From",
            ["PolExpiryDate"] = "To",
            ["PolPerilsCovered"] = "=CC1",
            ["LayerParticipation"] = "=1",
            ["LayerLimit"] = "Limit",
            ["LayerAttachment"] = "=0",
            ["AnnualRevenue"] = "Turnover",
        };
        using var text = new StringReader("Contract,Ccy,From,To,Limit,Turnover\nC1,EUR,2026-01-01,2027-01-01,1000000,30000000.5\nC2,EUR,2026-01-01,2025-01-01,1000000,30000000");
        using var sheet = new MemoryStream();
        sheet.SaveAs(new[]
        {
            new { Contract = "C1", Ccy = "EUR", From = new DateTime(2026, 1, 1), To = new DateTime(2027, 1, 1), Limit = 1_000_000, Turnover = 30_000_000.5 },
            new { Contract = "C2", Ccy = "EUR", From = new DateTime(2026, 1, 1), To = new DateTime(2025, 1, 1), Limit = 1_000_000, Turnover = 30_000_000.0 },
        });
        sheet.Position = 0;

        Assert.All([OedAccounts.Read(text, new AccountFormat { Columns = map }), OedAccounts.Read(sheet, new AccountFormat { Columns = map })], book =>
        {
            Assert.Equal(("C1/C1", 30_000_000.5, new Layer("C1", 0, 1_000_000)), (book.Policies.Single().Tower, book.Policies[0].Revenue, book.Policies[0].Layer));
            Assert.Equal((3, "PolExpiryDate"), (book.Rejected.Single().Line, book.Rejected[0].Column));
        });
        Assert.Contains("no column 'Umsatz'", Assert.Throws<InvalidDataException>(() => OedAccounts.Read(new StringReader("Contract\n"), new AccountFormat { Columns = new Dictionary<string, string> { ["AnnualRevenue"] = "Umsatz" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_rows_are_read_to_the_end_with_every_bad_one_listed()
    {
        using var rows = new Repeated(1_000_000);

        var book = OedAccounts.Read(rows);

        Assert.Equal((990_000, 10_000), (book.Policies.Count, book.Rejected.Count));
        Assert.Equal((101, "LayerParticipation", "2"), (book.Rejected[0].Line, book.Rejected[0].Column, book.Rejected[0].Value));
    }

    /// <summary>A file of so many rows that it is never held as one text; each hundredth asks for 200 %.</summary>
    private sealed class Repeated(int rows) : TextReader
    {
        private string _line = Header + "\n";
        private int _at;
        private int _row;

        public override int Read(char[] buffer, int index, int count)
        {
            if (_at == _line.Length)
            {
                if (_row == rows)
                {
                    return 0;
                }
                _row++;
                (_line, _at) = ($"1,A{_row},EUR,P{_row},2026-01-01,2027-01-01,CC1,{(_row % 100 == 0 ? 2 : 1)},1000000,0,30000000,50000,,,2,,\n", 0);
            }
            var taken = Math.Min(count, _line.Length - _at);
            _line.CopyTo(_at, buffer, index, taken);
            _at += taken;
            return taken;
        }
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
        Assert.StartsWith("PolNumber,MeanLoss,SDLoss,StandardError\n'=P,", Written(OrdTables.WritePolicies), StringComparison.Ordinal);
    }
}
