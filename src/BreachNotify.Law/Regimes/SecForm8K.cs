using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Form 8-K Item 1.05 with General Instruction B.1: companies that report to the SEC disclose a cybersecurity incident within
/// four business days after they determine that it is material; a period triggered on a Saturday, Sunday or holiday of
/// the Commission begins with, and includes, the next business day. Information missing then is added within four business
/// days of its becoming available. Since 18 December 2023, for smaller reporting companies since 15 June 2024.
/// <see href="https://www.sec.gov/files/form8-k.pdf"/>
/// </summary>
public static class SecForm8K
{
    private const string Link = "https://www.sec.gov/files/form8-k.pdf";

    private static readonly Condition Registrant = Condition.Of("secRegistrant", "Does the company file current reports with the SEC?", facts => facts.SecRegistrant);

    private static readonly Reason AttorneyGeneral = new(
        "The Attorney General may have the disclosure delayed by up to 30 days, by 30 more, and in extraordinary circumstances by 60 more.", new Citation("Form 8-K Item 1.05(c)", Link));

    private static readonly Reason Smaller = new("Smaller reporting companies are bound since 15 June 2024.", new Citation("SEC Release 33-11216"));

    private static readonly Margin Edgar = new(
        (end, zone) => zone.AtStrictly((end - Duration.Epsilon).InZone(zone).Date.At(new LocalTime(17, 30))).ToInstant(),
        new Reason("What is submitted after 17:30 Eastern time is dated the next business day: submit before.", new Citation("17 CFR 232.13(a)(2)", "https://www.ecfr.gov/current/title-17/section-232.13")));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("us-sec", "SEC Form 8-K Item 1.05", Link, Manner.Plain,
    [
        new("us-sec-1-05", "Form 8-K Item 1.05(a), General Instruction B.1", Link, Start.With(ActKind.Determined), new Term(2023, 12, 18, Period.WorkingDays(4)))
        {
            To = "Securities and Exchange Commission, by EDGAR", Notes = [AttorneyGeneral, Smaller], Margin = Edgar,
        },
        new("us-sec-1-05-amendment", "Form 8-K Item 1.05, Instruction 2", Link, Start.With(ActKind.InformationAvailable), new Term(2023, 12, 18, Period.WorkingDays(4)))
        {
            To = "Securities and Exchange Commission, by EDGAR", Margin = Edgar,
        },
    ])
    {
        Home = "US",
        OfIncidents = true,
        AppliesIf = [Registrant],
    };
}
