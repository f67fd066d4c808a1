using System.Globalization;
using BreachNotify.Pages;
using BreachNotify.Pages.Charts;
using BreachNotify.Printing;

namespace BreachNotify.Portfolios.Desk;

/// <summary>What was found about a book, in the reader's language.</summary>
public sealed class PortfolioTables(PortfolioResult result, string currency, Say say, Viewer viewer)
{
    public ChartData Curve => new(
        "curve", say["book.curve"], say["book.curveText"], new Axis(say["losses.years"], IsLog: true), new Axis(currency, IsLog: true, (value, culture) => value.ToString("N0", culture)),
        [Line("book.aggregate", row => row.Aggregate), Line("losses.tail", row => row.AggregateTail), Line("book.occurrence", row => row.Occurrence)]);

    public Table ReturnPeriods => new(
        say["losses.returnPeriods", currency], [say["losses.years"], say["book.aggregate"], say["losses.tail"], say["book.occurrence"], say["losses.tail"]],
        [.. result.ReturnPeriods.OrderBy(row => row.Years).Select(row => (IReadOnlyList<string>)[Number(row.Years), Number(row.Aggregate), Number(row.AggregateTail), Number(row.Occurrence), Number(row.OccurrenceTail)])]);

    public static Table Rejected(Intake book, Say say, int most) => new(
        say["book.rejectedRows"], [say["row.line"], say["row.field"], say["row.value"], say["row.reason"]],
        [.. book.Rejections.Take(most).Select(row => (IReadOnlyList<string>)[row.Line.ToString(CultureInfo.InvariantCulture), row.Column, row.Value, row.Reason])],
        say["book.rejectedText", Math.Min(most, book.Rejections.Count), book.Rejected], IsText: true);

    private Series Line(string name, Func<ReturnPeriod, double> of) => new(say[name], Shape.Line, [.. result.ReturnPeriods.Select(row => new Point(row.Years, of(row)))]);

    private string Number(double value) => value.ToString("N0", viewer.Culture);
}
