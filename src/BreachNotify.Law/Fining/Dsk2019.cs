using System.Globalization;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// The concept of the German conference of authorities of 14 October 2019: a daily rate from the size class of the
/// undertaking, times a factor for the severity. LG Bonn (29 OWi 1/20, 11 November 2020) criticised it: it leads to fines out
/// of proportion for large undertakings.
/// </summary>
public sealed class Dsk2019 : FiningMethod
{
    private static readonly Citation Concept = new("DSK, concept for fining undertakings (14 October 2019)");

    /// <summary>A size class: turnover up to and including <paramref name="UpTo"/>, mean turnover / 360 in whole euros.</summary>
    private sealed record SizeClass(string Name, decimal UpTo, decimal DailyRate, bool Verified);

    /// <summary>Rates of A.I, A.II, B.I, B.III and D.II were read; the limits and the other rates follow by the same formula and are not verified.</summary>
    private static readonly SizeClass[] Classes =
    [
        new("A.I", 700_000m, 972m, true),
        new("A.II", 1_400_000m, 2_917m, true),
        new("A.III", 2_000_000m, 4_722m, false),
        new("B.I", 5_000_000m, 9_722m, true),
        new("B.II", 7_500_000m, 17_361m, false),
        new("B.III", 10_000_000m, 24_306m, true),
        new("C.I", 12_500_000m, 31_250m, false),
        new("C.II", 15_000_000m, 38_194m, false),
        new("C.III", 20_000_000m, 48_611m, false),
        new("C.IV", 25_000_000m, 62_500m, false),
        new("C.V", 30_000_000m, 76_389m, false),
        new("C.VI", 40_000_000m, 97_222m, false),
        new("C.VII", 50_000_000m, 125_000m, false),
        new("D.I", 75_000_000m, 173_611m, false),
        new("D.II", 100_000_000m, 243_056m, true),
        new("D.III", 200_000_000m, 416_667m, false),
        new("D.IV", 300_000_000m, 694_444m, false),
        new("D.V", 400_000_000m, 972_222m, false),
        new("D.VI", 500_000_000m, 1_250_000m, false),
    ];

    /// <summary>Factors for light, medium and severe to very severe offences under Art. 83(5) and (6).</summary>
    private static readonly ShareRange[] Material = [new(1, 4), new(4, 8), new(8, 14.4m)];

    /// <summary>The same under Art. 83(4); not verified.</summary>
    private static readonly ShareRange[] Formal = [new(1, 2), new(2, 4), new(4, 7.2m)];

    private Dsk2019()
        : base("dsk-2019", "gdpr", new LocalDate(2019, 10, 14), new LocalDate(2023, 5, 24), Edpb042022.Id)
    {
    }

    /// <summary>The method.</summary>
    public static readonly FiningMethod Method = new Dsk2019();

    /// <inheritdoc/>
    public override Finding<StartingRange>? Start(in Offence offence)
    {
        if (offence.Seriousness is not { } seriousness || offence.Who is not { Kind: EntityKind.Undertaking, Turnover: { } turnover })
        {
            return null;
        }
        var size = Array.Find(Classes, c => turnover.Amount <= c.UpTo)
            ?? new SizeClass("D.VII", decimal.MaxValue, decimal.Round(turnover.Amount / 360, 0, MidpointRounding.AwayFromZero), false);
        var formal = offence.Tier.Id == "83(4)";
        var factor = (formal ? Formal : Material)[(int)seriousness];
        var daily = new Money(size.DailyRate, "EUR");
        var start = new MoneyRange(Math.Min(daily.Amount * factor.Low, offence.Ceiling.Amount), Math.Min(daily.Amount * factor.High, offence.Ceiling.Amount), "EUR");
        return new Finding<StartingRange>(new StartingRange(null, start, null, null, daily),
        [
            Superseded!,
            new Reason($"A turnover of {turnover} is in class {size.Name}: daily rate {daily}.{(size.Verified ? "" : " This class is not verified.")}", Concept, size.Verified),
            new Reason($"Seriousness {Words.Of(seriousness)} of a {(formal ? "formal" : "material")} offence: factor {Number(factor.Low)} to {Number(factor.High)}, that is between {start.Words} within the legal maximum.{(formal ? " These factors are not verified." : "")}", Concept, !formal),
        ]);
    }

    private static string Number(decimal factor) => factor.ToString(CultureInfo.InvariantCulture);
}
