using System.Globalization;
using BreachNotify.Exposure.Severities;
using BreachNotify.Law;

namespace BreachNotify.Exposure.Losses;

/// <summary>From the models of a question to distributions: each model takes its parameters and no others.</summary>
public static class Parameters
{
    private const double MostEvents = 100_000;
    private const double MostAmount = 999_999_999_999_999;
    private const int MostParts = 100;

    /// <exception cref="QuestionException">A parameter is missing, out of range or of another model.</exception>
    public static IFrequency Frequency(FrequencyModel model)
    {
        var given = new Given("frequency", Words.Of(model.Model), ("mean", model.Mean), ("variance", model.Variance), ("trials", model.Trials), ("probability", model.Probability));
        switch (model.Model)
        {
            case FrequencyKind.Poisson:
                given.Only("mean");
                return new Poisson(given.Number("mean", 0, MostEvents));
            case FrequencyKind.NegativeBinomial:
                given.Only("mean", "variance");
                var mean = given.Number("mean", 1e-9, MostEvents);
                // Nearer to the mean it is Poisson, and the formula loses its digits.
                return new NegativeBinomial(mean, given.Number("variance", 1.0001 * mean, 1e12));
            case FrequencyKind.Binomial:
                given.Only("trials", "probability");
                return new Binomial((int)given.Number("trials", 1, MostEvents), given.Number("probability", 0, 1));
            default:
                throw new ArgumentOutOfRangeException(nameof(model), model.Model, "No such model.");
        }
    }

    /// <exception cref="QuestionException">A parameter is missing, out of range or of another model.</exception>
    public static ISeverity Severity(SeverityModel model, string field = "severity")
    {
        var given = new Given(field, Words.Of(model.Model),
            ("mu", model.Mu), ("sigma", model.Sigma), ("minimum", model.Minimum), ("exponent", model.Exponent), ("maximum", model.Maximum),
            ("shape", model.Shape), ("scale", model.Scale), ("values", model.Values?.Count), ("parts", model.Parts?.Count));
        switch (model.Model)
        {
            case SeverityKind.Lognormal:
                given.Only("mu", "sigma");
                return new Lognormal(given.Number("mu", -30, 30), given.Number("sigma", 1e-3, 10));
            case SeverityKind.Pareto:
                given.Only("minimum", "exponent", "maximum");
                var minimum = given.Number("minimum", 1e-6, MostAmount);
                return new Pareto(minimum, given.Number("exponent", 0.01, 50), given.Number("maximum", minimum * 1.000001, MostAmount));
            case SeverityKind.Gamma:
                given.Only("shape", "scale");
                return new Gamma(given.Number("shape", 0.01, 10_000), given.Number("scale", 1e-6, MostAmount));
            case SeverityKind.Weibull:
                given.Only("shape", "scale");
                return new Weibull(given.Number("shape", 0.05, 100), given.Number("scale", 1e-6, MostAmount));
            case SeverityKind.Empirical:
                given.Only("values");
                given.Number("values", 1, int.MaxValue);
                return new Empirical(model.Values!.Select((value, i) => value is >= 0 and <= (decimal)MostAmount
                    ? (double)value
                    : throw new QuestionException(false, $"{field}.values[{i}]", Text(value), "must be 0 or more, with at most 15 digits.")));
            case SeverityKind.Mixture:
                given.Only("parts");
                given.Number("parts", 1, MostParts);
                return Mixture(model.Parts!, field);
            default:
                throw new ArgumentOutOfRangeException(nameof(model), model.Model, "No such model.");
        }
    }

    /// <summary>An amount of money, unchanged.</summary>
    /// <exception cref="QuestionException">It is negative, or has more than 2 decimals or 15 digits.</exception>
    public static decimal? Amount(string field, decimal? value) =>
        value is null || (value is >= 0 and <= (decimal)MostAmount && decimal.Round(value.Value, 2) == value)
            ? value
            : throw new QuestionException(false, field, Text(value.Value), "must be 0 or more, with at most 2 decimals and 15 digits.");

    /// <summary>A share of the insurer.</summary>
    /// <exception cref="QuestionException">It is not above 0 and at most 1.</exception>
    public static decimal Share(string field, decimal value) =>
        value is > 0 and <= 1 ? value : throw new QuestionException(false, field, Text(value), "must be above 0 and at most 1; 0.5 is one half.");

    internal static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static Mixture Mixture(IReadOnlyList<WeightedSeverity> parts, string field)
    {
        var built = parts.Select((part, i) =>
        {
            var at = $"{field}.parts[{i}]";
            return part.Weight is <= 0 or > 1 ? throw new QuestionException(false, $"{at}.weight", Text(part.Weight), "must be above 0 and at most 1.")
                : part.Severity.Model == SeverityKind.Mixture ? throw new QuestionException(false, $"{at}.severity.model", "mixture", "must be another model: a mixture of mixtures is one mixture.")
                : ((double)part.Weight, Severity(part.Severity, $"{at}.severity"));
        }).ToList();
        var sum = parts.Sum(part => part.Weight);
        return Math.Abs(sum - 1) <= 1e-9m
            ? new Mixture(built)
            : throw new QuestionException(false, $"{field}.parts", Text(sum), "is what the weights add up to; it must be 1.");
    }

    /// <summary>What was sent for a model.</summary>
    private sealed class Given(string field, string model, params (string Name, decimal? Value)[] sent)
    {
        public void Only(params string[] wanted)
        {
            foreach (var (name, value) in sent)
            {
                if (value is null && wanted.Contains(name))
                {
                    throw new QuestionException(false, $"{field}.{name}", null, $"is required; {model} takes {string.Join(", ", wanted)}.");
                }
                if (value is not null && !wanted.Contains(name))
                {
                    throw new QuestionException(false, $"{field}.{name}", Text(value.Value), $"is no parameter of {model}, which takes {string.Join(", ", wanted)}.");
                }
            }
        }

        public double Number(string name, double least, double most)
        {
            var value = sent.First(pair => pair.Name == name).Value!.Value;
            return (double)value >= least && (double)value <= most
                ? (double)value
                : throw new QuestionException(false, $"{field}.{name}", Text(value), string.Create(CultureInfo.InvariantCulture, $"must be {least:0.##########} to {most:0.##########}."));
        }
    }
}
