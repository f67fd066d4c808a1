using System.Globalization;
using BreachNotify.Exposure.Costs;
using BreachNotify.Law;
using BreachNotify.Law.Data;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>One coverage of Open Exposure Data and its part of every loss.</summary>
/// <param name="Coverage">The code, such as INRE.</param>
/// <param name="Name">What it is.</param>
/// <param name="Part">0 to 1; all parts add up to 1.</param>
/// <param name="Source">Where the part is from.</param>
/// <param name="Verified">False where it rests on a reading of our own.</param>
public sealed record CoveragePart(string Coverage, string Name, double Part, string Source, bool Verified);

/// <summary>
/// How the loss of an event divides over the coverages of a policy, which sublimits and a waiting period need. The interruption is
/// the same length for every event, its loss spread evenly over the hours.
/// </summary>
/// <param name="Parts">Each coverage.</param>
/// <param name="OutageHours">How long an interruption lasts, above 0.</param>
/// <param name="Reading">How waiting periods work.</param>
public sealed record LossSplit(IReadOnlyList<CoveragePart> Parts, double OutageHours, WaitingPeriodReading Reading)
{
    /// <summary>Business interruption.</summary>
    public const string Interruption = "NPBI";

    /// <summary>The default length of an interruption; an assumption, for which no source was read.</summary>
    public const double UsualOutageHours = 72;

    /// <summary>The parts of IBM 2025, an interruption of three days, waiting periods as deductibles in time.</summary>
    public static LossSplit Usual { get; } = new(
        [.. DataFile.Read("loss-split.csv", typeof(LossSplit).Assembly).Select(row => new CoveragePart(row["coverage"], row["name"], (double)row.Number("part"), row["source"], row.Flag("verified")))],
        UsualOutageHours, WaitingPeriodReading.TimeDeductible);

    /// <summary>Reads parts such as <c>NPBI=0.4,INRE=0.4,LIA=0.2</c>.</summary>
    /// <param name="field">What messages call them.</param>
    /// <param name="text">The parts.</param>
    /// <exception cref="QuestionException">One is malformed or names its coverage again.</exception>
    public static IReadOnlyDictionary<string, double> PartsOf(string field, string text)
    {
        var parts = new Dictionary<string, double>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var code, var number] || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                throw new QuestionException(false, field, part, "must be a coverage and its part, as in NPBI=0.4.");
            }
            if (!parts.TryAdd(code, value))
            {
                throw new QuestionException(false, field, part, $"names {code} a second time.");
            }
        }
        return parts;
    }

    /// <summary>These parts with others in their place.</summary>
    /// <param name="given">Parts by code; what is not named keeps none.</param>
    /// <exception cref="QuestionException">A code is unknown, or the parts do not add up to 1.</exception>
    public LossSplit With(IReadOnlyDictionary<string, double> given)
    {
        if (given.Keys.FirstOrDefault(code => !Parts.Any(part => part.Coverage == code)) is { } unknown)
        {
            throw new QuestionException(false, "split", unknown, $"is not one of {string.Join(", ", Parts.Select(part => part.Coverage))}.");
        }
        if (given.Values.Any(part => part is not (>= 0 and <= 1)) || Math.Abs(given.Values.Sum() - 1) > 1e-9)
        {
            throw new QuestionException(false, "split", null, "needs parts of 0 to 1 that add up to 1, such as NPBI=0.4,INRE=0.4,LIA=0.2.");
        }
        return this with { Parts = [.. Parts.Select(part => part with { Part = given.GetValueOrDefault(part.Coverage), Source = "As given", Verified = true })] };
    }

    /// <summary>What of a loss counts under the terms of a policy's coverages; null where all of it does.</summary>
    /// <param name="coverages">Sublimits and deductibles of single coverages.</param>
    /// <param name="waitingHours">The waiting period; null for none.</param>
    /// <param name="indemnityDays">The indemnity period.</param>
    public CoverageTerms? Of(IReadOnlyList<OedCoverage> coverages, double? waitingHours, double indemnityDays)
    {
        var interrupted = InterruptionPaid(waitingHours ?? 0, indemnityDays);
        return coverages.Count == 0 && interrupted == 1 ? null : new CoverageTerms(Merged(interrupted, coverages));
    }

    /// <summary>The part of an interruption that a waiting and an indemnity period leave, 0 to 1.</summary>
    private double InterruptionPaid(double waitingHours, double indemnityDays) =>
        (double)Costs.Interruption.Loss(24, (decimal)OutageHours, (decimal)waitingHours, (decimal)indemnityDays, Reading) / OutageHours;

    /// <summary>Coverages without terms of their own are one.</summary>
    private List<CoverageTerm> Merged(double interrupted, IReadOnlyList<OedCoverage> coverages)
    {
        var (terms, free) = (new List<CoverageTerm>(), 0.0);
        foreach (var part in Parts)
        {
            var share = part.Part * (part.Coverage == Interruption ? interrupted : 1);
            if (coverages.FirstOrDefault(coverage => coverage.Code == part.Coverage) is not { } coverage)
            {
                free += share;
            }
            else if (share > 0)
            {
                terms.Add(new CoverageTerm(share, coverage.Deductible, coverage.Limit));
            }
        }
        if (free > 0)
        {
            terms.Add(new CoverageTerm(free));
        }
        return terms;
    }
}
