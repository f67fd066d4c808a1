using System.Globalization;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Severity;
using NodaTime;

namespace BreachNotify.Breaches;

public sealed record NewAct(ActKind Kind, Instant At, string? Recipient = null, string? Channel = null, string? OwnReference = null, string? AuthorityReference = null, string? Note = null, string? Obligation = null);

public sealed record NewDecision(string Question, string Answer, Texts Reasons, DecisionEffect? Effect = null);

/// <summary>
/// What is added to a registered breach, by the interface and by pages alike. The state a caller worked from is held against
/// the newest one by <c>expect</c>, which throws where they differ.
/// </summary>
public static class Recording
{
    private const int LongestLine = 300;
    private const int LongestProse = 20_000;
    private const int MostEntries = 1_000;

    /// <summary>Changes the facts by a merge patch (RFC 7396).</summary>
    /// <exception cref="Refusal">404, 400 or 422 naming every field that is wrong, or what <paramref name="expect"/> throws.</exception>
    public static Task<Breach> Patch(BreachStore store, string id, JsonObject patch, string reason, Actor actor, Action<Breach> expect) => store.Change(id, "breach.changed", actor, reason, (current, now) =>
    {
        expect(current);
        var facts = FactsCheck.Checked(MergePatch.Apply<BreachFacts>(current, patch), now);
        for (var i = 0; i < current.Acts.Count; i++)
        {
            DeadlineRules.RefuseContradiction($"acts[{i}].", current.Acts[i].Kind, current.Acts[i].At, current.Acts[i].Obligation, facts.AwareAt.Instant!.Value);
        }
        return new Breach(facts)
        {
            Id = current.Id,
            RegisteredAt = current.RegisteredAt,
            RegisteredBy = current.RegisteredBy,
            Sample = current.Sample,
            Acts = current.Acts,
            Decisions = current.Decisions,
        };
    });

    /// <summary>Why a record changes; must be there.</summary>
    /// <exception cref="Refusal">400.</exception>
    public static string Reason(string? reason)
    {
        var complaints = new Complaints();
        if (reason is null)
        {
            complaints.Add("reason", null, "Is required: say why the record changes, in the member reason or the header Reason.");
        }
        complaints.Prose("reason", reason, LongestProse);
        if (reason is not null && string.IsNullOrWhiteSpace(reason))
        {
            complaints.Add("reason", reason, "Must not be empty.");
        }
        complaints.ThrowIfAny();
        return reason!;
    }

    /// <exception cref="Refusal">As for the facts.</exception>
    public static Task<Breach> Act(BreachStore store, string id, NewAct act, Actor actor, Action<Breach>? expect = null) => store.Change(id, "breach.act", actor, null, (current, now) =>
    {
        expect?.Invoke(current);
        return With(current, act, actor, now);
    });

    /// <summary>The record with an act more.</summary>
    /// <exception cref="Refusal">400 or 422, naming every field that is wrong.</exception>
    public static Breach With(Breach current, NewAct act, Actor actor, Instant now)
    {
        var complaints = new Complaints();
        complaints.Line("recipient", act.Recipient, LongestLine);
        complaints.Line("channel", act.Channel, LongestLine);
        complaints.Line("ownReference", act.OwnReference, LongestLine);
        complaints.Line("authorityReference", act.AuthorityReference, LongestLine);
        complaints.Prose("note", act.Note, LongestProse);
        FactsCheck.NotAhead(complaints, "at", act.At, now);
        complaints.ThrowIfAny();
        DeadlineRules.RefuseContradiction("", act.Kind, act.At, act.Obligation, current.AwareAt.Instant!.Value);
        return current with
        {
            Acts = [.. Room(current.Acts, "acts"), new RecordedAct(NumberOf(current.Acts), act.Kind, act.At, act.Recipient, act.Channel, act.OwnReference, act.AuthorityReference, act.Note, now, actor, act.Obligation)],
        };
    }

    /// <exception cref="Refusal">As for the facts.</exception>
    public static Task<Breach> Decide(BreachStore store, string id, NewDecision decision, Actor actor, Action<Breach>? expect = null) => Decide(store, id, decision, actor, expect, null);

    private static Task<Breach> Decide(BreachStore store, string id, NewDecision decision, Actor actor, Action<Breach>? expect, SeverityQuestion? severity)
    {
        var complaints = new Complaints();
        complaints.Line("question", decision.Question, LongestLine);
        complaints.Line("answer", decision.Answer, LongestLine);
        foreach (var reason in decision.Reasons.Items.DefaultIfEmpty(""))
        {
            complaints.Prose("reasons", reason, LongestProse);
            if (string.IsNullOrWhiteSpace(reason))
            {
                complaints.Add("reasons", reason, "Must not be empty: a decision without reasons cannot be accounted for.");
            }
        }
        complaints.ThrowIfAny();
        return store.Change(id, "breach.decision", actor, null, (current, now) =>
        {
            expect?.Invoke(current);
            if (decision.Effect is { } effect && effect == DecisionEffect.Ends == current.End is not null)
            {
                throw Refusal.Conflict(effect == DecisionEffect.Ends ? "It has been decided already that this is no personal-data breach." : "Nothing has ended that could be reopened.");
            }
            return current with
            {
                Decisions = [.. Room(current.Decisions, "decisions"), new Decision(NumberOf(current.Decisions), decision.Question, decision.Answer, decision.Reasons, now, actor, RuleBook.Current.Id, current.Version, decision.Effect, severity)],
            };
        });
    }

    /// <summary>Assesses the severity by ENISA's methodology and puts it on record as a decision, its derivation as the reasons.</summary>
    /// <exception cref="Refusal">As for the facts.</exception>
    /// <exception cref="QuestionException">The methodology does not know a value.</exception>
    public static Task<Breach> Assess(BreachStore store, string id, SeverityQuestion asked, Actor actor, Action<Breach>? expect = null)
    {
        var complaints = new Complaints();
        for (var i = 0; i < asked.Categories.Count; i++)
        {
            complaints.Line(string.Create(CultureInfo.InvariantCulture, $"categories[{i}].reason"), asked.Categories[i].Reason, LongestLine);
        }
        complaints.Prose("override.reason", asked.Override?.Reason, LongestProse);
        complaints.ThrowIfAny();
        var answer = Enisa.Answer(asked);
        var computed = string.Create(CultureInfo.InvariantCulture, $"{Words<SeverityLevel>.Of(answer.Level)}, score {answer.Score:0.##}");
        var reasons = new Texts([.. answer.Derivation.Select(step => $"{step.Text} ({step.Citation.Text})")], true);
        return Decide(store, id, new NewDecision("Severity by the methodology of ENISA", asked.Override is { } set ? $"{Words<SeverityLevel>.Of(set.Level)}; computed {computed}" : computed, reasons), actor, expect, answer.Request);
    }

    private static string NumberOf<T>(IReadOnlyList<T> entries) => (entries.Count + 1).ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<T> Room<T>(IReadOnlyList<T> entries, string what) =>
        entries.Count < MostEntries ? entries : throw Refusal.Conflict($"A breach holds at most {MostEntries} {what}.");
}
