using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Breach laws of states of the United States: notice to the residents whose personal information was concerned, and above a
/// number of residents to the attorney general and the consumer reporting agencies. The lists of law firms disagree; figures
/// nobody has read in a source of some weight are marked.
/// </summary>
public static class UnitedStates
{
    private const string Expedient = "in the most expedient time possible and without unreasonable delay";
    private const string CaliforniaCode = "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.82.";
    private const string NewYorkCode = "https://www.nysenate.gov/legislation/laws/GBS/899-AA";
    private const string TexasCode = "https://statutes.capitol.texas.gov/Docs/BC/htm/BC.521.htm";
    private const string FloridaCode = "http://www.leg.state.fl.us/statutes/index.cfm?App_mode=Display_Statute&URL=0500-0599/0501/Sections/0501.171.html";
    private const string ColoradoCode = "https://law.justia.com/codes/colorado/title-6/section-6-1-716/";
    private const string WashingtonCode = "https://app.leg.wa.gov/RCW/default.aspx?cite=19.255.010";

    // Static fields are set in the order in which they stand; the states below need this one.
    private static readonly Condition PersonalInformation = Condition.Of("personalInformation",
        "Was unencrypted personal information of residents, in the sense of the state's law, acquired or accessed without authority?", facts => facts.PersonalInformation);

    /// <summary>California Civil Code 1798.82, since 1 January 2026 (SB 446) 30 calendar days; attorney general within 15 days of the notice to more than 500 residents.</summary>
    public static readonly ClockRegime California = State("us-ca", "California Civil Code § 1798.82", CaliforniaCode,
    [
        new("us-ca-1798-82-a", "California Civil Code § 1798.82(a)", CaliforniaCode, Start.Awareness,
            new Term(2003, 7, 1, Period.InWords(Expedient)), new Term(2026, 1, 1, Period.Days(30), "California Civil Code § 1798.82(a) as amended by SB 446"))
        {
            Recipient = "people",
            Notes = [Enforcement("California Civil Code § 1798.82(c)", CaliforniaCode, read: true), Scope("California Civil Code § 1798.82(a)", CaliforniaCode)],
        },
        new("us-ca-1798-82-f", "California Civil Code § 1798.82(f)", CaliforniaCode, Start.With(ActKind.Told),
            new Term(2012, 1, 1, Period.InWords("electronically, without a number")), new Term(2026, 1, 1, Period.Days(15), "California Civil Code § 1798.82(f) as amended by SB 446"))
        {
            When = [Condition.AtLeast("US-CA", 501)],
        },
    ]);

    /// <summary>New York General Business Law 899-aa, since 21 December 2024 within 30 days of discovery.</summary>
    public static readonly ClockRegime NewYork = State("us-ny", "New York General Business Law § 899-aa", NewYorkCode,
    [
        new("us-ny-899-aa-2", "New York General Business Law § 899-aa(2)", NewYorkCode, Start.Awareness,
            new Term(2005, 12, 7, Period.InWords(Expedient)), new Term(2024, 12, 21, Period.Days(30), "New York General Business Law § 899-aa(2) as amended by S2659B"))
        {
            Recipient = "people", Notes = [Enforcement("New York General Business Law § 899-aa(4)", NewYorkCode, read: true)],
        },
        new("us-ny-899-aa-8", "New York General Business Law § 899-aa(8)(a)", NewYorkCode, Start.Awareness, new Term(2005, 12, 7, Period.InWords("without delaying notice to affected residents")))
        {
            To = "Attorney General, Department of State, State Police and, for those it supervises, Department of Financial Services", Read = false,
        },
    ]);

    /// <summary>Texas Business and Commerce Code 521.053: people 60 days, attorney general (250 residents) 30 days after determination.</summary>
    public static readonly ClockRegime Texas = State("us-tx", "Texas Business and Commerce Code § 521.053", TexasCode,
    [
        new("us-tx-521-053-b", "Texas Business and Commerce Code § 521.053(b)", TexasCode, Start.WithOrAwareness(ActKind.Determined),
            new Term(2009, 4, 1, Period.InWords("as quickly as possible")), new Term(2020, 1, 1, Period.Days(60)))
        {
            Recipient = "people", Notes = [Enforcement("Texas Business and Commerce Code § 521.053(d)", TexasCode)], Read = false,
        },
        new("us-tx-521-053-i", "Texas Business and Commerce Code § 521.053(i)", TexasCode, Start.WithOrAwareness(ActKind.Determined),
            new Term(2020, 1, 1, Period.Days(60)), new Term(2023, 9, 1, Period.Days(30), "Texas Business and Commerce Code § 521.053(i) as amended by SB 768"))
        {
            When = [Condition.AtLeast("US-TX", 250)], Read = false,
        },
    ]);

