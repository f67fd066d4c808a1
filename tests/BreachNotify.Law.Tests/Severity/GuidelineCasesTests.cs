using BreachNotify.Law.Severity;

namespace BreachNotify.Law.Tests.Severity;

public class GuidelineCasesTests
{
    [Fact]
    public void Every_case_has_the_outcome_of_the_guidelines() => Assert.Equal(
        MarkdownTable.Read("Severity/GuidelineCases.md").Select(row => (row["case"], row["document"], row["authority"], row["people"])),
        GuidelineCases.All.Select(found => ($"{found.Number}", Word(found.Document), Word(found.NotifyAuthority), Word(found.TellPeople))));

    [Fact]
    public void People_are_told_only_where_the_authority_is() =>
        Assert.DoesNotContain(GuidelineCases.All, found => found.TellPeople && !found.NotifyAuthority);

    [Fact]
    public void A_case_is_most_like_itself() => Assert.All(GuidelineCases.All, found =>
    {
        var like = GuidelineCases.Like(new BreachTraits
        {
            Kind = found.Kind,
            Unintelligible = found.Unintelligible,
            Restored = found.Restored,
            Exfiltrated = found.Exfiltrated,
            Malicious = found.Malicious,
            Sensitive = found.Sensitive,
            Financial = found.Financial,
            TrustedRecipient = found.TrustedRecipient,
            People = found.People,
        }, count: 1);

        Assert.Equal(found.Number, Assert.Single(like).Number);
    });

    [Fact]
    public void Ransomware_with_everything_encrypted_before_is_like_the_first_case() =>
        Assert.Equal(1, GuidelineCases.Like(new BreachTraits { Kind = CaseKind.Ransomware, Unintelligible = true, Restored = true })[0].Number);

    [Fact]
    public void A_stolen_notebook_without_encryption_is_like_the_eleventh() =>
        Assert.Equal(11, GuidelineCases.Like(new BreachTraits { Kind = CaseKind.LostDevice, Unintelligible = false, Sensitive = false, People = 250_000 })[0].Number);

    private static string Word(bool value) => value ? "yes" : "no";
}
