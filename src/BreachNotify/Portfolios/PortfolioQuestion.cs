using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Portfolios;

/// <summary>How a book is read and simulated. The same file and question give the same results.</summary>
/// <param name="Rate">Events a year at a revenue of 100 million.</param>
/// <param name="SizeExponent">How the rate grows with revenue.</param>
/// <param name="Mu">Of the lognormal loss of an event: mean of the natural logarithm. The default is in US dollars, another in the currency of the book.</param>
/// <param name="Sigma">Standard deviation of the natural logarithm.</param>
/// <param name="OutageRate">Outages a year of each cloud provider.</param>
/// <param name="OutageHit">Probability that an outage costs an insured of that provider a loss.</param>
/// <param name="Dollar">One US dollar in the currency of the book, in which default loss and scenarios are; null for the exchange rate, if one is given.</param>
public sealed partial record PortfolioQuestion(int Years, long Seed, decimal Rate, decimal SizeExponent, decimal Mu, decimal Sigma, decimal OutageRate, decimal OutageHit, decimal? Dollar)
{
    public const int MostYears = 1_000_000;

    private const decimal MostAmount = 1_000_000_000_000_000;

    /// <summary>Currency of the book; null for that of the first good row.</summary>
    public string? Currency { get; init; }

    /// <summary>Each from, to, rate, date and source: <c>USD,EUR,0.9333,2023-12-11,ECB</c>.</summary>
    public IReadOnlyList<string> ExchangeRates { get; init; } = [];

    /// <summary>Where columns of OED stand in the file: <c>AnnualRevenue=Turnover</c>, or <c>PolPerilsCovered==CC1</c> for a value in every row.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>From where attachments are counted.</summary>
    public AttachmentReading Attachment { get; init; }

    /// <summary>Part of everything that is ceded.</summary>
    public decimal QuotaShare { get; init; }

    /// <summary>Kept of each event after the quota share; null for no excess of loss.</summary>
    public decimal? ExcessRetention { get; init; }

    /// <summary>The most ceded above it for an event; null for no limit.</summary>
    public decimal? ExcessLimit { get; init; }

    /// <summary>The most ceded by the excess in a year; null for no limit.</summary>
    public decimal? ExcessAggregate { get; init; }

    /// <summary>Parts of a loss by coverage, <c>NPBI=0.4,INRE=0.6</c>; null for those of IBM 2025.</summary>
    public string? Split { get; init; }

    /// <summary>How long an interruption lasts, for waiting periods.</summary>
    public decimal InterruptionHours { get; init; } = (decimal)LossSplit.UsualOutageHours;

    /// <summary>How waiting periods work.</summary>
    public WaitingPeriodReading Waiting { get; init; }

    /// <summary>Whether every event is listed; null for up to a million of them.</summary>
    public bool? Plt { get; init; }

    /// <summary>How the account file is read.</summary>
    public AccountFormat Format() => new()
    {
        Currency = Currency,
        Rates = AccountFormat.RatesOf("exchangeRate", ExchangeRates),
        Columns = AccountFormat.ColumnsOf("column", Columns),
        Attachment = Attachment,
    };

    /// <summary>The run that answers it.</summary>
    public PortfolioRun RunOf(OedBook accounts)
    {
        var dollar = (double?)Dollar ?? accounts.UnitOf("USD");
        var usual = LossSplit.Usual with { OutageHours = (double)InterruptionHours, Reading = Waiting };
        static double Infinite(decimal? amount) => (double?)amount ?? double.PositiveInfinity;
        var model = new BookModel(
            (double)Rate, (double)SizeExponent, Parameters.Severity(new SeverityModel { Model = SeverityKind.Lognormal, Mu = Mu, Sigma = Sigma }), (double)OutageRate, (double)OutageHit,
            Split is null ? usual : usual.With(LossSplit.PartsOf("split", Split)),
            new Treaty((double)QuotaShare, Infinite(ExcessRetention), Infinite(ExcessLimit), Infinite(ExcessAggregate)))
        {
            Dollar = dollar,
            Scale = ((double)Mu, (double)Sigma) == (BookModel.UsualSeverity.Mu, BookModel.UsualSeverity.Sigma) ? dollar ?? 1 : 1,
        };
        return new PortfolioRun(accounts, model, Years, Seed, listsEvents: Plt);
    }
}
