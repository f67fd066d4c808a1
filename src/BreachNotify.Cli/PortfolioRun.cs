using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Cli;

/// <summary>A book with its model, and what was found for it.</summary>
/// <param name="accounts">The book as read.</param>
/// <param name="model">How often and how hard it is hit.</param>
/// <param name="years">How many years.</param>
/// <param name="seed">Of the random numbers.</param>
/// <param name="scenarios">Accumulation scenarios.</param>
/// <param name="cancellation">Ends it.</param>
public sealed class PortfolioRun(OedBook accounts, BookModel model, int years, long seed, IReadOnlyList<AccumulationScenario> scenarios, CancellationToken cancellation)
{
    public OedBook Accounts => accounts;

    public BookModel Model => model;

    public int Years => years;

    public Book Book { get; } = model.Of(accounts);

    public PortfolioLoss Loss { get; private set; } = null!;

    /// <summary>The worst years are one in so many.</summary>
    public double TailPeriod { get; } = Math.Min(100, years);

    public IReadOnlyList<double> TailShares { get; private set; } = [];

    public IReadOnlyList<Concentration> Concentrations { get; private set; } = [];

    public IReadOnlyList<ScenarioLoss> Scenarios { get; } = ScenarioLosses.Of(accounts, scenarios, (model.Split ?? LossSplit.Usual).Reading, model.Treaty, model.Dollar);

    /// <summary>Draws the years, and then the worst of them again.</summary>
    /// <param name="done">Told how many years are done; every year twice.</param>
    /// <exception cref="Law.QuestionException">It takes more memory than there is.</exception>
    public void Start(Action<int> done)
    {
        var threads = Environment.ProcessorCount;
        RunMemory.Refuse(Book, years, threads);
        Loss = Simulation.Run(Book, years, seed, threads, done, cancellation);
        TailShares = Simulation.TailShares(Book, Loss, TailPeriod, seed, threads, cancellation);
        Concentrations = Concentration.Of(accounts, Loss, TailShares);
    }

    public IEnumerable<EventLoss> Events() => Simulation.Events(Book, years, seed, cancellation);

    /// <summary>The insured hit most often, without shared events: simulated, and exactly.</summary>
    public (PolicyLoss Simulated, double Exact) Check()
    {
        // The one that happened to cost most would not be a fair choice.
        var insured = Book.Insureds.MaxBy(insured => insured.Rate)!;
        var alone = Simulation.Run(new Book([insured], []), years, seed, 1, cancellation: cancellation);
        return (alone.Policies[0], ExactPolicy.Mean(insured, insured.Policies[0]));
    }
}
