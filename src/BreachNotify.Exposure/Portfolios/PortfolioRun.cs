using System.Globalization;
using BreachNotify.Exposure.Tables;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>A book with its model through simulated years to its tables: the same at the prompt and in the service.</summary>
/// <param name="accounts">The book as read.</param>
/// <param name="model">How often and how hard it is hit.</param>
/// <param name="years">How many years, 1 or more.</param>
/// <param name="seed">Of the random numbers.</param>
/// <param name="scenarios">Accumulation scenarios; default those of this product.</param>
/// <param name="listsEvents">Whether the table of every event is written; null for up to <see cref="MostListed"/> of them.</param>
public sealed class PortfolioRun(OedBook accounts, BookModel model, int years, long seed, IReadOnlyList<AccumulationScenario>? scenarios = null, bool? listsEvents = null)
{
    /// <summary>More expected events than this are listed only for those who ask: the file is as long as the simulation is large.</summary>
    public const int MostListed = 1_000_000;

    /// <summary>The worst years are one in a hundred: TVaR 99 %.</summary>
    private const double UsualTailPeriod = 100;

    private readonly IReadOnlyList<AccumulationScenario> _scenarios = scenarios ?? AccumulationScenario.Shipped;

    /// <summary>The book as read.</summary>
    public OedBook Accounts => accounts;

    /// <summary>How often and how hard it is hit.</summary>
    public BookModel Model => model;

    /// <summary>How many years.</summary>
    public int Years => years;

    /// <summary>The book made ready.</summary>
    public Book Book { get; } = model.Of(accounts);

    /// <summary>Expected events over all years.</summary>
    public double Events => years * Book.Events;

    /// <summary>Whether the table of every event is written.</summary>
    public bool ListsEvents => listsEvents ?? Events <= MostListed;

    /// <summary>Whether anything is ceded.</summary>
    public bool HasTreaty => model.Treaty is { } treaty && treaty != new Treaty();

    /// <summary>The worst years are one in so many.</summary>
    public double TailPeriod { get; } = Math.Min(UsualTailPeriod, years);

    /// <summary>The simulated years, once it has run; so is all that follows.</summary>
    public PortfolioLoss Loss { get; private set; } = null!;

    /// <summary>What each policy pays on average in the worst years.</summary>
    public IReadOnlyList<double> TailShares { get; private set; } = [];

    /// <summary>Where the book is concentrated.</summary>
    public IReadOnlyList<Concentration> Concentrations { get; private set; } = [];

    /// <summary>What single large events cost.</summary>
    public IReadOnlyList<ScenarioLoss> Scenarios { get; private set; } = [];

    /// <summary>One policy by simulation and exactly.</summary>
    public Check Check { get; private set; } = null!;

    /// <summary>What was found, to the cent.</summary>
    public PortfolioResult Result => PortfolioResult.Of(this);

    /// <summary>Refuses a run that the memory does not hold.</summary>
    /// <param name="threads">How many blocks of years at a time.</param>
    /// <param name="available">Bytes; default what the process, or its container, has left.</param>
    /// <exception cref="Law.QuestionException">It takes more; the message says how many years would fit.</exception>
    public void RefuseTooLarge(int threads, double? available = null) => RunMemory.Refuse(Book, years, threads, ListsEvents, available);

    /// <summary>Draws the years, and then once more for what each policy pays in the worst of them.</summary>
    /// <param name="threads">How many blocks of years at a time.</param>
    /// <param name="done">Told how many years are done, from any thread; every year twice.</param>
    /// <param name="kept">Blocks of an earlier process, and where those of this one are kept; null for none.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public void Start(int threads, Action<int>? done = null, KeptBlocks? kept = null, CancellationToken cancellation = default)
    {
        Loss = Simulation.Run(Book, years, seed, threads, done, kept, cancellation);
        TailShares = Simulation.TailShares(Book, Loss, TailPeriod, seed, threads, done, kept, cancellation);
        Concentrations = Concentration.Of(accounts, Loss, TailShares);
        Scenarios = ScenarioLosses.Of(accounts, _scenarios.Where(scenario => UnitOf(scenario) is not null), (model.Split ?? LossSplit.Usual).Reading, model.Treaty, scenario => UnitOf(scenario)!.Value);
        Check = OneAlone(cancellation);
    }

    /// <summary>Every table but that of the events, in the order of a workbook.</summary>
    public IReadOnlyList<ResultTable> Tables() =>
    [
        OrdTables.Ept(Loss), OrdTables.Alt(Loss), .. HasTreaty ? [OrdTables.NetEpt(Loss, model.Treaty!), OrdTables.NetAlt(Loss)] : (ResultTable[])[],
        OrdTables.Policies(Loss, TailShares), OrdTables.Concentrations(Concentrations), OrdTables.Scenarios(Scenarios), OrdTables.Rejected(accounts.Rejected),
    ];

    /// <summary>Every event, drawn again and never all in memory; null where it is not written.</summary>
    public ResultTable? EventTable(CancellationToken cancellation = default) => ListsEvents ? OrdTables.Plt(Simulation.Events(Book, years, seed, cancellation), years) : null;

    /// <summary>What a reader must know before using a figure.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            foreach (var rate in accounts.Rates)
            {
                yield return $"Converted at {rate}.";
            }
            if (accounts.Ignored.Count > 0)
            {
                yield return $"Not applied: {string.Join(", ", accounts.Ignored)}.";
            }
            if (model.Dollar is { } dollar && accounts.Currency != "USD")
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The published parameters, which are in US dollars, were converted at 1 USD = {dollar} {accounts.Currency}.");
            }
            else if (accounts.Currency != "USD")
            {
                yield return $"The published parameters are in US dollars and were taken for {accounts.Currency} as they stand; a rate between USD and {accounts.Currency} converts them.";
            }
            if (_scenarios.Where(scenario => UnitOf(scenario) is null).Select(scenario => scenario.Unit).Distinct().Order(StringComparer.Ordinal).ToList() is { Count: > 0 } units)
            {
                yield return $"Scenarios in {string.Join(", ", units)} are left out: give a rate to {accounts.Currency} with its date and source, none is assumed.";
            }
            var (margins, records) = (Scenarios.Select(row => row.WithoutMargin).DefaultIfEmpty(0).Max(), Scenarios.Select(row => row.WithoutRecords).DefaultIfEmpty(0).Max());
            if (margins + records > 0)
            {
                yield return $"Scenarios count no interruption where the file has no GrossProfitMargin (up to {margins} insureds) and no people where it has no NumberOfRecords (up to {records}).";
            }
            if (Scenarios.Any(row => !row.Scenario.Verified))
            {
                yield return "Some parameters of scenarios are assumptions; the table of scenarios names their sources.";
            }
            if (!ListsEvents)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The table of every event (plt) was not asked for and would have about {Events:#,0} rows; it is written by itself up to {MostListed:#,0}.");
            }
        }
    }

    /// <summary>Response and notices of a scenario in the currency of the book; null without a rate.</summary>
    private double? UnitOf(AccumulationScenario scenario) => scenario.Unit == "USD" && accounts.Currency != "USD" ? model.Dollar : accounts.UnitOf(scenario.Unit);

    private Check OneAlone(CancellationToken cancellation)
    {
        var insured = Book.Insureds.MaxBy(insured => insured.Rate)!;
        var policy = Simulation.Run(new Book([insured], []), years, seed, 1, cancellation: cancellation).Policies[0];
        return new Check(policy.Id, policy.Mean, policy.StandardDeviation / Math.Sqrt(years), ExactPolicy.Mean(insured, insured.Policies[0]));
    }
}
