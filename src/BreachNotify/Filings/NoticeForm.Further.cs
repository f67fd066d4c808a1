using static BreachNotify.Filings.FieldKind;
using static BreachNotify.Filings.FormWords;
using static BreachNotify.Filings.Need;

namespace BreachNotify.Filings;

/// <summary>Sections 5 to 9: people, data, what was done, who was told.</summary>
public static partial class NoticeForm
{
    private static FormSection[] Further() =>
    [
        new(5, "People affected",
        [
            Ask("5.1", "peopleCategories", "Categories of people", FieldKind.Words, Complete, Law + "(3)(a)") with { Words = FormWords.People },
            Ask("5.1", "peopleCategoriesText", "Others, and why they are vulnerable", Text, Asked, Template + 5) with { When = "others or vulnerable people are among them", IsAsked = c => c.Holds("peopleCategories", Other) || c.Holds("peopleCategories", Vulnerable) || c.Has("peopleCategoriesText") },
            Ask("5.2", "peopleCount", "Number of people", Number, Complete, Law + "(3)(a)") with { When = "it can be determined", IsAsked = c => !c.Holds("peoplePrecision", CannotBeDetermined) },
            Ask("5.2", "peoplePrecision", "How exact that number is", Word, Complete, Law + "(3)(a)") with { Words = Precision },
            Ask("5.2", "peopleMinimum", "At least", Number, Asked, "older form of the Dutch authority"),
            Ask("5.2", "peopleMaximum", "At most", Number, Asked, "older form of the Dutch authority"),
            Ask("5.3", "vulnerablePeople", "Are minors or other vulnerable people among them?", YesNo, Asked, Template + 5),
        ]),
        new(6, "Data",
        [
            Ask("6.1", "dataTypes", "Types of data", FieldKind.Words, Complete, Law + "(3)(a)") with { Words = Data },
            Ask("6.1", "dataTypesText", "The same in words", Text, Asked, Template + 6),
            Ask("6.2", "specialCategories", "Are special categories of data or data on offences among them?", YesNo, Asked, "GDPR Art. 9, 10; " + Template + 6),
            Ask("6.3", "recordCount", "Number of data records", Number, Complete, Law + "(3)(a)") with { When = "it can be determined", IsAsked = c => !c.Holds("recordPrecision", CannotBeDetermined) },
            Ask("6.3", "recordPrecision", "How exact that number is", Word, Complete, Law + "(3)(a)") with { Words = Precision },
        ]),
        new(7, "Before and after",
        [
            Ask("7.1", "measuresBefore", "Measures in place before", FieldKind.Words, Asked, Template + 7) with { Words = MeasuresBefore },
            Ask("7.1", "measuresBeforeText", "The same in words", Text, Asked, Template + 7),
            Ask("7.2", "consequences", "Likely consequences", Text, Complete, Law + "(3)(c)"),
            Ask("7.3", "impacts", "Impact on the people", FieldKind.Words, Asked, Template + 7) with { Words = Impacts },
            Ask("7.3", "impactsText", "The same in words", Text, Asked, Template + 7),
            Ask("7.4", "severity", "Severity", Word, Complete, Template + 7) with { Words = FormWords.Severity },
            Ask("7.5", "outcome", "Risk to the people", Word, Complete, Law + "(1)") with { Words = Outcome },
            Ask("7.5", "outcomeMethod", "Method by which the risk was assessed", Text, Asked, Template + 7),
            Ask("7.6", "measuresTaken", "Measures taken or proposed", Text, Complete, Law + "(3)(d)"),
            Ask("7.6", "solvedExtent", "To what extent it is solved", Text, Asked, Template + 7),
            Ask("7.7", "measuresAfter", "Measures against repetition", FieldKind.Words, Asked, Template + 7) with { Words = MeasuresAfter },
            Ask("7.7", "measuresAfterText", "The same in words", Text, Asked, Template + 7),
            Ask("7.8", "solvedOn", "When it was solved", Date, Asked, "forms of several authorities") with { Verified = false },
        ]),
        new(8, "Communication to the people",
        [
            Ask("8.1", "peopleTold", "Were the people told?", Word, Complete, "GDPR Art. 34(1); " + Template + 8) with { Words = Told },
            Ask("8.2", "toldOn", "When, or when it is planned", Date, Complete, Template + 8) with { When = "they were or will be told", IsAsked = c => c.Holds("peopleTold", Yes) || c.Holds("peopleTold", WillBe) },
            Ask("8.3", "exemption", "Which ground of exemption", Word, Complete, "GDPR Art. 34(3)") with { Words = Exemption, When = "they are not told for one of these grounds", IsAsked = c => c.Holds("peopleTold", Exempt) },
            Ask("8.3", "exemptionReasons", "Why that ground holds", Text, Complete, "GDPR Art. 34(3)") with { When = "they are not told for one of these grounds", IsAsked = c => c.Holds("peopleTold", Exempt) },
            Ask("8.3", "publicNotice", "Is there a public communication instead?", YesNo, Complete, "GDPR Art. 34(3)(c)") with { When = "the ground is c", IsAsked = c => c.Holds("peopleTold", Exempt) && c.Holds("exemption", "c") },
            Ask("8.4", "toldExtent", "All people or a part", Word, Asked, Template + 8) with { Words = Extent },
            Ask("8.4", "toldExtentReasons", "Reasons by group", Text, Asked, Template + 8) with { When = "only a part is told", IsAsked = c => c.Holds("toldExtent", "part") },
            Ask("8.5", "toldMeans", "By which means", FieldKind.Words, Asked, Template + 8) with { Words = Means },
            Ask("8.5", "peopleToldCount", "Number of people told", Number, Asked, Template + 8) with { Verified = false },
            Ask("8.6", "toldText", "Text of the message", Text, Asked, Template + 8),
        ]),
        new(9, "Other",
        [
            Ask("9.1", "policeReport", "Was it reported to police or court?", YesNo, Asked, Template + 9),
            Ask("9.1", "policeReportText", "Where, and its number", Text, Asked, Template + 9) with { When = "it was", IsAsked = c => c.IsYes("policeReport") },
            Ask("9.2", "otherAuthorities", "Other authorities told (NIS2, DORA, eIDAS) and their case numbers", Text, Asked, Template + 9),
            Ask("9.3", "crossBorder", "Is it a cross-border breach?", YesNo, Asked, Template + 9),
            Ask("9.3", "leadAuthority", "Lead authority", Line, Asked, "GDPR Art. 56(1); " + Template + 9) with { When = "it is", IsAsked = c => c.IsYes("crossBorder") },
            Ask("9.3", "establishments", "Establishments", Lines, Asked, Template + 9),
            Ask("9.3", "peopleByCountry", "People by country", Countries, Asked, Template + 9),
            Ask("9.4", AuthoritiesTold, "Other supervisory authorities concerned", Lines, Asked, "EDPB Guidelines 9/2022 v2.0 para. 73; " + Template + 9) with { Answerable = false },
            Ask("9.5", "insurerTold", "Was the cyber insurer told?", YesNo, Asked, "no form that is known") with { Verified = false },
            Ask("9.6", Attachments, "Attachments", Lines, Asked, Template + 9) with { Answerable = false },
            Ask("9.7", "declaration", "Declaration", Text, Asked, "forms of the ICO and the Irish authority") with { Verified = false },
            Ask("9.7", "place", "Place", Line, Asked, "forms of the ICO and the Irish authority") with { Verified = false },
        ]),
    ];
}
