using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Notices;

namespace BreachNotify.Mailings;

/// <summary>Puts the people of a file in the place of a draft's audience.</summary>
public sealed class Importing(MailingStore mailings, AudienceStore audiences, LetterTemplates templates, Worker worker)
{
    /// <param name="file">Read once, to its end.</param>
    /// <exception cref="Refusal">404. 409: not a draft. 400: there is no usable header row; the former audience stays.</exception>
    /// <exception cref="OperationCanceledException">The upload was broken off; the former audience stays.</exception>
    public async Task<ImportSummary> Import(string id, ImportRule rule, Stream file, Actor actor, CancellationToken aborted)
    {
        var mailing = await mailings.Get(id);
        if (MailingStates.After(mailing.State, Move.Import) is null)
        {
            throw MailingStore.NotAllowed(mailing.State, Move.Import);
        }
        var audience = await audiences.Begin(id, worker.Id);
        try
        {
            using var import = new AudienceImport(audiences, audience, templates.Load(mailing.Template).Languages, rule);
            return await import.Run(file, actor);
        }
        catch (Exception e)
        {
            await audiences.Abandon(audience);
            if (e is IOException and not BadHttpRequestException && aborted.IsCancellationRequested)
            {
                throw new OperationCanceledException("The upload was broken off.", e, aborted);
            }
            throw;
        }
    }
}
