using System.Globalization;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Tables of Open Results Data as CSV, from the insurer's perspective (il). Every simulated year counts as one period, so that
/// EPCalc is 2 (full uncertainty) and SampleType 2 (from samples). SummaryId 1 is the whole book.
/// </summary>
public static class OrdTables
{
    /// <summary>Return periods of the exceedance tables; those longer than the years simulated are left out.</summary>
    public static readonly IReadOnlyList<double> ReturnPeriods = [1000, 500, 250, 200, 100, 50, 25, 20, 10, 5, 2];

    /// <summary>EPT: EPType 1 OEP, 2 OEP TVaR, 3 AEP, 4 AEP TVaR.</summary>
    public static void WriteEpt(TextWriter output, PortfolioLoss loss)
    {
        output.Write("SummaryId,EPCalc,EPType,ReturnPeriod,Loss\n");
        var (occurrence, aggregate) = (PortfolioLoss.Curve(loss.Largest, ReturnPeriods), PortfolioLoss.Curve(loss.Totals, ReturnPeriods));
        Write(output, 1, occurrence, point => point.Loss);
        Write(output, 2, occurrence, point => point.Tail);
        Write(output, 3, aggregate, point => point.Loss);
        Write(output, 4, aggregate, point => point.Tail);
    }

    /// <summary>ALT of the whole book.</summary>
    public static void WriteAlt(TextWriter output, PortfolioLoss loss)
    {
        var figures = PortfolioLoss.Figures(loss.Totals);
        output.Write("SummaryId,SampleType,MeanLoss,SDLoss\n");
        output.Write($"1,2,{Number(figures.Mean)},{Number(figures.StandardDeviation)}\n");
    }

    /// <summary>Each policy with its mean and standard deviation, in the order of the book.</summary>
    public static void WritePolicies(TextWriter output, PortfolioLoss loss)
    {
        output.Write("PolNumber,MeanLoss,SDLoss\n");
        foreach (var policy in loss.Policies)
        {
            output.Write($"{Cell(policy.Id)},{Number(policy.Mean)},{Number(policy.StandardDeviation)}\n");
        }
    }

    /// <summary>Rows that were left out.</summary>
    public static void WriteRejected(TextWriter output, IEnumerable<RejectedRow> rows)
    {
        output.Write("Line,Column,Value,Reason\n");
        foreach (var row in rows)
        {
            output.Write($"{row.Line.ToString(CultureInfo.InvariantCulture)},{Cell(row.Column)},{Cell(row.Value)},{Cell(row.Reason)}\n");
        }
    }

    private static void Write(TextWriter output, int type, IEnumerable<CurvePoint> points, Func<CurvePoint, double> of)
    {
        foreach (var point in points)
        {
            output.Write($"1,2,{type},{Number(point.ReturnPeriod)},{Number(of(point))}\n");
        }
    }

    /// <summary>To the cent.</summary>
    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A cell that a spreadsheet does not take for a formula.</summary>
    private static string Cell(string text)
    {
        var harmless = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? $"'{text}" : text;
        return harmless.AsSpan().IndexOfAny("\",\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
