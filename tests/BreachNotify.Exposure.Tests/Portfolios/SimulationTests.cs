using BreachNotify.Exposure.Aggregation;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Severities;
using BreachNotify.Law;

namespace BreachNotify.Exposure.Tests.Portfolios;

public class SimulationTests
{
    private static readonly Lognormal Loss = new(11, 2);
    private static readonly Layer Layer = new("P1", 50_000, 5_000_000);

    private static Book One(double rate, params Layer[] layers) => new([new Insured("A", rate, Loss, 1, layers)], []);

    [Fact]
    public void One_insured_simulated_agrees_with_the_exact_answer_within_three_standard_errors()
    {
        const int years = 2_000_000;
        var exact = LossRules.Answer(new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 2 },
            Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 11, Sigma = 2 },
            Terms = new PolicyTerms { Retention = 50_000, Limit = 5_000_000, AggregateRetention = 100_000, AggregateLimit = 8_000_000 },
        });

        var loss = Simulation.Run(One(2, Layer with { AggregateAttachment = 100_000, AggregateLimit = 8_000_000 }), years, 1, 2);

        var figures = PortfolioLoss.Figures(loss.Totals);
        Assert.InRange((double)exact.Mean, figures.Mean - (3 * figures.StandardError), figures.Mean + (3 * figures.StandardError));
        Assert.Equal((double)exact.StandardDeviation, figures.StandardDeviation, (double)exact.StandardDeviation * 0.01);
        Assert.Equal(figures.Mean, loss.Policies.Single().Mean, figures.Mean * 1e-12);
        foreach (var row in exact.Exceedance)
        {
            Fits(loss.Totals, (double)row.Aggregate, (double)row.ReturnPeriod);
            Fits(loss.Largest, (double)row.Occurrence, (double)row.ReturnPeriod);
        }

        // No more years than one in T lie beyond the loss, and no fewer reach it.
        void Fits(IReadOnlyList<double> simulated, double amount, double period)
        {
            var (step, error) = ((double)exact.GridStep, 3 * Math.Sqrt(1 / period / years));
            Assert.InRange(simulated.Count(year => year > amount + step) / (double)years, 0, (1 / period) + error);
            Assert.InRange(simulated.Count(year => year >= amount - step) / (double)years, (1 / period) - error, 1);
        }
    }

    [Fact]
    public void Each_policy_of_a_book_has_its_exact_mean_within_four_standard_errors()
    {
        const int years = 100_000;
        var book = new Book([.. Enumerable.Range(1, 20).Select(i => new Insured($"I{i}", 0.1 * i, Loss, 0.5 * i,
            [new Layer($"A{i}", 20_000 * i, 1_000_000, 1, 0, 1_500_000), new Layer($"B{i}", 1_000_000, 2_000_000, 0.4)]))], []);

        var loss = Simulation.Run(book, years, 4, 2);

        // Of forty policies one in four hundred would lie beyond four.
        Assert.All(book.Insureds.SelectMany(insured => insured.Policies.Select(policy => ExactPolicy.Mean(insured, policy))).Zip(loss.Policies), pair =>
            Assert.Equal(pair.First, pair.Second.Mean, 4 * pair.Second.StandardDeviation / Math.Sqrt(years)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_any_number_of_threads()
    {
        var book = new Book(
            [.. Enumerable.Range(0, 300).Select(i => new Insured($"I{i}", 0.1 + (i % 7 * 0.05), i % 2 == 0 ? Loss : new Gamma(2, 30_000), 1 + (i % 5), [new Layer($"P{i}", 10_000, 1_000_000, 0.5, 5_000, 1_500_000)]))],
            [new SharedEvent("cloud", 0.2, [.. Enumerable.Range(0, 100)], 0.4)],
            new Treaty(0.2, 1_000_000, 5_000_000, 8_000_000));
        string Run(long seed, int threads)
        {
            var loss = Simulation.Run(book, 1000, seed, threads);
            return string.Join(' ', loss.Totals.Concat(loss.Largest).Concat(loss.Net).Concat(loss.Policies.SelectMany(policy => new[] { policy.Mean, policy.StandardDeviation })).Select(BitConverter.DoubleToInt64Bits));
        }

        var once = Run(1, 1);
        Assert.Equal(once, Run(1, 2));
        Assert.Equal(once, Run(1, 7));
        Assert.NotEqual(once, Run(2, 2));
    }

    [Fact]
    public void What_each_policy_pays_in_the_worst_years_adds_up_to_the_tail_of_the_book()
    {
        var book = new Book([.. Enumerable.Range(1, 50).Select(i => new Insured($"I{i}", 0.02 * i, Loss, 1, [new Layer($"P{i}", 10_000, 200_000 * i, 0.5, 5_000, 300_000 * i)]))],
            [new SharedEvent("cloud", 0.1, [.. Enumerable.Range(0, 20)], 0.5)]);
        var loss = Simulation.Run(book, 4000, 9, 2);

        foreach (var point in PortfolioLoss.Curve(loss.Totals, [200, 100, 10]))
        {
            var shares = Simulation.TailShares(book, loss, point.ReturnPeriod, 9, 2);
            Assert.Equal(point.Tail, shares.Sum(), point.Tail * 1e-12);
            Assert.Equal(shares, Simulation.TailShares(book, loss, point.ReturnPeriod, 9, 1));
        }
        // Over all years the share is the mean.
        Assert.All(Simulation.TailShares(book, loss, 1, 9, 2).Zip(loss.Policies), pair => Assert.Equal(pair.Second.Mean, pair.First, pair.First * 1e-12));
    }

    [Fact]
    public void The_events_of_a_year_are_those_its_largest_and_its_sum_were_taken_from()
    {
        var book = new Book([.. Enumerable.Range(0, 30).Select(i => new Insured($"I{i}", 0.1, Loss, 1, [new Layer($"P{i}", 10_000, 1_000_000)]))], [new SharedEvent("cloud", 0.2, [0, 1, 2], 0.7)]);
        var loss = Simulation.Run(book, 500, 2, 2);
        var years = Simulation.Events(book, 500, 2).ToLookup(happened => happened.Year);

        for (var year = 0; year < 500; year++)
        {
            Assert.Equal(loss.Totals[year], years[year].Sum(happened => happened.Loss), 1e-6);
            Assert.Equal(loss.Largest[year], years[year].Select(happened => happened.Loss).DefaultIfEmpty().Max(), 1e-6);
        }
        Assert.Contains(years.SelectMany(year => year), happened => happened.EventId == 1);
        Assert.InRange(years.SelectMany(year => year).Max(happened => happened.EventId), 2, 31);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_policy_with_sublimits_has_its_exact_mean_within_four_standard_errors(bool yearly)
    {
        const int years = 200_000;
        var layer = new Layer("P", 20_000, 900_000, 0.8, yearly ? 30_000 : 0, yearly ? 1_200_000 : double.PositiveInfinity, new CoverageTerms([new(0.4, 0, 100_000), new(0.3, 50_000, 300_000), new(0.2), new(0.05, 0, 0)]));
        var insured = new Insured("A", 1.5, Loss, 2, [layer]);

        var policy = Simulation.Run(new Book([insured], []), years, 6, 2).Policies.Single();

        Assert.Equal(ExactPolicy.Mean(insured, layer), policy.Mean, 4 * policy.StandardDeviation / Math.Sqrt(years));
    }

    [Fact]
    public void A_covered_loss_has_the_distribution_of_the_losses_it_is_made_of()
    {
        double[] losses = [0, 100, 250, 400, 900, 5000];
        var terms = new CoverageTerms([new(0.5, 50, 100), new(0.25, 0, 200), new(0.1)]);
        var (covered, made) = (new CoveredLoss(new Empirical(losses), terms), new Empirical(losses.Select(terms.Of)));

        Assert.Equal(made.Largest, covered.Largest, 1e-9);
        foreach (var x in losses.Select(terms.Of).SelectMany(x => new[] { x, x + 1, Math.Max(0, x - 1) }).Append(10_000))
        {
            Assert.Equal(made.Above(x + 1e-9), covered.Above(x + 1e-9), 1e-12);
            Assert.Equal(made.AtLeast(x + 1e-9), covered.AtLeast(x + 1e-9), 1e-12);
            Assert.Equal(made.Moment(1, x + 1e-9), covered.Moment(1, x + 1e-9), 1e-9);
            Assert.Equal(made.Moment(2, x + 1e-9), covered.Moment(2, x + 1e-9), 1e-6);
        }
        Assert.Equal(made.Moment(2, double.PositiveInfinity), covered.Moment(2, double.PositiveInfinity), 1e-6);
    }

    [Fact]
    public void A_run_that_memory_does_not_hold_is_refused_before_it_starts_with_what_would_fit()
    {
        var book = new Book([.. Enumerable.Range(0, 1000).Select(i => new Insured($"I{i}", 0.1, Loss, 1, [Layer]))], [new SharedEvent("cloud", 1, [.. Enumerable.Range(0, 1000)], 1)]);

        var refusal = Assert.Throws<QuestionException>(() => RunMemory.Refuse(book, 50_000_000, 2, available: 2e9));
        Assert.StartsWith("years: '50000000' needs about", refusal.Message, StringComparison.Ordinal);
        var fit = int.Parse(System.Text.RegularExpressions.Regex.Match(refusal.Message, "([0-9,]+) years would fit").Groups[1].Value, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        RunMemory.Refuse(book, fit, 2, available: 2e9);
        Assert.Throws<QuestionException>(() => RunMemory.Refuse(book, fit + 1, 2, available: 2e9));
        Assert.Contains("split the book", Assert.Throws<QuestionException>(() => RunMemory.Refuse(book, 1, 2, available: 1000)).Message, StringComparison.Ordinal);
        RunMemory.Refuse(book, 10_000, 2);
    }

    [Fact]
    public void What_memory_a_run_takes_is_no_more_than_what_was_foretold()
    {
        var book = new Book([.. Enumerable.Range(0, 200).Select(i => new Insured($"I{i}", 0.5, Loss, 1, [Layer]))], [new SharedEvent("cloud", 1, [.. Enumerable.Range(0, 200)], 0.5)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Simulation.Run(book, 20_000, 1, 1);

        // All blocks were run on this thread, one after another: what it allocated is more than what it held at any time.
        Assert.InRange(RunMemory.Bytes(book, 20_000, 32), GC.GetAllocatedBytesForCurrentThread() - before, double.PositiveInfinity);
    }

    [Fact]
    public void The_policies_of_a_tower_pay_of_the_same_event_and_add_up_to_the_whole()
    {
        var tower = Simulation.Run(One(1, new Layer("primary", 0, 1_000_000), new Layer("first excess", 1_000_000, 4_000_000, 0.5), new Layer("the rest of it", 1_000_000, 4_000_000, 0.5)), 5000, 3, 2);
        var whole = Simulation.Run(One(1, new Layer("whole", 0, 5_000_000)), 5000, 3, 2);

        Assert.All(whole.Totals.Zip(tower.Totals), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(tower.Policies[1].Mean, tower.Policies[2].Mean, 1e-9);
    }

    [Fact]
    public void A_shared_event_hits_its_members_together_and_no_one_else()
    {
        var always = new Empirical([100]);
        var loss = Simulation.Run(new Book(
            [.. Enumerable.Range(0, 10).Select(i => new Insured($"I{i}", 0, always, 1, [new Layer($"P{i}")]))],
            [new SharedEvent("processor", 0.5, [0, 2, 4, 6], 1)]), 40_000, 1, 2);

        Assert.Equal([0, 400], loss.Largest.Distinct().Order());
        Assert.Equal([0, 4], loss.MostAtOnce.Distinct().Order());
        Assert.All(loss.Policies.Where((_, i) => i % 2 == 1 || i > 6), policy => Assert.Equal(0, policy.Mean));
        // 50 a year on average, of variance 5,000.
        Assert.Equal(50, loss.Policies[0].Mean, 3 * Math.Sqrt(5000 / 40_000.0));
    }

    [Fact]
    public void A_treaty_takes_its_quota_and_then_the_excess_of_each_event()
    {
        var always = new Empirical([1000]);
        var book = new Book([new Insured("A", 1, always, 1, [new Layer("P")])], [], new Treaty(0.25, 500, 200, 300));

        var loss = Simulation.Run(book, 1000, 5, 1);

        // Of each 1,000 are 750 left, of which 200 (at most 300 a year) are ceded.
        Assert.All(loss.Totals.Zip(loss.Net), pair => Assert.Equal((0.75 * pair.First) - Math.Min(300, 200 * pair.First / 1000), pair.Second, 1e-9));
    }

    [Fact]
    public void The_loss_at_a_return_period_is_a_rank_and_its_tail_the_mean_from_there_on()
    {
        double[] years = [.. Enumerable.Range(1, 1000).Select(i => (double)i)];

        var curve = PortfolioLoss.Curve(years, [10, 250, 1000, 2000]);

        Assert.Equal([(1000, 1000, 1000), (250, 997, 998.5), (10, 901, 950.5)], curve.Select(point => (point.ReturnPeriod, point.Loss, point.Tail)));
    }

    [Theory]
    [InlineData(0, 0, double.PositiveInfinity)]
    [InlineData(1, 50_000, 5_000_000)]
    [InlineData(2, 1_000_000, 10_000_000)]
    public void A_table_of_a_severity_keeps_its_mean_and_that_of_a_layer(int which, double retention, double limit)
    {
        ISeverity severity = which == 0 ? new Gamma(2, 1000) : which == 1 ? Loss : new Pareto(50_000, 0.8, 1e9);
        const int count = 2_000_000;
        var (table, draws, sum, squares) = (new SeverityTable(severity), new Draws(1, 1, 1), 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var paid = Math.Min(Math.Max(table.Draw(ref draws) - retention, 0), limit);
            sum += paid;
            squares += paid * paid;
        }
        var mean = sum / count;

        Assert.Equal(new EventPayment(severity, retention, limit).Mean, mean, 3 * Math.Sqrt(((squares / count) - (mean * mean)) / count));
    }

    [Fact]
    public void Poisson_numbers_have_their_mean_and_variance()
    {
        foreach (var mean in new[] { 0.3, 5, 64, 1000.5 })
        {
            var (draws, sum, squares) = (new Draws(7, 7, 7), 0.0, 0.0);
            for (var i = 0; i < 20_000; i++)
            {
                var count = draws.Poisson(mean);
                sum += count;
                squares += (count - mean) * (count - mean);
            }

            Assert.Equal(mean, sum / 20_000, 3 * Math.Sqrt(mean / 20_000));
            Assert.Equal(mean, squares / 20_000, 5 * mean * Math.Sqrt(2.5 / 20_000) * Math.Max(1, 1 / Math.Sqrt(mean)));
        }
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_behind_its_kept_blocks_with_the_same_bytes()
    {
        var book = new Book(
            [.. Enumerable.Range(0, 40).Select(i => new Insured($"I{i}", 0.2, Loss, 1, [new Layer($"P{i}", 10_000, 1_000_000, 0.5, 5_000, 1_500_000)]))],
            [new SharedEvent("cloud", 0.2, [.. Enumerable.Range(0, 20)], 0.4)],
            new Treaty(0.2, 1_000_000, 5_000_000, 8_000_000));
        string Found(KeptBlocks? kept, CancellationToken stop = default)
        {
            var loss = Simulation.Run(book, 1000, 1, 2, kept: kept, cancellation: stop);
            var tails = Simulation.TailShares(book, loss, 100, 1, 2, kept: kept, cancellation: stop);
            return string.Join(' ', loss.Totals.Concat(loss.Largest).Concat(loss.Net).Concat(loss.MostAtOnce.Select(most => (double)most)).Concat(loss.Policies.SelectMany(policy => new[] { policy.Mean, policy.StandardDeviation })).Concat(tails).Select(BitConverter.DoubleToInt64Bits));
        }
        var blocks = new System.Collections.Concurrent.ConcurrentDictionary<string, byte[]>();
        using var stop = new CancellationTokenSource();
        var (drawn, ends) = (0, 45);
        var kept = new KeptBlocks(TimeSpan.Zero, name => blocks.GetValueOrDefault(name, []), (name, bytes) =>
        {
            blocks[name] = bytes;
            if (Interlocked.Increment(ref drawn) == ends)
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Found(kept, stop.Token));

        Assert.InRange(blocks.Count, 45, 46);
        var left = blocks.Count;
        // The end of one did not reach the disk.
        blocks["years 3"] = blocks["years 3"][..^8];
        (drawn, ends) = (0, -1);
        Assert.Equal(Found(null), Found(kept));
        Assert.Equal(64 - left + 1, drawn);
        drawn = 0;
        Assert.Equal(Found(null), Found(kept));
        Assert.Equal(0, drawn);
    }

    [Fact]
    public void A_run_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Simulation.Run(One(1, Layer), 1000, 1, 1, cancellation: stop.Token));
    }
}
