using BreachNotify.Law.Data;

namespace BreachNotify.Law.Fines;

/// <summary>Whether the law of a country lets a fine be insured.</summary>
public enum InsurabilityStatus
{
    /// <summary>It does, short of intent and gross negligence.</summary>
    Insurable,

    /// <summary>It does not.</summary>
    NotInsurable,

    /// <summary>The source found no clear answer.</summary>
    Unclear,

    /// <summary>No source was read for the country.</summary>
    Unknown,
}

/// <summary>What is known of one country.</summary>
/// <param name="Country">ISO 3166-1 code.</param>
/// <param name="Status">The state of it.</param>
/// <param name="AsOf">Year and month of the source.</param>
/// <param name="Source">The source; null where none was read.</param>
/// <param name="Verified">False where none was read.</param>
/// <param name="Note">What else is to be known.</param>
public sealed record InsurabilityRow(string Country, InsurabilityStatus Status, string AsOf, string? Source, bool Verified, string? Note);

/// <summary>
/// Insurability of fines by country, as of May 2018. Legal, forensic and notification costs and compensation are generally
/// insurable; policies usually cover fines "where insurable by law".
/// </summary>
public static class Insurability
{
    /// <summary>Every country of the study.</summary>
    public static IReadOnlyList<InsurabilityRow> All { get; } =
    [
        .. DataFile.Read("insurability.csv").Select(row => new InsurabilityRow(
            row["country"], Words.Parse<InsurabilityStatus>("status", row["status"]), row["asOf"], row.Text("source"), row.Flag("verified"), row.Text("note"))),
    ];

    /// <summary>The row of a country; unknown where there is none.</summary>
    /// <exception cref="QuestionException">It is no ISO 3166-1 code.</exception>
    public static InsurabilityRow Of(string country)
    {
        Amounts.State("country", country);
        return All.FirstOrDefault(row => row.Country == country)
            ?? new InsurabilityRow(country, InsurabilityStatus.Unknown, "2018-05", null, false, "The study does not cover the country.");
    }

    /// <summary>What of a range of fines an insurer may have to pay: nothing, all of it, or either where that is open.</summary>
    public static MoneyRange Insured(InsurabilityStatus status, MoneyRange fine) => status switch
    {
        InsurabilityStatus.Insurable => fine,
        InsurabilityStatus.NotInsurable => new MoneyRange(0, 0, fine.Currency),
        InsurabilityStatus.Unclear or InsurabilityStatus.Unknown => fine with { Low = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
