using BreachNotify.Exposure.Portfolios;
using ScottPlot;

namespace BreachNotify.Cli;

/// <summary>The exceedance curves of a book as a picture: return periods across on a logarithmic axis, losses upwards.</summary>
public static class CurvePicture
{
    private const int Width = 1000;
    private const int Height = 600;

    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="loss">The simulated years.</param>
    /// <param name="currency">Of the amounts.</param>
    public static void Save(string path, PortfolioLoss loss, string currency)
    {
        using var plot = new Plot();
        Add(plot, loss.Totals, "Year (AEP)", LinePattern.Solid);
        Add(plot, loss.Largest, "Largest event (OEP)", LinePattern.Dashed);
        plot.Title("Loss by return period");
        plot.XLabel("Once in years");
        plot.YLabel($"Loss, millions of {currency}");
        double[] periods = [.. OrdTables.ReturnPeriods.Where(period => period <= loss.Totals.Count).Order()];
        plot.Axes.Bottom.SetTicks([.. periods.Select(Math.Log10)], [.. periods.Select(period => $"{period}")]);
        plot.Axes.SetLimitsY(0, 1.05 * Math.Max(1e-6, PortfolioLoss.Curve(loss.Totals, periods).Select(point => point.Loss / 1e6).DefaultIfEmpty(1).Max()));
        plot.ShowLegend(Alignment.UpperLeft);
        if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            plot.SaveSvg(path, Width, Height);
        }
        else
        {
            plot.SavePng(path, Width, Height);
        }
    }

    private static void Add(Plot plot, IReadOnlyList<double> years, string name, LinePattern pattern)
    {
        // Forty points a decade from two years to the longest that ten of the years lie beyond.
        var periods = Enumerable.Range(0, 1000).Select(i => 2 * Math.Pow(10, i / 40.0)).TakeWhile(period => period <= Math.Min(1000, years.Count)).ToList();
        var points = PortfolioLoss.Curve(years, periods).OrderBy(point => point.ReturnPeriod).ToList();
        var line = plot.Add.ScatterLine(points.Select(point => Math.Log10(point.ReturnPeriod)).ToArray(), points.Select(point => point.Loss / 1e6).ToArray());
        (line.LegendText, line.LineWidth, line.LinePattern) = (name, 2, pattern);
    }
}
