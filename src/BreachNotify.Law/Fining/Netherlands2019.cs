using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// The AP's fining rules of 2019 (Stcrt. 2019, 14586): four categories, each with a band and a basic fine in it, whatever
/// the turnover. Since June 2023 companies are fined by the EDPB's guidelines; the AP still started from these rules for
/// older conduct in decisions of December 2023 (ICS) and May 2024 (A.S. Watson).
/// </summary>
public sealed class Netherlands2019 : FiningMethod
{
    private static readonly Citation Rules = new("AP fining policy rules 2019 (Stcrt. 2019, 14586)");

    /// <summary>One category: its band and basic fine in EUR.</summary>
    private sealed record Category(string Name, decimal Low, decimal High, decimal Basic, bool Verified);

    private static readonly Category[] Categories =
    [
        new("I", 0m, 200_000m, 100_000m, true),
        new("II", 120_000m, 500_000m, 310_000m, true),
        new("III", 300_000m, 750_000m, 525_000m, true),
        new("IV", 450_000m, 1_000_000m, 725_000m, false),
    ];

    /// <summary>The provisions whose category was read in a decision.</summary>
    private static readonly Dictionary<(int Article, int Paragraph), int> Known = new() { [(32, 0)] = 2, [(35, 0)] = 2, [(33, 1)] = 3 };

    private Netherlands2019()
        : base("nl-2019", "gdpr", new LocalDate(2019, 3, 14), new LocalDate(2023, 6, 7), Edpb042022.Id)
    {
    }

    /// <summary>The method.</summary>
    public static readonly FiningMethod Method = new Netherlands2019();

    /// <inheritdoc/>
    public override Finding<StartingRange>? Start(in Offence offence)
    {
        var (article, paragraph) = (offence.Provision.Article, offence.Provision.Paragraph ?? 0);
        var number = offence.Category
            ?? (Known.TryGetValue((article, paragraph), out var one) || Known.TryGetValue((article, 0), out one)
                ? one
                : throw QuestionException.RefusedAs($"{offence.Field}.category", null, $"is needed: the category of Art. {offence.Provision} is not held (32 and 35 are category 2, 33(1) is 3). Give 1 to 4."));
        if (number is < 1 or > 4)
        {
            throw QuestionException.Malformed($"{offence.Field}.category", $"{number}", "must be 1 to 4.");
        }
        var category = Categories[number - 1];
        var band = new MoneyRange(category.Low, category.High, "EUR");
        var basic = new Money(category.Basic, "EUR");
        return new Finding<StartingRange>(new StartingRange(null, band, null, null, basic) { Weighable = new MoneyRange(category.Basic, category.Basic, "EUR") },
        [
            Superseded!,
            new Reason($"Art. {offence.Provision} is in category {category.Name}: between {band.Words}, basic fine {basic}.{(category.Verified ? "" : " The lower edge of this category is not verified.")}", Rules, category.Verified),
        ]);
    }
}
