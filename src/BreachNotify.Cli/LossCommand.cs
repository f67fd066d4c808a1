using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify loss</c>: what does one insured cost in a year?</summary>
public static class LossCommand
{
    public static Command Create(TimeProvider clock)
    {
        var frequency = new Option<string>("--frequency") { Description = "Events a year: poisson:MEAN, negativeBinomial:MEAN:VARIANCE or binomial:TRIALS:PROBABILITY", Required = true };
        var severity = new Option<string[]>("--severity") { Description = "Loss of an event: lognormal:MU:SIGMA, pareto:MINIMUM:EXPONENT:MAXIMUM, gamma:SHAPE:SCALE, weibull:SHAPE:SCALE or empirical:VALUE:VALUE...; a mixture by several, each with its weight: 0.8=lognormal:10:1.5", Required = true };
        var retention = new Option<decimal?>("--retention") { Description = "Borne by the insured in each event; default 0" };
        var limit = new Option<decimal?>("--limit") { Description = "The most above the retention for one event; default none" };
        var share = new Option<decimal?>("--share") { Description = "The insurer's part, such as 0.5; default 1" };
        var yearlyRetention = new Option<decimal?>("--aggregate-retention") { Description = "Borne by the insured in each year; default 0" };
        var yearlyLimit = new Option<decimal?>("--aggregate-limit") { Description = "The most for one year; default none" };
        var levels = new Option<decimal[]>("--level") { Description = "Level of VaR and TVaR, such as 0.995. May be repeated" };
        var periods = new Option<decimal[]>("--return-period") { Description = "Return period in years, such as 200. May be repeated" };
        var step = new Option<decimal?>("--grid-step") { Description = "Distance of two points of the grid; default as fine as 65,536 points allow" };
        var currency = new Option<string?>("--currency") { Description = "Currency of every amount, such as EUR; only repeated" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("loss", "What one insured costs in a year: mean, VaR, TVaR and loss by return period, with bounds")
        {
            frequency, severity, retention, limit, share, yearlyRetention, yearlyLimit, levels, periods, step, currency, json, LossBreachCommand.Create(clock),
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = LossRules.Answer(new LossQuestion
            {
                Frequency = FrequencyOf(parsed.GetRequiredValue(frequency)),
                Severity = SeverityOf(parsed.GetRequiredValue(severity)),
                Terms = new PolicyTerms
                {
                    Retention = parsed.GetValue(retention),
                    Limit = parsed.GetValue(limit),
                    Share = parsed.GetValue(share),
                    AggregateRetention = parsed.GetValue(yearlyRetention),
                    AggregateLimit = parsed.GetValue(yearlyLimit),
                },
                Levels = parsed.GetValue(levels) is { Length: > 0 } some ? some : null,
                ReturnPeriods = parsed.GetValue(periods) is { Length: > 0 } years ? years : null,
                GridStep = parsed.GetValue(step),
                Currency = parsed.GetValue(currency),
            });
            if (parsed.GetValue(json))
            {
                Exit.WriteJson(answer);
            }
            else
            {
                Write(AnsiConsole.Console, answer);
            }
        }));
        return command;
    }

    private static FrequencyModel FrequencyOf(string text)
    {
        var (model, numbers) = Numbers("--frequency", text);
        var kind = Words.Parse<FrequencyKind>("--frequency", model);
        return (kind, numbers) switch
        {
            (FrequencyKind.Poisson, [var mean]) => new FrequencyModel { Model = kind, Mean = mean },
            (FrequencyKind.NegativeBinomial, [var mean, var variance]) => new FrequencyModel { Model = kind, Mean = mean, Variance = variance },
            (FrequencyKind.Binomial, [var trials, var probability]) when trials is >= 0 and <= int.MaxValue && decimal.IsInteger(trials) => new FrequencyModel { Model = kind, Trials = (int)trials, Probability = probability },
            _ => throw new QuestionException(false, "--frequency", text, "has other numbers than the model takes: poisson:MEAN, negativeBinomial:MEAN:VARIANCE, binomial:TRIALS:PROBABILITY."),
        };
    }

    internal static SeverityModel SeverityOf(string[] texts) => texts is [var only] && !only.Contains('=', StringComparison.Ordinal)
        ? SeverityOf(only)
        : new SeverityModel
        {
            Model = SeverityKind.Mixture,
            Parts = [.. texts.Select(text => text.Split('=') is [var weight, var part] && decimal.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? new WeightedSeverity(value, SeverityOf(part))
                : throw new QuestionException(false, "--severity", text, "is one of several and needs its weight in front, such as 0.8=lognormal:10:1.5."))],
        };

    private static SeverityModel SeverityOf(string text)
    {
        var (model, numbers) = Numbers("--severity", text);
        var kind = Words.Parse<SeverityKind>("--severity", model);
        return (kind, numbers) switch
        {
            (SeverityKind.Lognormal, [var mu, var sigma]) => new SeverityModel { Model = kind, Mu = mu, Sigma = sigma },
            (SeverityKind.Pareto, [var minimum, var exponent, var maximum]) => new SeverityModel { Model = kind, Minimum = minimum, Exponent = exponent, Maximum = maximum },
            (SeverityKind.Gamma or SeverityKind.Weibull, [var shape, var scale]) => new SeverityModel { Model = kind, Shape = shape, Scale = scale },
            (SeverityKind.Empirical, [_, ..]) => new SeverityModel { Model = kind, Values = numbers },
            _ => throw new QuestionException(false, "--severity", text, "has other numbers than the model takes: lognormal:MU:SIGMA, pareto:MINIMUM:EXPONENT:MAXIMUM, gamma:SHAPE:SCALE, weibull:SHAPE:SCALE, empirical:VALUE:VALUE..."),
        };
    }

    private static (string Model, decimal[] Numbers) Numbers(string option, string text)
    {
        var parts = text.Split(':');
        return (parts[0], [.. parts.Skip(1).Select(part => decimal.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QuestionException(false, option, text, $"has '{part}' where a number belongs."))]);
    }

    private static void Write(IAnsiConsole console, LossAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        console.MarkupLineInterpolated($"A year costs [bold]{$"{answer.Currency} {Amount(answer.Mean)}".TrimStart()}[/] on average (standard deviation {Amount(answer.StandardDeviation)}), nothing with probability {answer.ProbabilityOfZero:0.######}.");
        if (answer.RateOnLine is { } rate)
        {
            console.MarkupLineInterpolated($"Rate on line {rate * 100:0.####} %.");
        }
        var measures = new Table().AddColumns("Level", "VaR", "between", "TVaR", "between");
        foreach (var (value, tail) in answer.ValueAtRisk.Zip(answer.TailValueAtRisk))
        {
            measures.AddRow($"{value.Level:0.#####}", Amount(value.Amount), Between(value.Bounds), Amount(tail.Amount), Between(tail.Bounds));
        }
        console.Write(measures);
        var curve = new Table().AddColumns("Once in years", "Year (AEP)", "between", "Mean beyond", "Largest event (OEP)");
        foreach (var row in answer.Exceedance)
        {
            curve.AddRow($"{row.ReturnPeriod:0.##}", Amount(row.Aggregate), Between(row.AggregateBounds), Amount(row.AggregateTail), Amount(row.Occurrence));
        }
        console.Write(curve);
        foreach (var warning in answer.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }
        console.WriteLine();
        Derivations.Write(console, "Why", answer.Derivation);
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }

    private static string Between(Bounds bounds) => $"{(bounds.Low is { } low ? Amount(low) : "?")} - {(bounds.High is { } high ? Amount(high) : "?")}";

    private static string Amount(decimal amount) => amount.ToString("#,0.##", CultureInfo.InvariantCulture);
}
