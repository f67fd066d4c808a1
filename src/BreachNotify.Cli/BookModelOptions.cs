using System.CommandLine;
using System.Globalization;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Law;

namespace BreachNotify.Cli;

/// <summary>How often and how hard insureds are hit, how losses divide, and what is ceded, as options.</summary>
public sealed class BookModelOptions
{
    private readonly Option<double> _rate = new("--rate") { Description = "Events a year at a revenue of 100 million dollars; default 0.0531 (IRIS 2022, middle of its bounds)", DefaultValueFactory = _ => BookModel.UsualRate };
    private readonly Option<double> _exponent = new("--size-exponent") { Description = "How the rate grows with revenue; default 0.6 (Wheatley and others 2016)", DefaultValueFactory = _ => BookModel.UsualExponent };
    private readonly Option<string[]> _severity = new("--severity") { Description = "Loss of an event as in 'breachnotify loss', in the currency of the book; default lognormal:12.56:3.07 (IRIS 2022) in US dollars" };
    private readonly Option<double> _outage = new("--outage-rate") { Description = "Outages a year of each cloud provider; default 0, since no source gives one" };
    private readonly Option<double> _hit = new("--outage-hit") { Description = "Probability that an outage costs an insured of the provider a loss", DefaultValueFactory = _ => BookModel.UsualOutageHit };
    private readonly Option<string?> _split = new("--split") { Description = "Parts of a loss by OED coverage, as in NPBI=0.4,INRE=0.4,LIA=0.2; default those of IBM 2025" };
    private readonly Option<double> _hours = new("--interruption-hours") { Description = "How long an interruption lasts, for waiting periods; default 72, an assumption", DefaultValueFactory = _ => LossSplit.UsualOutageHours };
    private readonly Option<string> _reading = new("--waiting") { Description = "How waiting periods work: timeDeductible (default) or qualifyingPeriod", DefaultValueFactory = _ => Words.Of(WaitingPeriodReading.TimeDeductible) };
    private readonly Option<double> _quota = new("--quota-share") { Description = "Part of everything that is ceded, such as 0.25; default 0" };
    private readonly Option<double?> _retention = new("--excess-retention") { Description = "Kept of each event after the quota share; default no excess of loss" };
    private readonly Option<double?> _limit = new("--excess-limit") { Description = "The most ceded above it for an event; default no limit" };
    private readonly Option<double?> _yearly = new("--excess-aggregate") { Description = "The most ceded by the excess in a year; default no limit" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_rate, _exponent, _severity, _outage, _hit, _split, _hours, _reading, _quota, _retention, _limit, _yearly])
        {
            command.Add(option);
        }
    }

    /// <param name="parsed">The options.</param>
    /// <param name="dollar">One US dollar in the currency of the book; null where no rate was given, and dollars count as they stand.</param>
    public BookModel Model(ParseResult parsed, double? dollar)
    {
        double Number(Option<double> option, double least, double most) => PortfolioCommand.Within(option.Name, parsed.GetValue(option), least, most);
        double Amount(Option<double?> option) => parsed.GetValue(option) is { } amount ? PortfolioCommand.Within(option.Name, amount, 0, 1e15) : double.PositiveInfinity;
        if (parsed.GetValue(_retention) is null && (parsed.GetValue(_limit) ?? parsed.GetValue(_yearly)) is { } without)
        {
            throw new QuestionException(false, _retention.Name, null, $"is needed for an excess of {without.ToString(CultureInfo.InvariantCulture)}.");
        }
        var split = LossSplit.Usual with { OutageHours = Number(_hours, 0.01, 24 * 365), Reading = Words.Parse<WaitingPeriodReading>(_reading.Name, parsed.GetRequiredValue(_reading)) };
        var own = parsed.GetValue(_severity) is { Length: > 0 } texts ? Parameters.Severity(LossCommand.SeverityOf(texts), _severity.Name) : null;
        return new BookModel(
            Number(_rate, 0, 1000), Number(_exponent, 0, 2), own ?? BookModel.UsualSeverity, Number(_outage, 0, 100), Number(_hit, 0, 1),
            parsed.GetValue(_split) is { } parts ? split.With(LossSplit.PartsOf(_split.Name, parts)) : split,
            new Treaty(Number(_quota, 0, 1), Amount(_retention), Amount(_limit), Amount(_yearly)))
        {
            Dollar = dollar,
            Scale = own is null ? dollar ?? 1 : 1,
        };
    }
}
