using System.Collections.Frozen;
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
    private static readonly FrozenDictionary<string, string> Provisions =
        RuleBook.Current.Regimes.SelectMany(regime => regime.Provisions).DistinctBy(provision => provision.ObligationId).ToFrozenDictionary(provision => provision.ObligationId, provision => provision.Provision, StringComparer.Ordinal);

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

    /// <summary>A duty by the name of its provision, where nobody has put it in plainer words.</summary>
    public static string Duty(Say say, string id) => say.Maybe($"duty.{id}") ?? Provisions.GetValueOrDefault(id, id);

    public static IEnumerable<(string Value, string Text)> Of<TWord>(Func<string, string> say)
        where TWord : struct, Enum => Words<TWord>.All.Select(word => (word, say(word)));
}
