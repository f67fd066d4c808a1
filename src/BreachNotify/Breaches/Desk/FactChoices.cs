using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Pages;
using DutyRole = BreachNotify.Law.Deadlines.Role;

namespace BreachNotify.Breaches.Desk;

/// <summary>What can be chosen for the facts of a breach, in the viewer's language.</summary>
public static class FactChoices
{
    public static IEnumerable<(string Value, string Text)> Authorities(Say say) =>
        SupervisoryAuthorities.All.DistinctBy(authority => authority.Code).Concat(AuthoritiesAbroad.All)
            .Select(authority => (authority.Code, authority.Code == "DE-BY" ? $"DE-BY – {say["facts.bavaria"]}" : $"{authority.Code} – {authority.Name}"))
            .OrderBy(choice => choice.Code, StringComparer.Ordinal)
            .Prepend(("", say["facts.notYet"]));

    public static IEnumerable<(string Value, string Text)> Risks(Say say) => Of<RiskLevel>(word => say[$"risk.{word}"]).Prepend(("", say["facts.notYet"]));

    public static IEnumerable<(string Value, string Text)> Kinds(Say say) => Of<IncidentKind>(word => say[$"kind.{word}"]).Prepend(("", say["facts.notYet"]));

    public static IEnumerable<(string Value, string Text)> Roles(Say say) => Of<DutyRole>(word => say[$"duty.{word}"]);

    public static IEnumerable<(string Value, string Text)> Sectors(Say say) => Of<Sector>(word => say[$"sector.{word}"]);

    public static IEnumerable<(string Value, string Text)> Acts(Say say) => Of<ActKind>(word => say[$"act.{word}"]);

    public static IEnumerable<(string Value, string Text)> Of<TWord>(Func<string, string> say)
        where TWord : struct, Enum => Words<TWord>.All.Select(word => (word, say(word)));
}
