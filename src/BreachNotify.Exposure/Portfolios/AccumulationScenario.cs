using System.Globalization;
using BreachNotify.Law;
using BreachNotify.Law.Data;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>Whom a scenario hits.</summary>
public enum Dependence
{
    /// <summary>Insureds of the book, whatever they use.</summary>
    Everyone,

    /// <summary>Insureds of one cloud provider (CloudVendor).</summary>
    Cloud,

    /// <summary>Insureds of one e-mail provider (EmailVendor).</summary>
    Email,

    /// <summary>Insureds of one provider of customer management (CRMVendor).</summary>
    Crm,
}

/// <summary>One event that hits many insureds at once, with what it does to each.</summary>
/// <param name="Id">Its key.</param>
/// <param name="What">What happens.</param>
/// <param name="Hits">Whom it hits.</param>
/// <param name="Vendor">The code of the vendor; empty for each that the book names, one after another.</param>
/// <param name="Hit">The part of these that it hits, 0 to 1.</param>
/// <param name="OutageHours">How long systems stand still.</param>
/// <param name="Coverage">The coverage that pays the interruption: NPBI for one's own systems, CBI for those of a supplier.</param>
/// <param name="Impact">The part of the gross profit that is lost meanwhile, 0 to 1.</param>
/// <param name="Clock">Whether the 72 hours of Art. 33 GDPR begin for each that is hit.</param>
/// <param name="Records">The part of its records whose people must be told, 0 to 1.</param>
/// <param name="Response">Incident response of each that is hit.</param>
/// <param name="Notice">Telling one person.</param>
/// <param name="Unit">Currency of the two.</param>
/// <param name="Source">Where the parameters are from.</param>
/// <param name="Verified">False where some are assumptions or were not read.</param>
public sealed record AccumulationScenario(
    string Id, string What, Dependence Hits, string Vendor, double Hit, double OutageHours, string Coverage, double Impact, bool Clock, double Records, double Response, double Notice, string Unit, string Source, bool Verified)
{
    private const double LongestOutage = 24 * 365;
    private const double MostAmount = 1e12;

    /// <summary>The scenarios of this product; an edited copy of their file may take their place.</summary>
    public static IReadOnlyList<AccumulationScenario> Shipped { get; } = [.. DataFile.Read("scenarios.csv", typeof(AccumulationScenario).Assembly).Select(Of)];

    /// <summary>Reads an edited copy.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a cell holds what it must not; the message names line and column.</exception>
    public static IReadOnlyList<AccumulationScenario> Read(TextReader text)
    {
        try
        {
            return [.. DataFile.Read("The file of scenarios", text).Select(Of)];
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or QuestionException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static AccumulationScenario Of(DataRow row)
    {
        double Within(string column, double most) => row.Number(column) is var number && number >= 0 && (double)number <= most
            ? (double)number
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{row.Place}: {column} is {number} and must be 0 to {most}."));
        return new AccumulationScenario(
            row["id"], row["what"], Words.Parse<Dependence>("hits", row["hits"]), row["vendor"], Within("hit", 1), Within("hours", LongestOutage),
            row["coverage"] is "NPBI" or "CBI" ? row["coverage"] : throw new InvalidDataException($"{row.Place}: coverage is '{row["coverage"]}' and must be NPBI or CBI."),
            Within("impact", 1), row.Flag("clock"), Within("records", 1), Within("response", MostAmount), Within("notice", MostAmount), row["unit"], row["source"], row.Flag("verified"));
    }
}

/// <summary>What a scenario costs a book.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Vendor">The vendor that fails; empty where there is none.</param>
/// <param name="Dependent">How many insureds use it.</param>
/// <param name="Hit">How many of them are hit, on average.</param>
/// <param name="GroundUp">Their losses.</param>
/// <param name="Paid">What their policies pay, each with a year that is otherwise without events.</param>
/// <param name="Net">What is left of it after the treaty.</param>
/// <param name="Clocks">How many 72-hour clocks start together, and with them notifications to authorities.</param>
/// <param name="People">How many people must be told: the load on mailings.</param>
/// <param name="WithoutMargin">Insureds whose interruption counts nothing, since the file has no gross profit margin.</param>
/// <param name="WithoutRecords">Insureds whose people count nothing, since the file has no number of records.</param>
public sealed record ScenarioLoss(
    AccumulationScenario Scenario, string Vendor, int Dependent, double Hit, double GroundUp, double Paid, double Net, double Clocks, double People, int WithoutMargin, int WithoutRecords);
