using System.Globalization;
using BreachNotify.Exposure.Portfolios;
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

    /// <summary>Of each vendor, country and industry.</summary>
    public IEnumerable<Table> Concentrations => result.Concentrations.GroupBy(row => row.By).Select(group => new Table(
        say[$"concentration.{group.Key}"], [say[$"concentration.{group.Key}"], say["book.towers"], say["book.limit", currency], say["losses.mean"], say["book.tailShare"]],
        [.. group.Select(row => (IReadOnlyList<string>)[row.Key.Length > 0 ? row.Key : say["book.unknown"], Number(row.Insureds), row.Limit is { } limit ? Number(limit) : say["book.noLimit"], Number(row.Mean), Number(row.TailShare)])]));

    public Table Scenarios => new(
        say["book.scenarios", currency], [say["losses.scenario"], say["book.dependent"], say["book.hit"], say["book.groundUp"], say["book.paid"], say["book.clocks"], say["book.people"]],
        [.. result.Scenarios.Select(row => (IReadOnlyList<string>)[$"{row.What}{(row.Vendor.Length > 0 ? $" ({row.Vendor})" : "")}{(row.Verified ? "" : " *")}", Number(row.Dependent), Number(row.Hit), Number(row.GroundUp), Number(row.Paid), Number(row.Clocks), Number(row.People)])],
        say["book.scenariosText", result.Scenarios.Select(row => row.WithoutMargin).DefaultIfEmpty(0).Max(), result.Scenarios.Select(row => row.WithoutRecords).DefaultIfEmpty(0).Max()]);

    public static Table Rejected(Intake book, Say say, int most) => new(
        say["book.rejectedRows"], [say["row.line"], say["row.field"], say["row.value"], say["row.reason"]],
        [.. book.Rejections.Take(most).Select(row => (IReadOnlyList<string>)[row.Line.ToString(CultureInfo.InvariantCulture), row.Column, row.Value, row.Reason])],
        say["book.rejectedText", Math.Min(most, book.Rejections.Count), book.Rejected], IsText: true);

    private Series Line(string name, Func<ReturnPeriod, double> of) => new(say[name], Shape.Line, [.. result.ReturnPeriods.Select(row => new Point(row.Years, of(row)))]);

    private string Number(double value) => value.ToString("N0", viewer.Culture);
}
