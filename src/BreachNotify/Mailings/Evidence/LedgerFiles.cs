using System.Text;
using BreachNotify.Http;
using static BreachNotify.Mailings.AudiencePage;

namespace BreachNotify.Mailings.Evidence;

/// <summary>The files of an archive that follow the ledger, read a page at a time.</summary>
/// <param name="people">Null once they are destroyed: the rows then say where somebody stood, not who it was.</param>
public sealed class LedgerFiles(EvidenceArchive archive, RecipientList recipients, Audience audience, PeopleFiles? people)
{
    private const int PageSize = 1000;

    /// <returns>The hash of the ledger as it was written.</returns>
    public async Task<string> Write()
    {
        using var hash = new LedgerHash();
        await archive.Add("recipients.csv", file => WriteLines(file, onlyDoubtful: false, (line, person) =>
        {
            hash.Add(Audience.LineOf(line.Id), line.CompletedAs ?? line.State, line.Attempts, line.Doubts);
            people?.Consider(line, person!);
        }));
        await archive.Add("doubtful.csv", file => WriteLines(file, onlyDoubtful: true, (_, _) => { }));
        if (people is not null)
        {
            await people.Write(archive);
        }
        return hash.Finish();
    }

    private async Task WriteLines(Stream file, bool onlyDoubtful, Action<LedgerLine, Recipient?> seen)
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(false), bufferSize: 1 << 15);
        await writer.WriteAsync(CsvLine("line", "email", "name", "language", "reference", "state", "stateNumber", "attempts", "doubts", "firstAt", "reply", "completedAs"));
        var after = 0L;
        while (await recipients.Lines(audience, onlyDoubtful, after, PageSize) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                var person = people?.Open(line);
                seen(line, person);
                await writer.WriteAsync(CsvLine(
                    Number(Audience.LineOf(line.Id)), person?.Email, person?.Name, person?.Language, person?.Reference,
                    Words<DeliveryState>.Of((DeliveryState)line.State), Number(line.State), Number(line.Attempts), Number(line.Doubts),
                    line.FirstAt is { } first ? Moment.Format(first) : "", people?.ReplyIn(line), line.CompletedAs is { } completed ? Number(completed) : ""));
            }
            after = Audience.LineOf(lines[^1].Id);
        }
    }
}
