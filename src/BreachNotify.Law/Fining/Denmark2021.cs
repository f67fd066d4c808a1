using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// The Danish guidance of 29 January 2021 on fines for undertakings (Datatilsynet with Rigsadvokaten and Rigspolitiet): six
/// categories with a basic amount, lowered for small undertakings. Courts impose the fine. Amounts are in DKK, and so must
/// be the turnover.
/// </summary>
public sealed class Denmark2021 : FiningMethod
{
    private const string Krone = "DKK";
    private static readonly Citation Guidance = new("Datatilsynet, guidance on fines for undertakings (29 January 2021)");

    /// <summary>5, 10 and 20 % of the maximum: DKK 75 m for categories 1-3 (Art. 83(4)), DKK 150 m for 4-6 (Art. 83(5)).</summary>
    private static readonly decimal[] Basic = [3_750_000m, 7_500_000m, 15_000_000m, 7_500_000m, 15_000_000m, 30_000_000m];

    /// <summary>Shares of the basic amount for small undertakings; not verified.</summary>
    private static readonly (string Name, decimal Below, decimal Share)[] Sizes = [("micro", 15_000_000m, 0.004m), ("small", 75_000_000m, 0.02m), ("medium", 375_000_000m, 0.10m)];

    /// <summary>The articles whose category was read.</summary>
    private static readonly Dictionary<int, int> Known = new() { [8] = 3, [27] = 1, [31] = 1, [33] = 2 };

    private Denmark2021()
        : base("dk-2021", "gdpr", new LocalDate(2021, 1, 29), new LocalDate(2023, 5, 24), Edpb042022.Id)
    {
    }

    /// <summary>The method.</summary>
    public static readonly FiningMethod Method = new Denmark2021();

    /// <inheritdoc/>
    public override Finding<StartingRange>? Start(in Offence offence)
    {
        if (offence.Who.Kind != EntityKind.Undertaking)
        {
            return null;
        }
        if (offence.Who.OwnTurnover is not { Currency: Krone } turnover)
        {
            throw QuestionException.RefusedAs("entity.turnover.currency", offence.Who.OwnTurnover?.Currency ?? offence.Who.Turnover?.Currency, $"must be {Krone} under {Id}, with the exchange rate to EUR for the ceilings.");
        }
        var lower = offence.Tier.Id == "83(4)";
        var category = offence.Category
            ?? (Known.TryGetValue(offence.Provision.Article, out var known)
                ? known
                : throw QuestionException.RefusedAs($"{offence.Field}.category", null, $"is needed: the category of Art. {offence.Provision} is not held (27 and 31 are category 1, 33 is 2, 8 is 3). Give {(lower ? "1 to 3" : "4 to 6")}."));
        if (lower ? category is < 1 or > 3 : category is < 4 or > 6)
        {
            throw QuestionException.RefusedAs($"{offence.Field}.category", $"{category}", $"does not belong to Art. {offence.Tier.Id}; give {(lower ? "1 to 3" : "4 to 6")}.");
        }
        var basic = new Money(Basic[category - 1], Krone);
        var start = new MoneyRange(basic.Amount, basic.Amount, Krone);
        var derivation = new List<Reason> { Superseded!, new($"Art. {offence.Provision} is in category {category}: basic amount {basic}.", Guidance) };
        foreach (var (name, below, share) in Sizes)
        {
            if (turnover.Amount < below)
            {
                var amount = basic.Amount * share;
                derivation.Add(new Reason($"With a turnover of {turnover} the undertaking is {name}: about {share.Percent()} of the basic amount, {new Money(amount, Krone)}. This share is not verified.", Guidance, verified: false));
                return new Finding<StartingRange>(new StartingRange(null, start, new ShareRange(share, share), new MoneyRange(amount, amount, Krone), basic), derivation);
            }
        }
        return new Finding<StartingRange>(new StartingRange(null, start, null, null, basic), derivation);
    }
}
