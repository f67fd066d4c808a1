using BreachNotify.Law.Data;

namespace BreachNotify.Law.Fines;

/// <summary>One line of published or counted statistics on fines.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Selection">Which decisions were counted.</param>
/// <param name="N">How many.</param>
/// <param name="P25">Lower quartile; null where not known.</param>
/// <param name="Median">Median.</param>
/// <param name="P75">Upper quartile; null where not known.</param>
/// <param name="Max">Largest; null where not known.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="AsOf">When it was counted.</param>
/// <param name="Source">From what.</param>
/// <param name="Verified">False where the source was not read.</param>
public sealed record FineStatistic(
    string Id, string Selection, int N, decimal? P25, decimal? Median, decimal? P75, decimal? Max, string Currency, string AsOf, string Source, bool Verified);

/// <summary>Statistics over many more decisions than the ones listed singly.</summary>
public static class FineStatistics
{
    /// <summary>Every line.</summary>
    public static IReadOnlyList<FineStatistic> All { get; } =
    [
        .. DataFile.Read("fine-statistics.csv").Select(row => new FineStatistic(
            row["id"], row["selection"], (int)row.Number("n"), row.NumberOrNone("p25"), row.NumberOrNone("median"), row.NumberOrNone("p75"),
            row.NumberOrNone("max"), row["currency"], row["asOf"], row["source"], row.Flag("verified"))),
    ];
}
