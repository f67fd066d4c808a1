using BreachNotify.Law.Data;

namespace BreachNotify.Law.Fines;

/// <summary>One default of what a breach costs besides a fine; every value may be replaced.</summary>
/// <param name="Id">Its key.</param>
/// <param name="What">What it is.</param>
/// <param name="Per">What it is counted by: person, claimant, taker, letter or case.</param>
/// <param name="Low">Low value.</param>
/// <param name="Base">Middle value; null where only the ends are known.</param>
/// <param name="High">High value.</param>
/// <param name="Unit">ISO 4217 code, or <c>share</c>.</param>
/// <param name="Source">Where it was read; null where it was not.</param>
/// <param name="Verified">False where a value is an assumption or was not read.</param>
public sealed record CostDefault(string Id, string What, string Per, decimal Low, decimal? Base, decimal High, string Unit, string? Source, bool Verified);

/// <summary>Replaces a default; what is left out stays.</summary>
/// <param name="Id">Key of the default.</param>
/// <param name="Low">Low value.</param>
/// <param name="Base">Middle value.</param>
/// <param name="High">High value.</param>
/// <param name="Source">Where the values are from.</param>
public sealed record CostGiven(string Id, decimal? Low = null, decimal? Base = null, decimal? High = null, string? Source = null);

/// <summary>An amount at three values.</summary>
public sealed record CostAmount(string Id, string What, decimal Low, decimal? Base, decimal High, string Currency, string? Source, bool Verified);

/// <summary>Damages and response costs: defaults with their sources, and what they come to for a number of people.</summary>
public static class CostDefaults
{
    private const long MostPeople = 10_000_000_000;

    /// <summary>Every default.</summary>
    public static IReadOnlyList<CostDefault> All { get; } =
    [
        .. DataFile.Read("cost-defaults.csv").Select(row => new CostDefault(
            row["id"], row["what"], row["per"], row.Number("low"), row.NumberOrNone("base"), row.Number("high"), row["unit"], row.Text("source"), row.Flag("verified"))),
    ];

    /// <summary>The defaults with the asker's values in place.</summary>
    /// <exception cref="QuestionException">There is no such default, or the values are negative or out of order.</exception>
    public static IReadOnlyList<CostDefault> With(IReadOnlyList<CostGiven>? given)
    {
        var rows = All.ToList();
        for (var i = 0; i < (given?.Count ?? 0); i++)
        {
            var (change, field) = (given![i], $"costs[{i}]");
            var at = rows.FindIndex(row => row.Id == change.Id);
            if (at < 0)
            {
                throw QuestionException.Malformed($"{field}.id", change.Id, $"is not one of {string.Join(", ", rows.Select(row => row.Id))}.");
            }
            rows[at] = Replaced(rows[at], change, field);
        }
        return rows;
    }

    /// <summary>A default with the asker's values in place.</summary>
    /// <exception cref="QuestionException">The values are negative or out of order.</exception>
    internal static CostDefault Replaced(CostDefault row, CostGiven change, string field)
    {
        row = row with { Low = change.Low ?? row.Low, Base = change.Base ?? row.Base, High = change.High ?? row.High, Source = change.Source is null ? "the asker" : Amounts.Line($"{field}.source", change.Source, 200), Verified = true };
        return row.Low < 0 || row.High > 1_000_000_000 || row.Low > (row.Base ?? row.Low) || (row.Base ?? row.Low) > row.High || (row.Unit == "share" && row.High > 1)
            ? throw QuestionException.Malformed(field, change.Id, $"must have 0 <= low <= base <= high{(row.Unit == "share" ? " <= 1" : "")}.")
            : row;
    }

    /// <summary>
    /// What the defaults come to for a number of affected people, each item by itself: they are in different currencies and
    /// not all of them arise in every case, so nothing is added up.
    /// </summary>
    /// <exception cref="QuestionException">The number is negative or above ten billion.</exception>
    public static IReadOnlyList<CostAmount> For(long people, IReadOnlyList<CostDefault> rows)
    {
        if (people is < 0 or > MostPeople)
        {
            throw QuestionException.Malformed("people", $"{people}", $"must be 0 to {MostPeople}.");
        }
        var claims = rows.First(row => row.Id == "claim-rate");
        var takers = rows.First(row => row.Id == "monitoring-take-up");
        return [.. rows.Where(row => row.Unit != "share").Select(row =>
        {
            var rate = row.Per switch { "claimant" => claims, "taker" => takers, _ => null };
            var count = row.Per == "case" ? 1 : people;
            return new CostAmount(row.Id, row.What,
                Cents(count * row.Low * (rate?.Low ?? 1)), row.Base is { } middle ? Cents(count * middle * (rate?.Base ?? 1)) : null, Cents(count * row.High * (rate?.High ?? 1)),
                row.Unit, row.Source, row.Verified && rate?.Verified != false);
        })];
    }

    private static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}
