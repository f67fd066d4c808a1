using System.Text;
using NodaTime;
using static BreachNotify.Mailings.Rehearsals.RehearsalEndpoints;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>Says what the sink of a rehearsal was handed, and makes some of its messages again to be looked at.</summary>
public sealed class RehearsalReports(MailingStore mailings, AudienceStore audiences, RecipientList recipients, Families families, RehearsalStore rehearsals, TimeProvider clock)
{
    /// <exception cref="Refusal">404. 409: it is no rehearsal, or has not begun. 410: its people are destroyed.</exception>
    public async Task<RehearsalReport> Of(string id)
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
        return new RehearsalReport(
            mailing.RehearsalOf!, mode, speed, tally.Messages, tally.Bytes, seconds > 0 ? tally.Messages / seconds : null, wouldEndAt,
            tally.Languages.ToDictionary(language => language.Key, language => new LanguageReport(language.Value.Messages, language.Value.Bytes)), samples);

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
