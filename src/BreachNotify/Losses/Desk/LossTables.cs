using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Pages;
using BreachNotify.Pages.Charts;
using BreachNotify.Printing;

namespace BreachNotify.Losses.Desk;

/// <summary>What was found on one insured, in the reader's language.</summary>
public sealed class LossTables(LossCase found, Say say, Viewer viewer)
{
    private const decimal OnceIn = 200;
    private const decimal Worst = 0.99m;

    private string Currency => found.Breach.Currency;

    public string Summary => say["losses.summary", Money(found.Year.Mean), Money(found.Year.StandardDeviation), found.Year.ProbabilityOfZero,
        found.Year is { RateOnLine: { } rate, ProbabilityOfLimit: { } exhausted } ? say["losses.rateOnLine", rate, exhausted] : ""];

    /// <summary>Who is insured, as far as it was given.</summary>
    public string Insured => string.Join(" · ", new[]
    {
        $"{say["loss.country"]} {Asked.Country}",
        Asked.Revenue is { } revenue ? $"{say["loss.revenue"]} {viewer.Money(new Money(revenue.Amount, revenue.Currency))}" : null,
        $"{say["loss.records"]} {Number(Asked.Records!.Value)}",
        $"{say["loss.people"]} {Number(Asked.People)}",
    }.OfType<string>());

    public ChartData Curve => new(
        "curve", say["losses.curve"], say["losses.curveText", Money(At(OnceIn)?.Aggregate ?? 0)], new Axis(say["losses.years"], IsLog: true), new Axis(Currency, IsLog: true, (value, culture) => value.ToString("N0", culture)),
        [
            Line("losses.aggregate", found.Year, row => row.Aggregate),
            Line("losses.tail", found.Year, row => row.AggregateTail),
            .. found.Before is { } before ? new[] { Line("losses.before", before, row => row.Occurrence) } : [],
        ],
        [.. Reference(say["loss.retention"], Terms.Retention), .. Reference(Terms.Share is < 1 ? say["losses.shareOfLimit"] : say["loss.limit"], Terms.Limit * (Terms.Share ?? 1))]);

    public Table ReturnPeriods => new(
        say["losses.returnPeriods", Currency], [say["losses.years"], say["losses.aggregate"], say["losses.tail"], say["losses.occurrence"]],
        [.. found.Year.Exceedance.Select(row => Row(Number(row.ReturnPeriod), row.Aggregate, row.AggregateTail, row.Occurrence))],
        say["losses.bounds"]);

    public Table Components => new(
        say["losses.components", Currency], [say["losses.component"], say["losses.low"], say["losses.base"], say["losses.high"]],
        [.. found.Breach.Components.Select(row => Row(say[$"component.{Words<Component>.Of(row.Component)}"] + (row.Verified ? "" : " *"), row.Cost)), Row(say["losses.total"], found.Breach.Total)],
        found.Breach.Verified ? null : say["losses.unverified"]);

    public Table Payments => new(
        say["losses.paid", Currency], [say["losses.reading"], say["losses.low"], say["losses.base"], say["losses.high"]],
        [.. found.Breach.Paid.Select(row => Row(
            say[$"order.{Words<TermsOrder>.Of(row.Order)}"] + (row.WaitingPeriod is { } waiting ? $", {say[$"waiting.{Words<WaitingPeriodReading>.Of(waiting)}"]}" : ""), row.Paid))]);

    public Table Fine => new(
        say["losses.fine"], [say["losses.ceiling"], say["losses.start"], say["losses.insured"]],
        found.Breach.Fine is { } fine
            ? [[fine.Ceiling is { } ceiling ? viewer.Money(ceiling) : say["fines.none"], fine.Range is { } range ? viewer.Money(range) : say["fines.noMethod"], $"{viewer.Money(fine.Insured)}, {say[$"insurable.{Words<InsurabilityStatus>.Of(fine.Insurability.Status)}"]}"]]
            : [],
        IsText: true);

    public Table Scenarios => new(
        say["losses.scenarios", Currency], [say["losses.scenario"], say["losses.low"], say["losses.base"], say["losses.high"], say["losses.paidBase"]],
        [.. found.Scenarios.Select(scenario => Row(say[$"case.{scenario.Name}", scenario.Size], scenario.Answer.Total).Append(Between(scenario.Answer.Paid)).ToList())],
        say["losses.scenariosText"]);

