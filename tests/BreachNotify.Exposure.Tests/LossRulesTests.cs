using System.Text.Json;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;
using CsCheck;

namespace BreachNotify.Exposure.Tests;

public class LossRulesTests
{
    private static readonly LossQuestion Contract = new()
    {
        Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 2 },
        Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 11, Sigma = 2 },
        Terms = new PolicyTerms { Retention = 50_000, Limit = 5_000_000 },
    };

    private static SeverityModel Always(decimal amount) => new() { Model = SeverityKind.Empirical, Values = [amount] };

    private static SeverityModel Exponential(decimal mean) => new() { Model = SeverityKind.Gamma, Shape = 1, Scale = mean };

    private static FrequencyModel Chances(int trials, decimal probability) => new() { Model = FrequencyKind.Binomial, Trials = trials, Probability = probability };

    [Fact]
    public void Geometrically_many_exponential_losses_have_an_exponential_tail()
    {
        // With P(N = n) = b^n/(1+b)^(n+1): P(S > x) = b/(1+b) exp(-x/((1+b) mean)), so that VaR and TVaR are closed forms.
        var (b, mean) = (2.0, 1000.0);
        var answer = LossRules.Answer(new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.NegativeBinomial, Mean = 2, Variance = 6 },
            Severity = Exponential(1000),
        });

        Assert.Equal(b * mean, (double)answer.Mean, b * mean * 1e-6);
        Assert.Equal(Math.Sqrt((b * mean * mean) + (b * (1 + b) * mean * mean)), (double)answer.StandardDeviation, 1e-3);
        Assert.Equal(1 / (1 + b), (double)answer.ProbabilityOfZero, 1e-9);
        Assert.All(answer.ValueAtRisk.Zip(answer.TailValueAtRisk), pair =>
        {
            var exact = (1 + b) * mean * Math.Log(b / (1 + b) / (1 - (double)pair.First.Level));
            Assert.Equal(exact, (double)pair.First.Amount, (double)answer.GridStep);
            Assert.InRange(exact, (double)pair.First.Bounds.Low!, (double)pair.First.Bounds.High!);
            Assert.Equal(exact + ((1 + b) * mean), (double)pair.Second.Amount, (double)answer.GridStep);
            Assert.InRange(exact + ((1 + b) * mean), (double)pair.Second.Bounds.Low!, (double)pair.Second.Bounds.High!);
        });
    }

    [Fact]
    public void A_stop_loss_over_geometrically_many_exponential_losses_has_a_closed_mean()
    {
        // E[min((S - a)+, l)] = b mean (e^(-a/((1+b) mean)) - e^(-(a + l)/((1+b) mean))), b = 2.
        var answer = LossRules.Answer(new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.NegativeBinomial, Mean = 2, Variance = 6 },
            Severity = Exponential(1000),
            Terms = new PolicyTerms { AggregateRetention = 2000, AggregateLimit = 7000 },
        });
        var exact = 2000 * (Math.Exp(-2 / 3.0) - Math.Exp(-9 / 3.0));
        // E[min((S - a)+, l)^2] by parts, with P(S > a + z) = k e^(-z/m).
        var (k, m) = (2 / 3.0 * Math.Exp(-2 / 3.0), 3000.0);
        var second = 2 * k * ((m * m) - (((7000 * m) + (m * m)) * Math.Exp(-7 / 3.0)));

        Assert.Equal(exact, (double)answer.Mean, exact * 1e-6);
        Assert.InRange(exact, (double)answer.MeanBounds.Low!, (double)answer.MeanBounds.High!);
        Assert.Equal(Math.Sqrt(second - (exact * exact)), (double)answer.StandardDeviation, 0.05);
        Assert.Equal(1 - k, (double)answer.ProbabilityOfZero, 1e-4);
        Assert.Equal(k * Math.Exp(-7 / 3.0), (double)answer.ProbabilityOfLimit!, 1e-4);
        Assert.Equal(7000m, answer.ValueAtRisk[^1].Amount);
        Assert.Equal(7000m, answer.TailValueAtRisk[^1].Amount);
    }

    [Fact]
    public void A_small_limit_of_the_year_is_met_finely_however_heavy_the_losses_are()
    {
        var answer = LossRules.Answer(Contract with
        {
            Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 12.56m, Sigma = 3.07m },
            Terms = new PolicyTerms { AggregateLimit = 1_000_000 },
        });

        Assert.True(answer.GridStep < 1000 && answer.MeanBounds.High - answer.MeanBounds.Low < 1000);
        Assert.Equal(1_000_000, answer.ValueAtRisk[0].Amount);
        Assert.True(answer.Verified);
    }

    [Fact]
    public void Atoms_are_counted_as_far_as_they_lie_beyond_the_level()
    {
        // Ten chances of 0.05, always 100: zero with 0.598737, 100 with 0.315125, 200 with 0.074635, more with 0.011504.
        var answer = LossRules.Answer(new LossQuestion
        {
            Frequency = Chances(10, 0.05m),
            Severity = Always(100),
            Levels = [0.5m, 0.59m, 0.6m, 0.9m, 0.95m],
        });

        Assert.All(answer.Derivation, step => Assert.True(step.Verified, step.Text));
        Assert.Equal([0, 0, 100, 100, 200], answer.ValueAtRisk.Select(row => row.Amount));
        // The mean is 50, all of it beyond 0.5. Beyond 0.9 lie 100 up to 0.9138616, then the rest of the mean.
        Assert.Equal(100, (double)answer.TailValueAtRisk[0].Amount, 1e-6);
        Assert.Equal((50 - 31.51247 + (100 * (0.9138616 - 0.9))) / 0.1, (double)answer.TailValueAtRisk[3].Amount, 1e-3);
        Assert.Equal(0.5987369392, (double)answer.ProbabilityOfZero, 1e-9);
        Assert.Equal(50, (double)answer.Mean, 1e-9);
    }

    [Fact]
    public void A_limit_that_is_reached_is_value_at_risk_exactly()
    {
        var answer = LossRules.Answer(new LossQuestion { Frequency = Chances(1, 0.5m), Severity = Contract.Severity, Terms = new PolicyTerms { Limit = 10_000, Share = 0.3m } });

        Assert.All(answer.ValueAtRisk.Concat(answer.TailValueAtRisk), row => Assert.Equal((3000, 3000m), (row.Amount, row.Bounds.High)));
        Assert.All(answer.Exceedance.Skip(2), row => Assert.Equal((3000, 3000), (row.Aggregate, row.Occurrence)));
    }

    [Fact]
    public void A_limit_is_exhausted_as_often_as_an_event_reaches_it_an_atom_on_it_included()
    {
        decimal? Exhausted(SeverityModel severity, decimal? limit) => LossRules.Answer(new LossQuestion { Frequency = Contract.Frequency, Severity = severity, Terms = new PolicyTerms { Retention = 500, Limit = limit, Share = 0.3m } }).ProbabilityOfLimit;

        Assert.Equal(1 - Math.Exp(-2 * Math.Exp(-2)), (double)Exhausted(Exponential(1000), 1500)!, 1e-9);
        Assert.Equal(1 - Math.Exp(-2), (double)Exhausted(Always(1200), 700)!, 1e-9);
        Assert.Equal(0, Exhausted(Always(1200), 700.01m));
        Assert.Null(Exhausted(Always(1200), null));
    }

    [Fact]
    public void The_largest_event_of_a_year_follows_from_the_rate_at_which_events_exceed()
    {
        // P(max > x) = 1 - exp(-mean P(X > x)), so at T years P(X > x) = -ln(1 - 1/T)/mean; exponential losses invert.
        var answer = LossRules.Answer(new LossQuestion { Frequency = Contract.Frequency, Severity = Exponential(1000), Terms = new PolicyTerms { Retention = 500 } });

        Assert.All(answer.Exceedance, row =>
        {
            var exact = (-1000 * Math.Log(-Math.Log(1 - (1 / (double)row.ReturnPeriod)) / 2)) - 500;
            Assert.Equal(Math.Max(0, exact), (double)row.Occurrence, 1e-5);
            Assert.True(row.Aggregate >= row.Occurrence - answer.GridStep && row.AggregateTail >= row.Aggregate);
        });
    }

    [Fact]
    public void The_true_figure_lies_between_the_bounds_and_a_finer_grid_within_the_bounds_of_a_coarser() =>
        Gen.Select(Gen.Decimal[0.1m, 8], Gen.Decimal[8, 12], Gen.Decimal[0.3m, 2.2m], Gen.Decimal[0, 100_000], Gen.Decimal[100_000, 2_000_000], Gen.Bool).Sample((mean, mu, sigma, retention, limit, yearly) =>
        {
            var question = new LossQuestion
            {
                Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = decimal.Round(mean, 3) },
                Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = decimal.Round(mu, 3), Sigma = decimal.Round(sigma, 3) },
                Terms = new PolicyTerms { Retention = decimal.Round(retention), Limit = decimal.Round(limit), AggregateRetention = yearly ? 50_000 : null, AggregateLimit = yearly ? 3 * decimal.Round(limit) : null },
            };
            var fine = LossRules.Answer(question);
            var coarse = LossRules.Answer(question with { GridStep = decimal.Round(fine.GridStep * 50, 2) + 1 });

            Assert.Equal((double)fine.Mean, (double)coarse.Mean, ((double)fine.Mean * (yearly ? 0.05 : 1e-9)) + 1);
            foreach (var (one, other) in fine.ValueAtRisk.Concat(fine.TailValueAtRisk).Zip(coarse.ValueAtRisk.Concat(coarse.TailValueAtRisk)))
            {
                Assert.InRange(one.Amount, one.Bounds.Low!.Value - 0.01m, one.Bounds.High!.Value + 0.01m);
                Assert.InRange(one.Amount, other.Bounds.Low!.Value - fine.GridStep, other.Bounds.High!.Value + fine.GridStep);
            }
            Assert.True(fine.Verified);
        }, iter: 25);

    [Fact]
    public void Whatever_is_in_range_is_answered_with_figures_in_order_or_refused_by_name()
    {
        var size = Gen.Double[-5, 14].Select(power => decimal.Round((decimal)Math.Pow(10, power), 6) + 0.000001m);
        var small = Gen.Double[-1.2, 1.9].Select(power => decimal.Round((decimal)Math.Pow(10, power), 6));
        var frequency = Gen.OneOf(
            Gen.Double[-9, 5].Select(power => new FrequencyModel { Model = FrequencyKind.Poisson, Mean = decimal.Round((decimal)Math.Pow(10, power), 9) }),
            Gen.Select(Gen.Double[-6, 4], Gen.Double[0.001, 6], (power, over) => new FrequencyModel { Model = FrequencyKind.NegativeBinomial, Mean = (decimal)Math.Pow(10, power), Variance = (decimal)(Math.Pow(10, power) * (1 + Math.Pow(10, over))) }),
            Gen.Select(Gen.Int[1, 100_000], Gen.Decimal[0, 1], Chances));
        var severity = Gen.OneOf(
            Gen.Select(Gen.Decimal[-30, 30], small, (mu, sigma) => new SeverityModel { Model = SeverityKind.Lognormal, Mu = mu, Sigma = Math.Min(10, sigma) }),
            Gen.Select(size, small, size, (minimum, exponent, more) => new SeverityModel { Model = SeverityKind.Pareto, Minimum = minimum, Exponent = Math.Min(50, exponent), Maximum = Math.Max(minimum * 1.1m, Math.Min(more, 1e14m)) }),
            Gen.Select(small, size, (shape, scale) => new SeverityModel { Model = SeverityKind.Gamma, Shape = shape, Scale = scale }),
            Gen.Select(small, size, (shape, scale) => new SeverityModel { Model = SeverityKind.Weibull, Shape = shape, Scale = scale }),
            size.List[1, 5].Select(values => new SeverityModel { Model = SeverityKind.Empirical, Values = values }));
        var amount = Gen.OneOf(Gen.Const((decimal?)null), size.Select(value => (decimal?)(decimal.Round(value, 2) + 0.01m)));

        Gen.Select(frequency, severity, amount, amount, amount, amount).Sample((often, hard, retention, limit, yearlyRetention, yearlyLimit) =>
        {
            LossAnswer answer;
            try
            {
                answer = LossRules.Answer(new LossQuestion { Frequency = often, Severity = hard, Terms = new PolicyTerms { Retention = retention, Limit = limit, AggregateRetention = yearlyRetention, AggregateLimit = yearlyLimit } });
            }
            catch (QuestionException)
            {
                return;
            }
            Assert.True(answer.Mean >= 0 && answer.StandardDeviation >= 0);
            Assert.InRange(answer.ProbabilityOfZero, 0, 1);
            Assert.All(answer.ValueAtRisk.Zip(answer.TailValueAtRisk), pair => Assert.True(pair.First.Amount >= 0 && pair.Second.Amount >= pair.First.Amount));
            Assert.Equal(answer.ValueAtRisk.Select(row => row.Amount).Order(), answer.ValueAtRisk.Select(row => row.Amount));
            Assert.All(answer.ValueAtRisk, row => Assert.InRange(row.Amount, (row.Bounds.Low ?? 0) - answer.GridStep, (row.Bounds.High ?? decimal.MaxValue / 2) + answer.GridStep));
            Assert.True(yearlyLimit is null || answer.Mean <= yearlyLimit);
        }, iter: 50);
    }

    [Fact]
    public void A_thin_layer_of_the_year_far_out_never_pays_more_than_its_limit()
    {
        var answer = LossRules.Answer(new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 1000 },
            Severity = new SeverityModel { Model = SeverityKind.Empirical, Values = [30_000_000] },
            Terms = new PolicyTerms { AggregateRetention = 10_000_000_000.01m, AggregateLimit = 1.01m },
        });

        Assert.Equal(1.01m, answer.Mean);
    }

    [Fact]
    public void A_share_of_the_insurer_takes_its_part_of_every_figure()
    {
        var (whole, half) = (LossRules.Answer(Contract), LossRules.Answer(Contract with { Terms = Contract.Terms! with { Share = 0.5m } }));

        Assert.Equal((double)whole.Mean / 2, (double)half.Mean, (double)whole.Mean * 1e-6);
        Assert.Equal((double)whole.StandardDeviation / 2, (double)half.StandardDeviation, (double)whole.StandardDeviation * 1e-6);
        Assert.All(whole.ValueAtRisk.Zip(half.ValueAtRisk), pair => Assert.InRange(pair.Second.Amount, (pair.First.Amount / 2) - 1, (pair.First.Amount / 2) + 1));
    }

    [Fact]
    public void Layers_add_up_to_the_whole()
    {
        decimal Mean(decimal retention, decimal? limit) => LossRules.Answer(Contract with { Terms = new PolicyTerms { Retention = retention, Limit = limit } }).Mean;

        Assert.Equal(2 * Math.Exp(13), (double)Mean(0, null), 2);
        Assert.Equal((double)Mean(0, null), (double)(Mean(0, 10_000_000) + Mean(10_000_000, 5_000_000) + Mean(15_000_000, null)), 0.01);
    }

    [Fact]
    public void A_thin_layer_far_out_is_its_width_times_the_probability_of_reaching_it()
    {
        var answer = LossRules.Answer(Contract with { Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 0, Sigma = 10 }, Terms = new PolicyTerms { Retention = 259_404_932_343m, Limit = 2 } });

        var reached = new BreachNotify.Exposure.Severities.Lognormal(0, 10).Above(259_404_932_343);
        Assert.Equal(2 * 2 * reached, (double)answer.Mean, reached * 1e-8);
        Assert.Equal(Math.Sqrt(2 * 4 * reached), (double)answer.StandardDeviation, reached * 1e-8);
    }

    [Fact]
    public void A_mixture_of_one_kind_is_that_kind()
    {
        var mixed = LossRules.Answer(Contract with { Severity = new SeverityModel { Model = SeverityKind.Mixture, Parts = [new WeightedSeverity(0.4m, Contract.Severity), new WeightedSeverity(0.6m, Contract.Severity)] } });

        Assert.Equal((double)LossRules.Answer(Contract).Mean, (double)mixed.Mean, 0.01);
    }

    [Theory]
    [InlineData(SeverityKind.Gamma, 3)]
    [InlineData(SeverityKind.Weibull, 5)]
    public void Every_model_with_a_shape_is_answered(SeverityKind kind, int tenthsOfShape)
    {
        var answer = LossRules.Answer(Contract with { Severity = new SeverityModel { Model = kind, Shape = tenthsOfShape / 10m, Scale = 20_000 } });

        Assert.True(answer.Mean > 0 && answer.ValueAtRisk[3].Amount > answer.ValueAtRisk[0].Amount);
        Assert.Contains(answer.Derivation, step => step.Text.StartsWith("Check: on 1024 coarser points", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_events_nothing_is_paid()
    {
        var answer = LossRules.Answer(Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 0 } });

        Assert.Equal((0, 0, 1), (answer.Mean, answer.StandardDeviation, answer.ProbabilityOfZero));
        Assert.All(answer.Exceedance, row => Assert.Equal((0, 0), (row.Aggregate, row.Occurrence)));
    }

    [Fact]
    public void Rare_and_frequent_events_are_answered_alike()
    {
        var rare = LossRules.Answer(Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 0.00001m } });
        var frequent = LossRules.Answer(Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 100_000 } });

        Assert.Equal(0, rare.ValueAtRisk[^1].Amount);
        Assert.Equal((double)(rare.EventMean * 0.00001m / 0.005m), (double)rare.TailValueAtRisk[^1].Amount, 0.01);
        // By the central limit theorem.
        Assert.Equal((double)frequent.Mean + (2.5758 * (double)frequent.StandardDeviation), (double)frequent.ValueAtRisk[^1].Amount, (double)frequent.Mean * 1e-3);
    }

    [Fact]
    public void The_same_question_has_the_same_proof_with_defaults_given_or_left_out()
    {
        var given = Contract with { Levels = [0.9m, 0.95m, 0.99m, 0.995m], Terms = Contract.Terms! with { Share = 1.0m, AggregateRetention = 0 } };

        Assert.Equal(ProofOf(Contract), ProofOf(given));
        Assert.NotEqual(ProofOf(Contract), ProofOf(Contract with { Currency = "EUR" }));

        static string ProofOf(LossQuestion question) => JsonDocument.Parse(Proof.Seal(LossRules.Answer(question))).RootElement.GetProperty("proof").GetString()!;
    }

    public static TheoryData<string, bool, LossQuestion> Wrong() => new()
    {
        { "frequency.mean", false, Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson } } },
        { "frequency.mean", false, Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = -1 } } },
        { "frequency.variance", false, Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 1, Variance = 2 } } },
        { "frequency.variance", false, Contract with { Frequency = new FrequencyModel { Model = FrequencyKind.NegativeBinomial, Mean = 2, Variance = 2 } } },
        { "frequency.trials", false, Contract with { Frequency = Chances(0, 0.5m) } },
        { "frequency.probability", false, Contract with { Frequency = Chances(3, 1.5m) } },
        { "severity.sigma", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 1, Sigma = 0 } } },
        { "severity.maximum", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Pareto, Minimum = 10, Exponent = 1, Maximum = 5 } } },
        { "severity.values", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Empirical, Values = [] } } },
        { "severity.values[1]", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Empirical, Values = [1, -1] } } },
        { "severity.parts", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Mixture, Parts = [new WeightedSeverity(0.5m, Always(1))] } } },
        { "severity.parts[0].severity.scale", false, Contract with { Severity = new SeverityModel { Model = SeverityKind.Mixture, Parts = [new WeightedSeverity(1, new SeverityModel { Model = SeverityKind.Gamma, Shape = 1 })] } } },
        { "terms.retention", false, Contract with { Terms = new PolicyTerms { Retention = -1 } } },
        { "terms.limit", false, Contract with { Terms = new PolicyTerms { Limit = 0 } } },
        { "terms.share", false, Contract with { Terms = new PolicyTerms { Share = 2 } } },
        { "levels[0]", false, Contract with { Levels = [1] } },
        { "returnPeriods[0]", false, Contract with { ReturnPeriods = [1] } },
        { "gridStep", false, Contract with { GridStep = 0 } },
        { "gridStep", true, Contract with { GridStep = 0.01m } },
        { "currency", false, Contract with { Currency = "euro" } },
        { "ruleBook", true, Contract with { RuleBook = "1999-01-01" } },
        { "severity", true, Contract with { Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 20, Sigma = 10 }, Terms = null } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_question_is_refused_by_name(string field, bool refused, LossQuestion question)
    {
        var refusal = Assert.Throws<QuestionException>(() => LossRules.Answer(question));

        Assert.Equal((field, refused), (refusal.Field, refusal.Refused));
    }
}
