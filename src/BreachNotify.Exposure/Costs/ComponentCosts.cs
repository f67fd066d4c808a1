using System.Globalization;
using BreachNotify.Law;
using BreachNotify.Law.Fines;

namespace BreachNotify.Exposure.Costs;

/// <summary>The components that follow from defaults and the facts of a breach, each with what it rests on.</summary>
internal sealed class ComponentCosts(IReadOnlyList<ComponentDefault> rows, BreachCostQuestion asked, Conversion conversion, List<string> warnings)
{
    private static readonly Citation Asker = new("As given");

    /// <summary>Revenue in US dollars, which the published averages go by; null where none was given.</summary>
    public decimal? Revenue { get; } = asked.Revenue is { } revenue ? conversion.In("USD", new Money(revenue.Amount, revenue.Currency)).Amount : null;

    /// <summary>Every component but the fine.</summary>
    public IEnumerable<ComponentCost> All()
    {
        yield return Notification();
        yield return PerPerson(Component.Monitoring, "monitoring", "monitoring-take-up");
        yield return PerPerson(Component.Damages, "damages", "claim-rate");
        if (Revenue is null)
        {
            warnings.Add("No revenue was given: incident response and regulatory defence are the averages of firms below USD 2 billion.");
        }
        yield return PerCase(Component.IncidentResponse);
        yield return PerCase(Component.RegulatoryDefence);
        if (asked.Interruption is { } outage)
        {
            var loss = Interruption.Loss(outage.DailyGrossProfit, outage.OutageHours, 0, outage.IndemnityDays!.Value, WaitingPeriodReading.TimeDeductible);
            yield return Made(Component.BusinessInterruption, new Estimate(loss, loss, loss),
                [new Reason($"{new Money(outage.DailyGrossProfit, asked.Currency)} of gross profit a day for {outage.OutageHours.WithoutTrailingZeros()} hours, at most {outage.IndemnityDays.Value.WithoutTrailingZeros()} days; the waiting period is applied with the policy.", Asker)]);
        }
        if (asked.Extortion is { } extortion)
        {
            yield return Made(Component.Extortion, extortion, [new Reason("Ransom and negotiation as given; no typical amount was found in a source.", Asker)]);
        }
    }

    private ComponentCost Notification()
    {
        var steps = new List<Reason>();
        var sum = Estimate.Nothing;
        foreach (var channel in asked.Notification!)
        {
            Estimate unit;
            if (channel.UnitCost is { } given)
            {
                unit = new Estimate(given, given, given);
                steps.Add(new Reason($"{People(channel.People)} {Words.Of(channel.Channel)} at {new Money(given, asked.Currency)} each.", Asker));
            }
            else
            {
                var row = UnitOf(channel.Channel);
                unit = Converted(row, steps);
                steps.Add(Step(row, $"{People(channel.People)} {Words.Of(channel.Channel)}:"));
            }
            sum = sum.Each(unit, (total, each) => total + (channel.People * each));
        }
        return Made(Component.Notification, sum, steps);
    }

    private ComponentDefault UnitOf(NoticeChannel channel)
    {
        if (channel == NoticeChannel.Email)
        {
            return Row("email");
        }
        // Calls without a cost are refused before.
        var id = $"letter-{asked.Country.ToLowerInvariant()}";
        if (rows.FirstOrDefault(row => row.Cost.Id == id) is { } letter)
        {
            return letter;
        }
        if (asked.Country != "US")
        {
            warnings.Add($"No cost of a letter in {asked.Country} is held: that of a notice in the United States stands in. Give notification[].unitCost.");
        }
        return Row("notice");
    }

    private ComponentCost PerPerson(Component component, string cost, string share)
    {
        var (each, rate, steps) = (Row(cost), Row(share), new List<Reason>());
        var unit = Converted(each, steps);
        steps.Insert(0, Step(rate, $"Of {asked.People.ToString("#,0", CultureInfo.InvariantCulture)} people:"));
        steps.Insert(1, Step(each, "Each:"));
        var of = new Estimate(rate.Cost.Low, rate.Cost.Base ?? rate.Cost.Low, rate.Cost.High);
        return Made(component, unit.Each(of, (amount, part) => asked.People * part * amount), steps);
    }

    private ComponentCost PerCase(Component component)
    {
        var ofComponent = rows.Where(row => row.Component == component).ToList();
        var row = ofComponent.FirstOrDefault(row => row.Valid is { } valid && valid.Holds(Revenue ?? 0)) ?? ofComponent[Revenue >= 2_000_000_000 ? 1 : 0];
        var steps = new List<Reason> { Step(row, "One case:") };
        return Made(component, Converted(row, steps), steps);
    }

    private ComponentCost Made(Component component, Estimate cost, List<Reason> steps) =>
        new(component, cost.Shown(), BreachCostFacts.SublimitOf(asked, component), steps.TrueForAll(step => step.Verified), steps);

    private ComponentDefault Row(string id) => rows.First(row => row.Cost.Id == id);

    /// <summary>Unrounded, so that a cost of one cent stays one.</summary>
    private Estimate Converted(ComponentDefault row, List<Reason> steps)
    {
        // A million pieces keep their decimals through a conversion to the cent.
        const decimal pieces = 1_000_000;
        decimal In(decimal amount) => conversion.Of(new Money(amount * pieces, row.Cost.Unit), steps) / pieces;
        return new Estimate(In(row.Cost.Low), In(row.Cost.Base ?? ((row.Cost.Low + row.Cost.High) / 2)), In(row.Cost.High));
    }

    private static Reason Step(ComponentDefault row, string what)
    {
        var figures = row.Cost.Low == row.Cost.High ? $"{row.Cost.Low.WithoutTrailingZeros()}" : $"{row.Cost.Low.WithoutTrailingZeros()} / {row.Cost.Base?.WithoutTrailingZeros()} / {row.Cost.High.WithoutTrailingZeros()}";
        return new Reason(
            string.Create(CultureInfo.InvariantCulture, $"{what} {row.Cost.What}, {figures} {row.Cost.Unit}, as of {row.AsOf}{(row.Cost.Verified ? "" : "; not verified")}."),
            new Citation(row.Cost.Source ?? "No source was read"), row.Cost.Verified);
    }

    private static string People(long people) => $"{people.ToString("#,0", CultureInfo.InvariantCulture)} people by";
}
