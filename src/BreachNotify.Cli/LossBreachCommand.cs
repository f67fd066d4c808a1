using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BreachNotify.Exposure.Costs;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using NodaTime.Extensions;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify loss breach</c>: what one breach costs by component, and what the policy pays of it.</summary>
public static class LossBreachCommand
{
    public static Command Create(TimeProvider clock)
    {
        var country = new Option<string>("--country") { Description = "State of the insured and of the authority, such as DE", Required = true };
        var currency = new Option<string>("--currency") { Description = "Currency of every amount; default EUR", DefaultValueFactory = _ => "EUR" };
        var people = new Option<long>("--people") { Description = "People affected", Required = true };
        var records = new Option<long?>("--records") { Description = "Records lost; default the people" };
        var revenue = new Option<decimal?>("--revenue") { Description = "Revenue of a year" };
        var channels = new Option<string[]>("--notify") { Description = "People told by a channel, with the cost of each where it is not the default: email=20000, letter=5000, call=400:6. May be repeated; default everybody by letter" };
        var profit = new Option<decimal?>("--daily-gross-profit") { Description = "Gross profit of 24 hours, for an outage" };
        var hours = new Option<decimal?>("--outage-hours") { Description = "Hours without systems" };
        var waiting = new Option<decimal?>("--waiting-hours") { Description = "Waiting period; default 12" };
        var fine = new Option<bool>("--fine") { Description = "Counts a fine of the authority, the revenue being the turnover" };
        var expected = new Option<decimal?>("--expected-fine") { Description = "Your own expected fine, probability included" };
        var retention = new Option<decimal?>("--retention") { Description = "Borne by the insured; default 0" };
        var limit = new Option<decimal?>("--limit") { Description = "The most above the retention; default none" };
        var share = new Option<decimal?>("--share") { Description = "The insurer's part, such as 0.5; default 1" };
        var sublimits = new Option<string[]>("--sublimit") { Description = "The most for one component, such as notification=250000. May be repeated" };
        var rates = new Option<string[]>("--exchange-rate") { Description = "Rate from, to, rate, date, source, as in USD,EUR,0.9333,2023-12-11,ECB. May be repeated" };
        var asOf = new Option<string?>("--as-of") { Description = "Date of the rates and of the decision on a fine; default today" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("breach", "What one breach costs by component, and what the policy pays under each reading of its terms")
        {
            country, currency, people, records, revenue, channels, profit, hours, waiting, fine, expected, retention, limit, share, sublimits, rates, asOf, json,
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var unit = parsed.GetRequiredValue(currency);
            var turnover = parsed.GetValue(revenue) is { } amount ? new Turnover(amount, unit) : null;
            if (parsed.GetValue(fine) && turnover is null)
            {
                throw new QuestionException(false, "--revenue", null, "is required with --fine.");
            }
            if (parsed.GetValue(profit) is null != parsed.GetValue(hours) is null)
            {
                throw new QuestionException(false, parsed.GetValue(profit) is null ? "--daily-gross-profit" : "--outage-hours", null, "is required: an outage has gross profit and hours.");
            }
            var answer = BreachCosts.Answer(
                new BreachCostQuestion
                {
                    Country = parsed.GetRequiredValue(country),
                    Currency = unit,
                    People = parsed.GetValue(people),
                    Records = parsed.GetValue(records),
                    Revenue = turnover,
                    AsOf = parsed.GetValue(asOf),
                    Notification = parsed.GetValue(channels) is { Length: > 0 } told ? [.. told.Select(Channel)] : null,
                    Interruption = parsed.GetValue(profit) is { } daily ? new Outage { DailyGrossProfit = daily, OutageHours = parsed.GetValue(hours)!.Value, WaitingHours = parsed.GetValue(waiting) } : null,
                    Fine = parsed.GetValue(fine) ? new FineFacts { Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = turnover }, Expected = parsed.GetValue(expected) } : null,
                    ExchangeRates = [.. (parsed.GetValue(rates) ?? []).Select(text => ExchangeRateGiven.Of("--exchange-rate", text))],
                    Policy = new BreachPolicy { Retention = parsed.GetValue(retention), Limit = parsed.GetValue(limit), Share = parsed.GetValue(share), Sublimits = [.. (parsed.GetValue(sublimits) ?? []).Select(Sublimit)] },
                },
                clock.GetUtcNow().ToInstant().InUtc().Date);
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

    private static NotificationChannel Channel(string text) =>
        text.Split('=', ':') is [var channel, var told, .. var cost] && cost.Length <= 1 && long.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            ? new NotificationChannel(Words.Parse<NoticeChannel>("--notify", channel), people, cost is [var each] ? Amount("--notify", text, each) : null)
            : throw new QuestionException(false, "--notify", text, "must be a channel, its people and perhaps the cost of each, as in call=400:6.");

    private static Sublimit Sublimit(string text) => text.Split('=') is [var component, var limit]
        ? new Sublimit(Words.Parse<Component>("--sublimit", component), Amount("--sublimit", text, limit))
        : throw new QuestionException(false, "--sublimit", text, "must be a component and its limit, as in notification=250000.");

    private static decimal Amount(string option, string text, string amount) => decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new QuestionException(false, option, text, $"has '{amount}' where an amount belongs.");

    private static void Write(IAnsiConsole console, BreachCostAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        var costs = new Table().AddColumns($"Cost in {answer.Currency}", "Low", "Base", "High", "Sublimit", "");
        foreach (var cost in answer.Components)
        {
            costs.AddRow(Words.Of(cost.Component), Shown(cost.Cost.Low), Shown(cost.Cost.Base), Shown(cost.Cost.High), cost.Sublimit is { } most ? Shown(most) : "", cost.Verified ? "" : "not verified");
        }
        costs.AddRow("all", Shown(answer.Total.Low), Shown(answer.Total.Base), Shown(answer.Total.High), "", "");
        console.Write(costs);
        if (answer.Fine is { } fine)
        {
            console.MarkupLineInterpolated($"Fine: ceiling {fine.Ceiling?.ToString() ?? "none"}, starting range {FineCommand.Range(fine.Range)}, of which insured {FineCommand.Range(fine.Insured)} ({Words.Of(fine.Insurability.Status)}).");
        }
        var paid = new Table().AddColumns("Paid by the policy", "Waiting period", "Low", "Base", "High");
        foreach (var payment in answer.Paid)
        {
            paid.AddRow(Words.Of(payment.Order), payment.WaitingPeriod is { } reading ? Words.Of(reading) : "", Shown(payment.Paid.Low), Shown(payment.Paid.Base), Shown(payment.Paid.High));
        }
        console.Write(paid);
        foreach (var warning in answer.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }
        console.WriteLine();
        foreach (var cost in answer.Components)
        {
            Derivations.Write(console, Words.Of(cost.Component), cost.Derivation);
        }
        Derivations.Write(console, "What the policy pays", answer.Derivation);
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }

    private static string Shown(decimal amount) => amount.ToString("#,0.##", CultureInfo.InvariantCulture);
}
