using NodaTime;

namespace BreachNotify.Law.SwissFadp;

/// <summary>
/// Swiss Federal Act on Data Protection Art. 24: the controller notifies the FDPIC as soon as possible of a breach that
/// is likely to lead to a high risk. There is no number. The text has not been compared with the official compilation.
/// <see href="https://www.fedlex.admin.ch/eli/cc/2022/491/en#art_24"/>
/// </summary>
public static class Article24
{
    private const string Eli = "https://www.fedlex.admin.ch/eli/cc/2022/491/en#art_24";

    /// <summary>Art. 24(1), in force since 1 September 2023.</summary>
    public static readonly Timeline<AuthorityDuty> Duty = new("Swiss FADP Art. 24(1)",
        new InForce<AuthorityDuty>(new LocalDate(2023, 9, 1), null, new AuthorityDuty(null, RiskLevel.High),
            new Citation("Swiss FADP Art. 24(1)", Eli), new LocalDate(2026, 11, 22)));

    /// <summary>The Swiss act.</summary>
    public static readonly NotificationRegime Regime = new("ch-fadp", "Swiss FADP", Duty, "24(1)", "24(4)", "24(3)", "as soon as possible", false, Eli,
        new Counting(Standing.Disputed, new Reason("The act counts no hours.", new Citation("Swiss FADP Art. 24(1)", Eli))));
}
