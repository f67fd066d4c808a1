using BreachNotify.Law.Regulation1182;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// How a law counts. The plain manner: elapsed hours; days end with their last hour, the day of the event not counted. A
/// further way to count stands beside it as a second reading.
/// </summary>
/// <param name="NotCounted">Why the hour of the event may be left out and months run to the end of a day; null where nobody argues so.</param>
/// <param name="RollsOver">Why an end on a day off may move; null where nobody argues so.</param>
/// <param name="Standing">How far that is accepted.</param>
public sealed record Manner(Reason? NotCounted, Reason? RollsOver, Standing Standing)
{
    private const string Eli = "http://data.europa.eu/eli/reg/1971/1182/oj";

    /// <summary>Only the plain manner.</summary>
    public static readonly Manner Plain = new(null, null, Standing.Text);

    /// <summary>A regulation of the Union: Regulation 1182/71 counts unless the act provides otherwise.</summary>
    public static readonly Manner UnionRegulation = new(
        new Reason("Periods in acts of the Union are counted by Regulation 1182/71 unless they provide otherwise.", new Citation("Regulation 1182/71 Art. 1", Eli)),
        new Reason("A period not expressed in hours that ends on a day off ends with the next working day.", Article3.RollOver),
        Standing.Text);

    // Reading: a directive binds through national law, which may count by its own rules; no authority was found that says which.
    /// <summary>A directive of the Union: national law that transposes it may count in its own way.</summary>
    public static readonly Manner UnionDirective = new(
        new Reason("Regulation 1182/71 counts periods in acts of the Union; whether the national law that transposes the directive counts so is not verified.",
            new Citation("Regulation 1182/71 Art. 1", Eli), verified: false),
        new Reason("A period not expressed in hours that ends on a day off ends with the next working day.", Article3.RollOver),
        Standing.Disputed);
}
