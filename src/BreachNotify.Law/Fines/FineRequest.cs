using System.Globalization;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fining;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Fines;

/// <summary>A question with its defaults filled in, amounts as decimal strings: what was asked, however it was written.</summary>
public sealed record FineRequest
{
    /// <summary>Regime id.</summary>
    public required string Regime { get; init; }

    /// <summary>ISO date of the decision.</summary>
    public required string DecidedOn { get; init; }

    /// <summary>The state whose authority decides, if named.</summary>
    public string? Authority { get; init; }

    /// <summary>The method applied, if any.</summary>
    public string? Method { get; init; }

    /// <summary>The addressee.</summary>
    public required FineRequestEntity Entity { get; init; }

    /// <summary>The exchange rate applied, if any.</summary>
    public FineRequestRate? ExchangeRate { get; init; }

    /// <summary>The infringements, provisions in their short form.</summary>
    public required IReadOnlyList<FineRequestInfringement> Infringements { get; init; }

    internal static FineRequest Of(FineQuestion question, LocalDate decidedOn, FiningMethod? method, Addressee addressee, IReadOnlyList<FineRequestInfringement> infringements)
    {
        var entity = question.Entity;
        var (who, rate) = (addressee.Who, addressee.Rate);
        var fined = entity.Kind == EntityKind.Undertaking;
        return new FineRequest
        {
            Regime = question.Regime,
            DecidedOn = Digits.Print(decidedOn),
            Authority = question.Authority,
            Method = method?.Id,
            Entity = new FineRequestEntity
            {
                Kind = entity.Kind,
                State = who.State,
                Turnover = (who.OwnTurnover ?? who.Turnover) is { } turnover ? new FineRequestAmount(Exact(turnover.Amount), turnover.Currency) : null,
                TurnoverBasis = fined ? entity.TurnoverBasis ?? TurnoverBasis.Group : null,
                TurnoverBasisReason = entity.TurnoverBasisReason,
                TurnoverFigure = fined ? entity.TurnoverFigure ?? TurnoverFigure.Accounts : null,
                TurnoverMeasure = fined ? entity.TurnoverMeasure ?? TurnoverMeasure.Revenue : null,
                TurnoverYear = who.TurnoverYear,
            },
            ExchangeRate = rate is null ? null : new FineRequestRate(rate.From, rate.To, Exact(rate.Rate), LocalDatePattern.Iso.Format(rate.Date), rate.Source),
            Infringements = infringements,
        };
    }

    internal static string Exact(decimal amount) => new PlainDecimal(amount) is { Scale: 0, IsNegative: false } whole
        ? whole.Digits.ToString(CultureInfo.InvariantCulture)
        : amount.WithoutTrailingZeros().ToString(CultureInfo.InvariantCulture);
}

/// <summary>The addressee of a question with its defaults filled in.</summary>
public sealed record FineRequestEntity
{
    /// <summary>As asked.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>As asked.</summary>
    public string? State { get; init; }

    /// <summary>As asked, in its own currency.</summary>
    public FineRequestAmount? Turnover { get; init; }

    /// <summary>Null for those who are no undertakings, as the rest.</summary>
    public TurnoverBasis? TurnoverBasis { get; init; }

    /// <summary>As asked.</summary>
    public string? TurnoverBasisReason { get; init; }

    /// <summary>As asked, or accounts.</summary>
    public TurnoverFigure? TurnoverFigure { get; init; }

    /// <summary>As asked, or revenue.</summary>
    public TurnoverMeasure? TurnoverMeasure { get; init; }

    /// <summary>As asked, or the year before the decision.</summary>
    public int? TurnoverYear { get; init; }
}

/// <summary>An amount as a decimal string.</summary>
public sealed record FineRequestAmount(string Amount, string Currency);

/// <summary>The exchange rate applied, given or held.</summary>
public sealed record FineRequestRate(string From, string To, string Rate, string Date, string Source);

/// <summary>An infringement with its defaults filled in.</summary>
public sealed record FineRequestInfringement(string Provision, Seriousness? Seriousness, int? Category, string Conduct, IReadOnlyList<FineRequestFactor>? Factors);

/// <summary>A factor as it was weighed.</summary>
public sealed record FineRequestFactor(string Point, FactorDirection Direction, string? Weight, FineRequestAmount? Amount, string? Reason);
