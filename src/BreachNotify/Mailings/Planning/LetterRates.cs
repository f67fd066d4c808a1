using BreachNotify.Law.Authorities;
using BreachNotify.Law.Fines;

namespace BreachNotify.Mailings.Planning;

/// <summary>What one letter to a country costs.</summary>
/// <param name="Country">ISO 3166-1; <c>*</c> for all without a rate of their own.</param>
/// <param name="Verified">False where nobody has read the figure in its source.</param>
public sealed record LetterRate(string Country, decimal Amount, string Currency, string? Source, bool Verified);

/// <summary>Letters to one country.</summary>
/// <param name="Country">Null for people whose country the file does not say.</param>
/// <param name="Rate">Null where there is no rate; then the letters cost nothing here, and more than that in truth.</param>
public sealed record LetterCost(string? Country, long People, decimal? Rate, string? Currency, decimal? Amount, string? Source, bool Verified);

/// <summary>The sum in one currency; currencies are never added to one another.</summary>
/// <param name="Verified">Whether every rate in it is.</param>
public sealed record CostTotal(string Currency, decimal Amount, long People, bool Verified);

/// <summary>Letters by country and in sum.</summary>
/// <param name="WithoutRate">People whose letter is in no sum.</param>
public sealed record LetterCosts(IReadOnlyList<LetterCost> Countries, IReadOnlyList<CostTotal> Totals, long WithoutRate);

/// <summary>The rates of letters: those given, else the defaults that exist, with their sources.</summary>
public sealed class LetterRates(IReadOnlyList<LetterRate> given)
{
    public const string AnyCountry = "*";
    private const decimal Highest = 10_000;

    /// <summary>The cost defaults counted by letter, and the notice by letter in the United States.</summary>
    public static IReadOnlyList<LetterRate> Defaults { get; } =
    [
        .. CostDefaults.All.Where(row => row.Per == "letter").Select(row => new LetterRate(row.Id["letter-".Length..].ToUpperInvariant(), row.Base ?? row.High, row.Unit, row.Source, row.Verified)),
        .. CostDefaults.All.Where(row => row.Id == "notice").Select(row => new LetterRate("US", row.Base ?? row.High, row.Unit, row.Source, row.Verified)),
    ];

    public LetterRate? For(string? country) =>
        given.FirstOrDefault(rate => rate.Country == country)
        ?? given.FirstOrDefault(rate => rate.Country == AnyCountry)
        ?? Defaults.FirstOrDefault(rate => rate.Country == country);

    /// <param name="people">By country; the empty text for those of no known country.</param>
    public LetterCosts Cost(IEnumerable<KeyValuePair<string, long>> people)
    {
        var rows = people.Where(entry => entry.Value > 0).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
        {
            var country = entry.Key.Length > 0 ? entry.Key : null;
            return For(country) is { } rate
                ? new LetterCost(country, entry.Value, rate.Amount, rate.Currency, rate.Amount * entry.Value, rate.Source, rate.Verified)
                : new LetterCost(country, entry.Value, null, null, null, null, false);
        }).ToList();
        return new LetterCosts(
            rows,
            [.. rows.Where(row => row.Rate is not null).GroupBy(row => row.Currency!).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
                new CostTotal(group.Key, group.Sum(row => row.Amount!.Value), group.Sum(row => row.People), group.All(row => row.Verified)))],
            rows.Where(row => row.Rate is null).Sum(row => row.People));
    }

    /// <summary>What is wrong with a rate; null if nothing is.</summary>
    public static string? FaultOf(string country, decimal amount, string currency) =>
        country != AnyCountry && !IsCountry(country) ? $"The country must be a code of ISO 3166-1 such as DE, or {AnyCountry} for all others.{Countries.Hint(country)}"
        : amount is < 0 or > Highest || amount.Scale > 6 ? $"The amount must be 0 to {Highest} with at most six decimals."
        : !IsCurrency(currency) ? "The currency must be a code of ISO 4217 such as EUR."
        : null;

    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>Whether the text is a country, not one of its states.</summary>
    public static bool IsCountry(string text) => text.Length == 2 && Countries.IsKnown(text);
}
