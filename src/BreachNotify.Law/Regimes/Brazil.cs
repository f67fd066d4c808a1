using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Brazil, LGPD Art. 48 with Resolution CD/ANPD 15/2024: the ANPD and the people are told within three working days of the
/// knowledge that personal data were affected, by small agents within six; the communication may be completed within 20
/// working days. Since 26 April 2024.
/// <see href="https://www.gov.br/anpd/pt-br"/>
/// </summary>
public static class Brazil
{
    private const string Link = "https://www.gov.br/anpd/pt-br/acesso-a-informacao/institucional/atos-normativos/regulamentacoes_anpd";

    private static readonly Stages Communications = new(["br-lgpd-48", "br-lgpd-48-completion"]);

    private static readonly Condition Relevant = Condition.Of("significantHarm", "May the incident cause relevant risk or damage to people and does it involve data of the kinds listed?", facts => facts.SignificantHarm);

    private static readonly Condition Small = Condition.Of("smallAgent", "Is the controller a small processing agent?", facts => facts.SmallAgent, ifUnknown: false);

    private static readonly Variant Doubled = new(Small, Period.WorkingDays(6), "small-agent", "other-agents");

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("br-lgpd", "LGPD", Link, Manner.Plain,
    [
        new("br-lgpd-48", "LGPD Art. 48; Resolution CD/ANPD 15/2024 Art. 6", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2024, 4, 26, Period.WorkingDays(3))) { Stages = Communications, Variant = Doubled },
        new("br-lgpd-48-people", "LGPD Art. 48; Resolution CD/ANPD 15/2024 Art. 9", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2024, 4, 26, Period.WorkingDays(3)))
        {
            Recipient = "people", Variant = Doubled,
            Notes = [new Reason("Where people cannot be reached one by one, a public notice stands for at least 90 days.", new Citation("Resolution CD/ANPD 15/2024 Art. 9", Link))],
        },
        new("br-lgpd-48-completion", "Resolution CD/ANPD 15/2024 Art. 6 § 3", Link, Start.Filing(Communications, "br-lgpd-48"), new Term(2024, 4, 26, Period.WorkingDays(20))) { Stages = Communications },
    ])
    {
        Home = "BR",
        AppliesIf = [Relevant],
    };
}
