using BreachNotify.Law.Data;

namespace BreachNotify.Law.Fines;

/// <summary>One fine as decided.</summary>
/// <param name="Id">Its key in the data file.</param>
/// <param name="Party">Who was fined.</param>
/// <param name="Country">ISO 3166-1 code of the authority's state.</param>
/// <param name="Authority">The authority, and the court where one decided.</param>
/// <param name="Decided">ISO date, or month or year where no more is known; null where nothing is.</param>
/// <param name="Articles">The provisions cited, those of the regime of the day.</param>
/// <param name="Sector">In one word.</param>
/// <param name="Turnover">The turnover that was used; null where none is known.</param>
/// <param name="Ceiling">The ceiling that was printed; null where none was.</param>
/// <param name="Announced">What was first announced or basic; null where nothing else was.</param>
/// <param name="Fine">The fine in the end.</param>
/// <param name="Status">final, appealed, reduced or annulled by court, or another law than the GDPR.</param>
/// <param name="Note">What else is to be known.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Verified">False where a figure of the row was not read there.</param>
public sealed record DecidedFine(
    string Id, string Party, string Country, string Authority, string? Decided, IReadOnlyList<string> Articles, string Sector,
    Money? Turnover, Money? Ceiling, Money? Announced, Money Fine, string Status, string? Note, string Source, bool Verified)
{
    /// <summary>The fine as a share of the turnover; null where that is unknown or in another currency.</summary>
    public decimal? ShareOfTurnover => Share(Fine, Turnover);

    /// <summary>The ceiling printed, or where none was the one that follows from turnover and articles in the currency of the tiers; null without either.</summary>
    public Money? LegalMaximum => Ceiling ?? MaximumOf(Country, Decided, Articles, Turnover);

    /// <summary>The fine as a share of <see cref="LegalMaximum"/>; null where that is unknown or in another currency.</summary>
    public decimal? ShareOfCeiling => Share(Fine, LegalMaximum);

    /// <summary>The fine as a share of what was announced; null where nothing was.</summary>
    public decimal? ShareOfAnnounced => Share(Fine, Announced);

    /// <summary>Whether it was imposed under the GDPR or UK GDPR and stands.</summary>
    internal bool Counts => Status is not ("annulled by court" or "law before the GDPR" or "not data protection law");

    private static Money? MaximumOf(string country, string? decided, IReadOnlyList<string> articles, Money? turnover)
    {
        // The United Kingdom decided under the GDPR, with its euros, until the end of 2020.
        var british = country == "GB" && string.CompareOrdinal(decided, "2021") >= 0;
        var tiers = articles.Select(article => Gdpr.Provision.Parse("articles", article))
            .Select(provision => (british ? UkGdpr.Article83.TierOf(provision) : Gdpr.Article83.TierOf(provision)).Value?.Entries[^1].Value);
        return tiers.OfType<Gdpr.Tier>().MaxBy(tier => tier.Fixed.Amount) is { } gravest && turnover is { } given && given.Currency == gravest.Fixed.Currency
            ? given * gravest.Share > gravest.Fixed ? given * gravest.Share : gravest.Fixed
            : null;
    }

    private static decimal? Share(Money part, Money? whole) =>
        whole is { Amount: > 0 } of && of.Currency == part.Currency ? decimal.Round(part.Amount / of.Amount, 6) : null;
}

/// <summary>Which decided fines are comparable; a null leaves that side open.</summary>
public sealed record DecidedFineFilter
{
    /// <summary>An article or provision cited, such as <c>33</c>; an article finds its paragraphs too.</summary>
    public string? Article { get; init; }

    /// <summary>ISO 3166-1 code of the authority's state.</summary>
    public string? Country { get; init; }

    /// <summary>The authority or court, such as <c>ICO</c>.</summary>
    public string? Authority { get; init; }

    /// <summary>The sector's word.</summary>
    public string? Sector { get; init; }

    /// <summary>ISO 4217 code of the fine.</summary>
    public string? Currency { get; init; }

    /// <summary>Least turnover, in the currency of the turnover; leaves out fines with unknown turnover.</summary>
    public decimal? TurnoverFrom { get; init; }

    /// <summary>Largest turnover, likewise.</summary>
    public decimal? TurnoverTo { get; init; }
}

/// <summary>The middle of a set of figures, never one figure sold as an expectation.</summary>
/// <param name="Of">What is counted: <c>fine</c>, <c>shareOfTurnover</c>, <c>shareOfCeiling</c>, <c>shareOfAnnounced</c>.</param>
/// <param name="Currency">The currency of amounts; null for shares.</param>
/// <param name="N">How many there are.</param>
/// <param name="P25">The lower quartile, linearly interpolated; null below five.</param>
/// <param name="Median">Likewise.</param>
/// <param name="P75">Likewise.</param>
/// <param name="Refused">Why there are no percentiles.</param>
public sealed record Percentiles(string Of, string? Currency, int N, decimal? P25, decimal? Median, decimal? P75, string? Refused)
{
    /// <summary>Counts the figures that are there; refuses quartiles below <see cref="DecidedFines.Fewest"/> of them.</summary>
    public static Percentiles From(string of, string? currency, IEnumerable<decimal?> figures)
    {
        var sorted = figures.OfType<decimal>().Order().ToList();
        return sorted.Count < DecidedFines.Fewest
            ? new Percentiles(of, currency, sorted.Count, null, null, null, $"Figures known: {sorted.Count}; below {DecidedFines.Fewest} no percentiles are given.")
            : new Percentiles(of, currency, sorted.Count, Quantile(sorted, 0.25m), Quantile(sorted, 0.5m), Quantile(sorted, 0.75m), null);
    }