    /// <summary>Florida Statutes 501.171: people 30 days after determination, 15 more for good cause; Department of Legal Affairs from 500 people; bureaus above 1,000.</summary>
    public static readonly ClockRegime Florida = State("us-fl", "Florida Statutes § 501.171", FloridaCode,
    [
        new("us-fl-501-171-4", "Florida Statutes § 501.171(4)(a)", FloridaCode, Start.WithOrAwareness(ActKind.Determined), new Term(2014, 7, 1, Period.Days(30)))
        {
            Recipient = "people",
            Notes = [GoodCause(), Enforcement("Florida Statutes § 501.171(4)(b)", FloridaCode, read: true)],
        },
        new("us-fl-501-171-3", "Florida Statutes § 501.171(3)(a)", FloridaCode, Start.WithOrAwareness(ActKind.Determined), new Term(2014, 7, 1, Period.Days(30)))
        {
            When = [Condition.AtLeast("US-FL", 500)], Notes = [GoodCause()], Read = false,
        },
        Bureaus("us-fl-501-171-5", "Florida Statutes § 501.171(5)", FloridaCode, "US-FL", new Term(2014, 7, 1, Period.InWords("without unreasonable delay"))),
    ]);

    /// <summary>Colorado Revised Statutes 6-1-716: 30 days after determination; attorney general from 500 residents; bureaus above 1,000.</summary>
    public static readonly ClockRegime Colorado = State("us-co", "Colorado Revised Statutes § 6-1-716", ColoradoCode,
    [
        new("us-co-6-1-716-2", "Colorado Revised Statutes § 6-1-716(2)(a)", ColoradoCode, Start.WithOrAwareness(ActKind.Determined), new Term(2018, 9, 1, Period.Days(30)))
        {
            Recipient = "people", Notes = [Enforcement("Colorado Revised Statutes § 6-1-716(2)(c)", ColoradoCode, read: true)],
        },
        new("us-co-6-1-716-2-f", "Colorado Revised Statutes § 6-1-716(2)(f)", ColoradoCode, Start.WithOrAwareness(ActKind.Determined), new Term(2018, 9, 1, Period.Days(30)))
        {
            When = [Condition.AtLeast("US-CO", 500)], Read = false,
        },
        Bureaus("us-co-6-1-716-2-d", "Colorado Revised Statutes § 6-1-716(2)(d)", ColoradoCode, "US-CO", new Term(2018, 9, 1, Period.InWords(Expedient))),
    ]);

    /// <summary>Revised Code of Washington 19.255.010: 30 days after discovery; attorney general above 500 residents.</summary>
    public static readonly ClockRegime Washington = State("us-wa", "RCW 19.255.010", WashingtonCode,
    [
        new("us-wa-19-255-010-8", "RCW 19.255.010(8)", WashingtonCode, Start.Awareness, new Term(2020, 3, 1, Period.Days(30)))
        {
            Recipient = "people", Notes = [Enforcement("RCW 19.255.010(8)", WashingtonCode, read: true), Scope("RCW 19.255.010(8)", WashingtonCode)],
        },
        new("us-wa-19-255-010-7", "RCW 19.255.010(7)", WashingtonCode, Start.Awareness, new Term(2020, 3, 1, Period.Days(30)))
        {
            When = [Condition.AtLeast("US-WA", 501)], Read = false,
        },
    ]);

    /// <summary>Law enforcement may have a notice delayed.</summary>
    internal static Reason Enforcement(string provision, string link, bool read = false) =>
        new("A law enforcement agency may ask for delay; the end given here is without one.", new Citation(provision, link), read);

    private static Reason Scope(string provision, string link) =>
        new("Measures to determine the scope and restore the system may justify delay; the end given here is without any.", new Citation(provision, link));

    private static Reason GoodCause() =>
        new("15 more days for good cause given in writing within the 30.", new Citation("Florida Statutes § 501.171(3)(a)", FloridaCode), verified: true);

    private static Clock Bureaus(string id, string provision, string link, string state, Term term) =>
        new(id, provision, link, Start.Awareness, term) { Recipient = "bureaus", To = "nationwide consumer reporting agencies", When = [Condition.AtLeast(state, 1001)], Read = false };

    /// <summary>A state's law; its code is the regime id in capitals. Who keeps the data for another tells the owner.</summary>
    private static ClockRegime State(string id, string name, string link, IReadOnlyList<Clock> clocks) =>
        new(id, name, link, Manner.Plain, clocks)
        {
            Home = id.ToUpperInvariant(),
            AppliesIf = [PersonalInformation],
            OfProcessor =
            [
                new($"{id}-owner", name, link, Start.Awareness, new Term(clocks[0].Periods.Entries[0].From, Period.InWords("immediately following discovery, or as the state has it"))) { Recipient = "controller", To = "owner or licensee of the data", Read = false },
            ],
        };
}
