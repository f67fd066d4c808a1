using System.CommandLine;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;

namespace BreachNotify.Cli;

/// <summary>The options that say who is fined, when, by whom, and at which exchange rate; the same for every command on fines.</summary>
public sealed class FineEntityOptions
{
    private readonly Option<decimal?> _turnover = new("--turnover") { Description = "Worldwide turnover of the whole undertaking in the year before the decision" };
    private readonly Option<string> _currency = new("--currency") { Description = "ISO 4217 code of the turnover", DefaultValueFactory = _ => "EUR" };
    private readonly Option<int?> _year = new("--turnover-year") { Description = "Financial year of the turnover; default the year before the decision" };
    private readonly Option<string?> _entityOnly = new("--entity-turnover-because") { Description = "The turnover is that of the entity alone and not of the group: why" };
    private readonly Option<bool> _forecast = new("--forecast") { Description = "The turnover is a forecast (uk-gdpr)" };
    private readonly Option<bool> _income = new("--total-income") { Description = "The turnover is the total income of a bank" };
    private readonly Option<string> _kind = new("--kind") { Description = "undertaking (default), naturalPerson, association or publicBody", DefaultValueFactory = _ => "undertaking" };
    private readonly Option<string?> _state = new("--state") { Description = "State of a public body, such as PL" };
    private readonly Option<string> _regime = new("--regime") { Description = "gdpr (default) or uk-gdpr", DefaultValueFactory = _ => "gdpr" };
    private readonly Option<string?> _decidedOn = new("--decided-on") { Description = "Date of the decision; default today" };
    private readonly Option<string?> _authority = new("--authority") { Description = "State of the authority, such as PL" };
    private readonly Option<string?> _rate = new("--rate") { Description = "Exchange rate: from, to, rate, date, source, as in USD,EUR,0.9333,2023-12-11,ECB" };
    private readonly Option<FileInfo[]> _rates = new("--rates") { Description = "File of rates as the ECB (eurofxref-hist.csv) or the Polish central bank (archiwum_tab_a_2026.csv) publishes it. May be repeated" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_turnover, _currency, _year, _entityOnly, _forecast, _income, _kind, _state, _regime, _decidedOn, _authority, _rate, _rates])
        {
            command.Add(option);
        }
    }

    public string Regime(ParseResult parsed) => parsed.GetRequiredValue(_regime);

    public string? DecidedOn(ParseResult parsed) => parsed.GetValue(_decidedOn);

    public string? Authority(ParseResult parsed) => parsed.GetValue(_authority);

    public FineEntity Entity(ParseResult parsed)
    {
        var because = parsed.GetValue(_entityOnly);
        return new FineEntity
        {
            Kind = Words.Parse<EntityKind>("--kind", parsed.GetRequiredValue(_kind)),
            Turnover = parsed.GetValue(_turnover) is { } amount ? new Turnover(amount, parsed.GetRequiredValue(_currency)) : null,
            TurnoverYear = parsed.GetValue(_year),
            TurnoverBasis = because is null ? null : TurnoverBasis.Entity,
            TurnoverBasisReason = because,
            TurnoverFigure = parsed.GetValue(_forecast) ? TurnoverFigure.Forecast : null,
            TurnoverMeasure = parsed.GetValue(_income) ? TurnoverMeasure.TotalIncome : null,
            State = parsed.GetValue(_state),
        };
    }

    public ExchangeRateGiven? Rate(ParseResult parsed) => parsed.GetValue(_rate) is { } text ? ExchangeRateGiven.Of("--rate", text) : null;

    public ExchangeRates Rates(ParseResult parsed) =>
        (parsed.GetValue(_rates) ?? []).Aggregate(ExchangeRates.Shipped, (rates, file) => rates.With(Read(file)));

    private static ExchangeRates Read(FileInfo file)
    {
        try
        {
            using var reader = file.OpenText();
            return ExchangeRates.Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new QuestionException(false, "--rates", file.Name, $"cannot be read. {e.Message}");
        }
    }
}