    /// <summary>Linear between the two nearest ranks (Hyndman and Fan type 7, the default of R and numpy).</summary>
    private static decimal Quantile(List<decimal> sorted, decimal share)
    {
        var rank = share * (sorted.Count - 1);
        var below = (int)decimal.Truncate(rank);
        return below == sorted.Count - 1 ? sorted[below] : sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }
}

/// <summary>Decided fines that fit a filter, with what can be said of them together.</summary>
/// <param name="Fines">The rows, the largest first within a currency.</param>
/// <param name="Percentiles">By currency, and of the shares.</param>
/// <param name="Note">How to read them.</param>
public sealed record DecidedFinesAnswer(IReadOnlyList<DecidedFine> Fines, IReadOnlyList<Percentiles> Percentiles, string Note);

/// <summary>Decided fines of breaches and of the provisions around them, as data.</summary>
public static class DecidedFines
{
    /// <summary>Fewer figures than this have no percentiles.</summary>
    public const int Fewest = 5;

    private const string Reading =
        "A selection of known cases, not a sample: small and unpublished fines are missing. Percentiles leave out what a court annulled and what was imposed under another law; amounts in different currencies are never mixed.";

    /// <summary>Every row of the data file.</summary>
    public static IReadOnlyList<DecidedFine> All { get; } =
    [
        .. DataFile.Read("decided-fines.csv").Select(row => new DecidedFine(
            row["id"], row["party"], row["country"], row["authority"], row.Text("decided"),
            row["articles"].Split(' ', StringSplitOptions.RemoveEmptyEntries), row["sector"],
            row.Money("turnover", "turnoverCurrency"), row.Money("ceiling", "ceilingCurrency"), row.Money("announced", "currency"),
            new Money(row.Number("fine"), row["currency"]), row["status"], row.Text("note"), row["source"], row.Flag("verified"))),
    ];

    /// <summary>The fines that fit, with percentiles.</summary>
    /// <exception cref="QuestionException">The article is no provision, or a code is none.</exception>
    public static DecidedFinesAnswer Find(DecidedFineFilter filter)
    {
        var article = filter.Article is { } text ? Gdpr.Provision.Parse("article", text).ToString() : null;
        if (filter.Country is { } country)
        {
            Amounts.State("country", country);
        }
        if (filter.Currency is { } currency)
        {
            Amounts.Currency("currency", currency);
        }
        if (filter.Authority is { } authority && !All.Any(fine => DecidedBy(fine, authority)))
        {
            throw QuestionException.Malformed("authority", authority, $"is not one of {string.Join(", ", All.SelectMany(Deciders).Distinct().Order(StringComparer.Ordinal))}.");
        }
        if (filter.Sector is { } sector && !All.Any(fine => fine.Sector == sector))
        {
            throw QuestionException.Malformed("sector", sector, $"is not one of {string.Join(", ", All.Select(fine => fine.Sector).Distinct().Order(StringComparer.Ordinal))}.");
        }
        var fines = All.Where(fine =>
            (article is null || fine.Articles.Any(cited => cited == article || cited.StartsWith(article + "(", StringComparison.Ordinal)))
            && (filter.Country is null || fine.Country == filter.Country)
            && (filter.Authority is null || DecidedBy(fine, filter.Authority))
            && (filter.Sector is null || fine.Sector == filter.Sector)
            && (filter.Currency is null || fine.Fine.Currency == filter.Currency)
            && (filter.TurnoverFrom is null || fine.Turnover?.Amount >= filter.TurnoverFrom)
            && (filter.TurnoverTo is null || fine.Turnover?.Amount <= filter.TurnoverTo))
            .OrderBy(fine => fine.Fine.Currency, StringComparer.Ordinal).ThenByDescending(fine => fine.Fine.Amount).ToList();
        var counted = fines.Where(fine => fine.Counts).ToList();
        return new DecidedFinesAnswer(fines,
        [
            .. counted.GroupBy(fine => fine.Fine.Currency).Select(group => Percentiles.From("fine", group.Key, group.Select(fine => (decimal?)fine.Fine.Amount))),
            Percentiles.From("shareOfTurnover", null, counted.Select(fine => fine.ShareOfTurnover)),
            Percentiles.From("shareOfCeiling", null, counted.Select(fine => fine.ShareOfCeiling)),
            Percentiles.From("shareOfAnnounced", null, counted.Select(fine => fine.ShareOfAnnounced)),
        ], Reading);
    }

    /// <summary>The authority, and the court where one decided after it.</summary>
    private static string[] Deciders(DecidedFine fine) => fine.Authority.Split(" / ");

    private static bool DecidedBy(DecidedFine fine, string authority) => Deciders(fine).Contains(authority, StringComparer.Ordinal);
}
