using System.Reflection;
using System.Text.Json;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;

namespace BreachNotify.Deadlines;

/// <summary>What a proposal would do to one obligation of a registered breach.</summary>
public enum ReplayedChange
{
    /// <summary>It would not exist.</summary>
    FallsAway,

    /// <summary>It would end at another time.</summary>
    Moves,

    /// <summary>It does not exist today and would.</summary>
    Arises,
}

/// <summary>One obligation that a proposal would change.</summary>
/// <param name="Breach">Id of the breach.</param>
/// <param name="Title">Its title.</param>
/// <param name="Obligation">Id of the obligation.</param>
/// <param name="Recipient">Who is told.</param>
/// <param name="Change">What would happen to it.</param>
/// <param name="Due">Its end under the law as it is.</param>
/// <param name="DueAsProposed">Its end under the proposal.</param>
public sealed record ReplayedObligation(string Breach, string Title, string Obligation, string Recipient, ReplayedChange Change, Instant? Due, Instant? DueAsProposed);

/// <summary>A breach that could not be replayed.</summary>
/// <param name="Breach">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Reason">Why, and what would help.</param>
public sealed record Unreplayed(string Breach, string Title, string Reason);

/// <summary>How many breaches and obligations there were, and what would become of the obligations.</summary>
public sealed record ReplayCounts
{
    public long Breaches { get; set; }

    /// <summary>Breaches for which no deadline can be computed yet.</summary>
    public long Unreplayed { get; set; }

    /// <summary>Breaches that were decided to be none: they owe nothing under either.</summary>
    public long Ended { get; set; }

    /// <summary>Duties that exist under the law as it is or under the proposal.</summary>
    public long Obligations { get; set; }

    public long Unchanged { get; set; }

    public long FallAway { get; set; }

    public long Move { get; set; }

    public long Arise { get; set; }
}

/// <summary>The whole register under a proposal; what stands in the answer.</summary>
/// <param name="WhatIf">Name of the proposal.</param>
/// <param name="RuleBook">The rule book it is laid over.</param>
/// <param name="Proposal">What it says, and where.</param>
/// <param name="Changes">The obligations that would change, oldest registration first.</param>
/// <param name="Unreplayed">The first 1,000 breaches for which no deadline can be computed yet.</param>
/// <param name="Counts">The sums.</param>
public sealed record ReplayAnswer(string WhatIf, string RuleBook, Reason Proposal, IReadOnlyList<ReplayedObligation> Changes, IReadOnlyList<Unreplayed> Unreplayed, ReplayCounts Counts);

/// <summary>
/// A proposal replayed over the whole register: which notices would fall away, which would move. Written while it is
/// computed, so that a register of any size takes the memory of one page.
/// </summary>
public sealed class Replay(string whatIf, EveryBreach every) : IResult, IEndpointMetadataProvider
{
    private const int FlushAt = 16 * 1024;
    private const int MostUnreplayed = 1_000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var proposal = DeadlineRules.ProposalOf(whatIf);
        httpContext.Response.ContentType = JsonBody.MediaType;
        var unreplayed = new List<Unreplayed>();
        var counts = new ReplayCounts();
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, new JsonWriterOptions { Encoder = JsonContract.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("whatIf", whatIf);
        json.WriteString("ruleBook", RuleBook.Current.Id);
        json.WritePropertyName("proposal");
        JsonSerializer.Serialize(json, proposal, AnswerJson.Options);
        json.WriteStartArray("changes");
        await foreach (var breach in every().WithCancellation(httpContext.RequestAborted))
        {
            counts.Breaches++;
            counts.Ended += breach.End is null ? 0 : 1;
            try
            {
                foreach (var change in Compare(breach, counts))
                {
                    JsonSerializer.Serialize(json, change, JsonContract.Options);
                }
            }
            catch (Exception e) when (e is QuestionException or NotInForceException)
            {
                counts.Unreplayed++;
                if (unreplayed.Count < MostUnreplayed)
                {
                    unreplayed.Add(new Unreplayed(breach.Id, breach.Title, e.Message));
                }
            }
            if (json.BytesPending > FlushAt)
            {
                await json.FlushAsync(httpContext.RequestAborted);
                await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }
        json.WriteEndArray();
        json.WritePropertyName("unreplayed");
        JsonSerializer.Serialize(json, unreplayed, JsonContract.Options);
        json.WritePropertyName("counts");
        JsonSerializer.Serialize(json, counts, JsonContract.Options);
        json.WriteEndObject();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ReplayAnswer), [JsonBody.MediaType]));

    private List<ReplayedObligation> Compare(Breach breach, ReplayCounts counts)
    {
        var today = DeadlineRules.Answer(BreachQuestion.Of(breach)).Obligations;
        var proposed = DeadlineRules.Answer(BreachQuestion.Of(breach, whatIf)).Obligations.ToDictionary(obligation => (obligation.Id, obligation.Recipient));
        var changes = new List<ReplayedObligation>();
        foreach (var now in today)
        {
            proposed.Remove((now.Id, now.Recipient), out var then);
            Count(now, then);
        }
        foreach (var then in proposed.Values)
        {
            Count(null, then);
        }
        return changes;

        void Count(Obligation? now, Obligation? then)
        {
            var (exists, would) = (now is { Required: true }, then is { Required: true });
            if (!exists && !would)
            {
                return;
            }
            counts.Obligations++;
            ReplayedChange? change = (exists, would) switch
            {
                (true, false) => ReplayedChange.FallsAway,
                (false, true) => ReplayedChange.Arises,
                _ when now!.Due != then!.Due => ReplayedChange.Moves,
                _ => null,
            };
            switch (change)
            {
                case ReplayedChange.FallsAway:
                    counts.FallAway++;
                    break;
                case ReplayedChange.Arises:
                    counts.Arise++;
                    break;
                case ReplayedChange.Moves:
                    counts.Move++;
                    break;
                default:
                    counts.Unchanged++;
                    return;
            }
            var any = (now ?? then)!;
            changes.Add(new ReplayedObligation(breach.Id, breach.Title, any.Id, any.Recipient, change.Value, exists ? now!.Due : null, would ? then!.Due : null));
        }
    }
}
