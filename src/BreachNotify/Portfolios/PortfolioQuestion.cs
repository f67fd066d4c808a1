using System.Globalization;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;

namespace BreachNotify.Portfolios;

/// <summary>How a book is simulated. The same file and question give the same results.</summary>
/// <param name="Rate">Events a year at a revenue of 100 million.</param>
/// <param name="SizeExponent">How the rate grows with revenue.</param>
/// <param name="Mu">Of the lognormal loss of an event: mean of the natural logarithm, in US dollars where their rate is given, else in the currency of the book.</param>
/// <param name="Sigma">Standard deviation of the natural logarithm.</param>
/// <param name="OutageRate">Outages a year of each cloud provider.</param>
/// <param name="OutageHit">Probability that an outage costs an insured of that provider a loss.</param>
/// <param name="Dollar">One US dollar in the currency of the book, in which default loss and scenarios are; null where it was not given.</param>
public sealed record PortfolioQuestion(int Years, long Seed, decimal Rate, decimal SizeExponent, decimal Mu, decimal Sigma, decimal OutageRate, decimal OutageHit, decimal? Dollar)
{
    public const int MostYears = 1_000_000;

    public BookModel ToModel() => new(
        (double)Rate, (double)SizeExponent, Parameters.Severity(new SeverityModel { Model = SeverityKind.Lognormal, Mu = Mu, Sigma = Sigma }), (double)OutageRate, (double)OutageHit)
    {
        Dollar = (double)(Dollar ?? 1),
        Scale = (double)(Dollar ?? 1),
    };

    /// <param name="value">The text of a field; null or empty where it was left out.</param>
    /// <param name="complaints">Takes what is out of range.</param>
    public static PortfolioQuestion Read(Func<string, string?> value, Complaints complaints)
    {
        decimal Number(string name, double otherwise, decimal least, decimal most)
        {
            var text = value(name);
            if (string.IsNullOrWhiteSpace(text))
            {
                return (decimal)otherwise;
            }
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }
            complaints.Add(name, text, string.Create(CultureInfo.InvariantCulture, $"Must be a number from {least} to {most}, with a point before decimals."));
            return (decimal)otherwise;
        }

        long Whole(string name, long otherwise, long least, long most)
        {
            var number = Number(name, otherwise, least, most);
            if (number != decimal.Truncate(number))
            {
                complaints.Add(name, value(name), "Must be a whole number.");
            }
            return (long)number;
        }

        return new PortfolioQuestion(
            (int)Whole("years", 10_000, 1, MostYears),
            Whole("seed", 1, long.MinValue, long.MaxValue),
            Number("rate", BookModel.UsualRate, 0, 1000),
            Number("sizeExponent", BookModel.UsualExponent, 0, 2),
            Number("mu", BookModel.UsualSeverity.Mu, -30, 30),
            Number("sigma", BookModel.UsualSeverity.Sigma, 0.001m, 10),
            Number("outageRate", 0, 0, 100),
            Number("outageHit", 0.1, 0, 1),
            string.IsNullOrWhiteSpace(value("dollar")) ? null : Number("dollar", 1, 0.00000001m, 1_000_000));
    }
}
