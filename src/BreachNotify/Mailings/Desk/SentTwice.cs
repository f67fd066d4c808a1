using BreachNotify.Access;
using BreachNotify.Journal;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>A form that is sent twice is refused the second time, for it is done; whoever sent it sees what is done, and no refusal.</summary>
public sealed class SentTwice(JournalReader journal)
{
    /// <param name="reason">As the form gives it; another reason makes it another request.</param>
    /// <param name="kinds">The entries of the journal it makes.</param>
    /// <returns>Whether the last thing this person did with the mailing is what the refused form asks for.</returns>
    public async Task<bool> Is(string mailing, Form form, string? reason, Actor actor, params string[] kinds) =>
        form.Flaws.All(flaw => flaw.Field.Length == 0)
        && (await journal.Of($"mailing:{mailing}")).LastOrDefault(entry => entry.Actor == actor.Id && entry.Kind != "mailing.lookedUp") is { } last
        && kinds.Contains(last.Kind)
        && (last.Payload.ValueKind != System.Text.Json.JsonValueKind.Object || !last.Payload.TryGetProperty("reason", out var given) || given.GetString() == reason);
}
