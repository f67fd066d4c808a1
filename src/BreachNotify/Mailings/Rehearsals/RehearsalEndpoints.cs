using System.Text;
using BreachNotify.Access;
using BreachNotify.Http;
using Hangfire;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

public static class RehearsalEndpoints
{
    public static void MapRehearsals(this IEndpointRouteBuilder mailing)
    {
        mailing.MapPost("/rehearse", Rehearse).RequireAuthorization(Policies.Officer).WithSummary("Runs the whole mailing against a sink, as a mailing of its own");
        mailing.MapGet("/samples", Samples).RequireAuthorization(Policies.Officer).WithSummary("What the sink of a rehearsal was handed, with messages to look at");
    }

    /// <param name="Speed">How many times as fast as the service's the rehearsal's time runs; pace and quiet hours are then kept. 0: as fast as can be.</param>
    public sealed record NewRehearsal(RehearsalMode Mode = RehearsalMode.Accept, double Speed = 0);

    public sealed record CreatedRehearsal(string Id, string RehearsalOf);

    /// <param name="MessagesPerSecond">From start to end, in the rehearsal's own time; null while it runs.</param>
    /// <param name="WouldEndAt">When the mailing would have ended, had it begun when the rehearsal did; null while it runs, and where it did not keep the pace.</param>
    public sealed record RehearsalReport(
        string RehearsalOf, RehearsalMode Mode, double Speed, long Messages, long Bytes, double? MessagesPerSecond, Instant? WouldEndAt, IReadOnlyDictionary<string, LanguageReport> Languages, IReadOnlyList<SampleMessage> Samples);

    public sealed record LanguageReport(long Messages, long Bytes);

    /// <param name="Kind"><c>longest</c>, <c>shortest</c> or <c>any</c>.</param>
    /// <param name="Message">As it would have been handed over (RFC 5322).</param>
    public sealed record SampleMessage(string Kind, string? Language, long Line, long Bytes, string Message);

    private static async Task<Created<CreatedRehearsal>> Rehearse(string id, HttpContext context, Actor actor, Rehearsing rehearsing, IBackgroundJobClient jobs)
    {
        var wanted = await JsonBody.Optional<NewRehearsal>(context) ?? new NewRehearsal();
        var rehearsal = await rehearsing.Begin(id, wanted.Mode, wanted.Speed, actor);
        jobs.Enqueue<Pump>(job => job.Run(rehearsal, CancellationToken.None));
        return TypedResults.Created($"/api/v1/mailings/{rehearsal}", new CreatedRehearsal(rehearsal, id));
    }

    private static async Task<Ok<RehearsalReport>> Samples(string id, MailingStore mailings, AudienceStore audiences, RecipientList recipients, Families families, RehearsalStore rehearsals, TimeProvider clock)
    {
        var mailing = await mailings.Get(id);
        var (mode, speed, tally) = await rehearsals.Get(id);
        var audience = (await audiences.Of(mailing))!;
        var letter = await mailings.LetterOf(id);
        using var composer = new MessageComposer(MailOptions.Sender(letter.Sender)!, letter.Bind(), letter.FallbackLanguage, audience);
        var samples = new List<SampleMessage>();
        await Show("longest", null, tally.Longest);
        await Show("shortest", null, tally.Shortest);
        foreach (var (language, sample) in tally.Languages)
        {
            await Show("any", language, sample.Any);
        }
        Instant? wouldEndAt = speed > 0 && mailing is { StartedAt: { } begun, EndedAt: { } over } ? new FastClock(clock, begun, speed).At(over) : null;
        var seconds = mailing is { StartedAt: { } start, EndedAt: { } end } ? ((wouldEndAt ?? end) - start).TotalSeconds : 0;
        return TypedResults.Ok(new RehearsalReport(
            mailing.RehearsalOf!, mode, speed, tally.Messages, tally.Bytes, seconds > 0 ? tally.Messages / seconds : null, wouldEndAt,
            tally.Languages.ToDictionary(language => language.Key, language => new LanguageReport(language.Value.Messages, language.Value.Bytes)), samples));

        async Task Show(string kind, string? language, Sample? sample)
        {
            if (sample is null || composer.Key.RowOf(sample.Token) is not { } row)
            {
                return;
            }
            var line = (await recipients.Lines(audience, onlyDoubtful: false, Audience.LineOf(row) - 1, 1)).Single();
            var message = composer.Compose(new Leased(line.Id, line.Attempts, line.Doubts, line.FirstAt?.ToUnixTimeTicks(), false, line.Sealed!, line.Address, await families.CoveredBy(audience, row)), mailing.CreatedAt);
            samples.Add(new SampleMessage(kind, language, Audience.LineOf(row), sample.Bytes, Encoding.UTF8.GetString(message.Bytes.Span)));
        }
    }
}