    public Table Sensitivities => new(
        say["losses.sensitivities", Currency], [say["losses.change"], say["losses.mean"], say["losses.onceIn", OnceIn], say["losses.worst", 1 - Worst]],
        [Moved("none", found.Year), .. found.Sensitivities.Select(change => Moved(change.Name, change.Answer))]);

    /// <summary>What the figures rest on, with where it stands.</summary>
    public Table Assumptions => Rests([.. found.Breach.Components.SelectMany(row => row.Derivation).Where(reason => reason.Text.StartsWith("Converted at ", StringComparison.Ordinal)).Distinct()]);

    private Table Rests(IReadOnlyList<Reason> converted) => new(
        say["losses.assumptions"], [say["losses.what"], say["losses.restsOn"]],
        [
            [say["loss.frequency"], say["losses.frequencySource", found.Year.Request.Frequency.Mean]],
            [say["losses.severity"], say["losses.severitySource", found.Year.Request.Severity.Mu, found.Year.Request.Severity.Sigma]],
            .. found.Breach.Components.Select(row => (IReadOnlyList<string>)[say[$"component.{Words<Component>.Of(row.Component)}"], string.Join(" · ", row.Derivation.Except(converted).Select(Text))]),
            .. converted.Select(reason => (IReadOnlyList<string>)[say["losses.rates"], Text(reason)]),
            .. Warnings.Select(warning => (IReadOnlyList<string>)[say["losses.warning"], warning]),
        ],
        IsText: true);

    /// <summary>The terms that were given.</summary>
    public string Policy => string.Join(" · ", new (string Label, decimal? Value)[]
    {
        (say["loss.retention"], Terms.Retention), (say["loss.limit"], Terms.Limit), (say["loss.share"], Terms.Share), (say["loss.aggregateRetention"], Terms.AggregateRetention is 0 ? null : Terms.AggregateRetention), (say["loss.aggregateLimit"], Terms.AggregateLimit),
        (say["loss.waitingHours"], Asked.Interruption?.WaitingHours), (say["loss.indemnityDays"], Asked.Interruption?.IndemnityDays),
    }.Where(term => term.Value is not null).Select(term => $"{term.Label} {Exactly(term.Value!.Value)}")
        .Concat(Asked.Policy!.Sublimits!.Select(sublimit => say["losses.sublimitOf", say[$"component.{Words<Component>.Of(sublimit.Component)}"], Exactly(sublimit.Limit)])));

    private BreachCostQuestion Asked => found.Breach.Request;

    private PolicyTerms Terms => found.Year.Request.Terms!;

    public IReadOnlyList<string> Warnings => [.. found.Year.Warnings, .. found.Breach.Warnings];

    private string Text(Reason reason) => $"{reason.Text} {reason.Citation.Text}{(reason.Verified || reason.Text.Contains("not verified", StringComparison.Ordinal) ? "" : $" ({say["duty.unverified"]})")}";

    private Series Line(string name, LossAnswer answer, Func<Exceedance, decimal> of) =>
        new(say[name], Shape.Line, [.. answer.Exceedance.Select(row => new Point((double)row.ReturnPeriod, (double)of(row)))]);

    private IEnumerable<ReferenceLine> Reference(string label, decimal? at) =>
        at is > 0 and var amount ? [new ReferenceLine($"{label} {Number(amount)}", (double)amount)] : [];

    private Exceedance? At(decimal period) => found.Year.Exceedance.FirstOrDefault(row => row.ReturnPeriod == period);

    private string Between(IReadOnlyList<Payment> paid)
    {
        var (least, most) = (paid.Min(row => row.Paid.Base), paid.Max(row => row.Paid.Base));
        return least == most ? Number(least) : $"{Number(least)} – {Number(most)}";
    }

    private IReadOnlyList<string> Moved(string change, LossAnswer year) => Row(say[$"change.{change}"],
        year.Mean, year.Exceedance.First(row => row.ReturnPeriod == OnceIn).Aggregate, year.TailValueAtRisk.First(row => row.Level == Worst).Amount);

    private IReadOnlyList<string> Row(string name, Estimate estimate) => Row(name, estimate.Low, estimate.Base, estimate.High);

    private IReadOnlyList<string> Row(string name, params IEnumerable<decimal> amounts) => [name, .. amounts.Select(Number)];

    private string Exactly(decimal amount) => amount.ToString("#,0.####", viewer.Culture);

    private string Number(decimal amount) => amount.ToString("N0", viewer.Culture);

    private string Money(decimal amount) => viewer.Money(new Money(decimal.Round(amount), Currency));
}
