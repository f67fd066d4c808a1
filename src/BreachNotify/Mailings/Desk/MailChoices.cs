using BreachNotify.Breaches.Desk;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Pages;
using static BreachNotify.Mailings.RecipientEndpoints;
using static BreachNotify.Mailings.UnreachedEndpoints;

namespace BreachNotify.Mailings.Desk;

/// <summary>What forms about mailings let choose from.</summary>
public static class MailChoices
{
    public static IEnumerable<(string Value, string Text)> DoubtPolicies(Say say) => FactChoices.Of<DoubtPolicy>(word => say[$"doubtPolicy.{word}"]);

    public static IEnumerable<(string Value, string Text)> Duplicates(Say say) => FactChoices.Of<DuplicatesBy>(word => say[$"duplicates.{word}"]);

    public static IEnumerable<(string Value, string Text)> Families(Say say) => [("false", say["people.familyNo"]), ("true", say["people.familyYes"])];

    public static IEnumerable<(string Value, string Text)> Outcomes(Say say) => ToDecide(say, FactChoices.Of<DoubtOutcome>(word => say[$"doubt.{word}"]));

    public static IEnumerable<(string Value, string Text)> Channels(Say say) => ToDecide(say, FactChoices.Of<NextChannel>(word => say[$"channel.{word}"]));

    public static IEnumerable<(string Value, string Text)> LookUps(Say say) => FactChoices.Of<LookUpBy>(word => say[$"lookUpBy.{word}"]);

    public static IEnumerable<(string Value, string Text)> Named(Say say) => [("keep", say["narrow.keep"]), ("remove", say["narrow.remove"])];

    public static IEnumerable<(string Value, string Text)> NamedBys(Say say) => FactChoices.Of<NamedBy>(word => say[$"namedBy.{word}"]);

    public static IEnumerable<(string Value, string Text)> RehearsalModes(Say say) => FactChoices.Of<RehearsalMode>(word => say[$"rehearsalMode.{word}"]);

    /// <summary>Nothing is chosen for a person who decides.</summary>
    private static IEnumerable<(string Value, string Text)> ToDecide(Say say, IEnumerable<(string Value, string Text)> choices) => choices.Prepend(("", say["doubts.choose"]));
}
