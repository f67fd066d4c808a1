using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>A size band: undertakings with a turnover up to and including <paramref name="UpTo"/>.</summary>
/// <param name="UpTo">Upper edge, included, in the currency of the method.</param>
/// <param name="Low">Lowest share of the starting amount.</param>
/// <param name="High">Highest share of the starting amount.</param>
public sealed record SizeBand(decimal UpTo, decimal Low, decimal High);

/// <summary>
/// The way of the EDPB and the ICO: legal maximum x share for the seriousness x share for the size. Each holds its own
/// figures; where the maximum follows turnover, size is already in it.
/// </summary>
public sealed class StepwiseMethod : FiningMethod
{
    private static readonly ShareRange[] Shares = [new(0m, 0.10m), new(0.10m, 0.20m), new(0.20m, 1.00m)];
    private static readonly ShareRange Whole = new(1, 1);

    private readonly IReadOnlyList<SizeBand> _bands;
    private readonly Citation _seriousness;
    private readonly Citation _size;
    private readonly Reason _noSize;
    private readonly Reason _sizeInMaximum;
    private readonly Dictionary<string, Finding<StartingRange>[,]> _annex = [];

    internal StepwiseMethod(string id, string regime, InForce<IReadOnlyList<SizeBand>> bands, Citation seriousness, params Timeline<Tier>[] tiers)
        : base(id, regime, bands.From)
    {
        (_bands, _seriousness, _size) = (bands.Value, seriousness, bands.Citation);
        _noSize = new Reason("The adjustment for size goes by an undertaking's turnover; it is not applied here.", _size);
        _sizeInMaximum = new Reason("The legal maximum already follows the turnover: no further adjustment for size. The amount is a start, not an expected fine.", _size);
        foreach (var tier in tiers)
        {
            _annex[tier.Entries[^1].Value.Id] = Annex(tier.Entries[^1].Value);
        }
    }

    /// <inheritdoc/>
    public override Finding<StartingRange>? Start(in Offence offence)
    {
        if (offence.Seriousness is not { } seriousness || !Addresses(offence.Who))
        {
            return null;
        }
        if (offence.Who is { Kind: EntityKind.Undertaking, Turnover: { } turnover } && turnover.Amount <= offence.Tier.Crossover)
        {
            return _annex[offence.Tier.Id][(int)seriousness, Band(turnover.Amount)];
        }
        var (share, start) = (Shares[(int)seriousness], Start(offence.Ceiling, seriousness));
        return offence.Who.Kind == EntityKind.Undertaking
            ? new Finding<StartingRange>(new StartingRange(share, start, Whole, start),
                [StartStep(offence.Ceiling, seriousness, start), _sizeInMaximum])
            : new Finding<StartingRange>(new StartingRange(share, start, null, null),
                [StartStep(offence.Ceiling, seriousness, start), _noSize]);
    }

    // Reading: the EDPB's guidelines do not address natural persons who are no undertakings. A public body's cap is national
    // law; only where its authority is known to apply the guidelines to that cap is a start given (PL: DKN.5131.1.2025).
    private static bool Addresses(Undertaking who) => who switch
    {
        { Kind: EntityKind.NaturalPerson } => false,
        { Kind: EntityKind.PublicBody, State: { } state } => PublicBodies.Of(state).StartsByGuidelines,
        _ => true,
    };

    /// <summary>
    /// The table in the annex: the start for a degree of seriousness and a band of turnover, as long as the fixed amount is
    /// the maximum. It does not depend on the exact turnover.
    /// </summary>
    private Finding<StartingRange>[,] Annex(Tier tier)
    {
        var cells = new Finding<StartingRange>[Shares.Length, _bands.Count];
        foreach (var seriousness in Enum.GetValues<Seriousness>())
        {
            for (var i = 0; i < _bands.Count; i++)
            {
                var band = _bands[i];
                var start = Start(tier.Fixed, seriousness);
                var adjusted = new MoneyRange((start.Low * band.Low).WithoutTrailingZeros(), (start.High * band.High).WithoutTrailingZeros(), start.Currency);
                // The last band ends where the tier's share of turnover takes over.
                var edge = new Money(Math.Min(band.UpTo, tier.Crossover), start.Currency);
                var (low, high) = (band.Low.Percent(), band.High.Percent());
                cells[(int)seriousness, i] = new Finding<StartingRange>(
                    new StartingRange(Shares[(int)seriousness], start, new ShareRange(band.Low, band.High), adjusted) { IsOfAnnex = true },
                    [
                        StartStep(tier.Fixed, seriousness, start),
                        i == 0
                            ? new Reason($"The turnover falls into the band up to {edge}: {low} to {high} of the starting amount lie between {adjusted.Words}; that is a start, not an expected fine.", _size)
                            : new Reason($"The turnover falls into the band above {new Money(_bands[i - 1].UpTo, start.Currency)} and up to {edge}: {low} to {high} of the starting amount lie between {adjusted.Words}; that is a start, not an expected fine.", _size),
                    ]);
            }
        }
        return cells;
    }

    /// <inheritdoc/>
    internal override int? BandOf(decimal turnover) => Band(turnover);

    private int Band(decimal turnover)
    {
        var band = 0;
        while (band < _bands.Count - 1 && turnover > _bands[band].UpTo)
        {
            band++;
        }
        return band;
    }

    private static MoneyRange Start(Money maximum, Seriousness seriousness)
    {
        var share = Shares[(int)seriousness];
        return new MoneyRange((maximum.Amount * share.Low).WithoutTrailingZeros(), (maximum.Amount * share.High).WithoutTrailingZeros(), maximum.Currency);
    }

    private Reason StartStep(Money maximum, Seriousness seriousness, MoneyRange start) =>
        new($"Seriousness {Words.Of(seriousness)}: {Shares[(int)seriousness].Low.Percent()} to {Shares[(int)seriousness].High.Percent()} of the legal maximum of {maximum}; the starting amount lies between {start.Words}.", _seriousness);
}
