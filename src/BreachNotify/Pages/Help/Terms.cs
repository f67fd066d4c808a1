namespace BreachNotify.Pages.Help;

/// <summary>Terms of the law that pages use, in the order of a breach, and where each stands.</summary>
public static class Terms
{
    public static string CitationOf(string key) => All.First(term => term.Key == key).Citation;

    public static readonly IReadOnlyList<(string Key, string Citation)> All =
    [
        ("breach", "GDPR Art. 4(12)"),
        ("controller", "GDPR Art. 4(7)"),
        ("processor", "GDPR Art. 4(8), 33(2)"),
        ("jointController", "GDPR Art. 26(1)"),
        ("awareness", "GDPR Art. 33(1); EDPB Guidelines 9/2022 v2.0 para. 31"),
        ("reading", "GDPR Art. 33(1); Regulation 1182/71 Art. 3"),
        ("delay", "GDPR Art. 33(1), second sentence"),
        ("phases", "GDPR Art. 33(4)"),
        ("authority", "GDPR Art. 55, 56(1)"),
        ("leadAuthority", "GDPR Art. 56(1)"),
        ("representative", "GDPR Art. 27; EDPB Guidelines 9/2022 v2.0 para. 73"),
        ("risk", "GDPR Art. 33(1)"),
        ("highRisk", "GDPR Art. 34(1)"),
        ("exemption", "GDPR Art. 34(3)"),
        ("unintelligible", "GDPR Art. 34(3)(a)"),
        ("communication", "GDPR Art. 34(1) and (2)"),
        ("publicCommunication", "GDPR Art. 34(3)(c)"),
        ("accountability", "GDPR Art. 5(2)"),
        ("storage", "GDPR Art. 5(1)(e)"),
        ("severity", "ENISA severity methodology v1.0"),
        ("register", "GDPR Art. 33(5)"),
        ("undertaking", "GDPR recital 150; CJEU C-807/21 para. 57"),
        ("ceiling", "GDPR Art. 83(4)-(6)"),
        ("turnover", "GDPR Art. 83(4)-(6)"),
    ];
}
