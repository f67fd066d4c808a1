using System.Text;
using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Exposure.Tests.Portfolios;

public class SheetTests
{
    private static readonly string[] Headings = ["AccNumber", "AccCurrency", "PolNumber", "PolInceptionDate", "PolExpiryDate", "PolPerilsCovered", "LayerParticipation", "LayerLimit", "LayerAttachment", "AnnualRevenue", "BIWaitingPeriod"];

    private static string[] Row(string account) => [account, "EUR", "P", "2026-01-01", "2027-01-01", "CC1", "1", "1000000", "0", "30000000"];

    [Fact]
    public void Cells_are_read_as_a_person_sees_them_in_whatever_way_a_program_wrote_them()
    {
        var book = OedAccounts.Read(Xlsx.Containing(
            $"<x:row r=\"2\">{string.Concat(Headings.Select(heading => $"<x:c t=\"inlineStr\"><x:is><x:t> {heading} </x:t></x:is></x:c>"))}</x:row>" +
            // Shared text in runs with its reading, a formula's text, days by an own and by a built-in format, a truth value, a time of a day.
            "<x:row r=\"5\"><x:c r=\"A5\" t=\"s\"><x:v>1</x:v></x:c><x:c r=\"B5\" t=\"str\"><x:f>X1</x:f><x:v>EUR</x:v></x:c><x:c r=\"C5\" s=\"0\"><x:v>1234567</x:v></x:c><x:c r=\"D5\" s=\"1\"><x:v>46023</x:v></x:c><x:c r=\"E5\" s=\"3\"><x:v>46388.75</x:v></x:c>" +
            "<x:c r=\"F5\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"G5\" t=\"b\"><x:v>1</x:v></x:c><x:c r=\"H5\"><x:v>1.5E6</x:v></x:c><x:c r=\"I5\"><x:v>0</x:v></x:c><x:c r=\"J5\"><x:v>30000000.5</x:v></x:c><x:c r=\"K5\" s=\"2\"><x:v>0.33333333333333331</x:v></x:c><x:c r=\"Z5\" s=\"1\"/></x:row>",
            "<si><t>CC1</t></si><si><r><t>Mü</t></r><rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh><r><t xml:space=\"preserve\">ller </t></r></si>",
            "x:"));

        Assert.Empty(book.Rejected);
        var policy = Assert.Single(book.Policies);
        Assert.Equal(("Müller/1234567", "EUR", 30_000_000.5), (policy.Tower, book.Currency, policy.Revenue));
        Assert.Equal(new Layer("1234567", 0, 1_500_000), policy.Layer);
        Assert.Equal(8, policy.WaitingHours!.Value, 1e-9);
    }

    [Fact]
    public void Rows_are_listed_by_the_number_that_Excel_shows_and_one_of_five_thousand_cells_stops_nothing()
    {
        string[][] rows = [Headings, Row("A"), [], Row("B"), [.. Enumerable.Repeat("1", 5000)], Row("C")];
        rows[3][6] = "2";

        var book = OedAccounts.Read(Xlsx.Of(rows));

        Assert.Equal(["A/P", "C/P"], book.Policies.Select(policy => policy.Tower));
        Assert.Equal([(4L, "LayerParticipation", "2"), (5L, "", "")], book.Rejected.Select(row => (row.Line, row.Column, row.Value)));
        Assert.Equal("has 5000 cells under 11 headings.", book.Rejected[1].Reason);
    }

    [Fact]
    public void Errors_of_formulas_are_listed_as_they_stand()
    {
        var book = OedAccounts.Read(Xlsx.Containing(
            $"<row>{string.Concat(Headings.Select(heading => $"<c t=\"inlineStr\"><is><t>{heading}</t></is></c>"))}</row><row>{string.Concat(Row("A").Select((cell, i) => i == 9 ? "<c t=\"e\"><v>#DIV/0!</v></c>" : $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>"));

        Assert.Equal((2, "AnnualRevenue", "#DIV/0!"), (book.Rejected.Single().Line, book.Rejected[0].Column, book.Rejected[0].Value));
    }

    [Theory]
    [InlineData("<row><c t=\"s\"><v>99</v></c></row>", "names a text that the workbook does not have")]
    [InlineData("<row><c r=\"XFE1\"><v>1</v></c></row>", "beyond the 16384 columns")]
    [InlineData("<row><c><v>1</v></row>", "cannot be read as an xlsx workbook")]
    [InlineData("", "is empty")]
    public void A_damaged_workbook_is_refused_with_what_is_wrong(string rows, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => OedAccounts.Read(Xlsx.Containing(rows))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_cell_that_is_longer_than_Excel_allows_and_a_workbook_of_another_kind_are_refused()
    {
        Assert.Contains("32767 characters", Refused(Xlsx.Of([new string('x', 40_000)])), StringComparison.Ordinal);
        Assert.Contains("save it as xlsx", Refused(new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0xA1])), StringComparison.Ordinal);
        Refused(new MemoryStream("PK\u0003\u0004 and no more"u8.ToArray()));
        Refused(new MemoryStream());

        static string Refused(Stream file) => Assert.Throws<InvalidDataException>(() => OedAccounts.Read(file)).Message;
    }

    [Fact]
    public void A_text_file_is_read_in_whatever_Unicode_it_begins_with()
    {
        var text = string.Join(';', Headings) + "\n" + string.Join(';', Row("Müller"));
        foreach (var encoding in new[] { new UTF8Encoding(true), new UTF8Encoding(false), (Encoding)new UnicodeEncoding(false, true) })
        {
            using var file = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

            Assert.Equal("Müller/P", Assert.Single(OedAccounts.Read(file).Policies).Tower);
        }
    }
}
