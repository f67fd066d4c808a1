using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;

namespace BreachNotify.Filings;

/// <summary>Adds answers to the form of a breach, for the interface and for pages alike.</summary>
public sealed class Answering(FindBreach findBreach, NoticeStore notices)
{
    /// <param name="patch">A merge patch (RFC 7396) of <see cref="Answers"/>.</param>
    /// <param name="expect">Holds the newest answers against those a caller worked from; throws where they differ.</param>
    /// <exception cref="Refusal">404, 400 naming every field that is wrong, or what <paramref name="expect"/> throws.</exception>
    public async Task<AnswersVersion> Change(string id, JsonObject patch, Actor actor, Action<AnswersVersion> expect)
    {
        _ = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        return await notices.Change(id, actor, current =>
        {
            expect(current);
            var answers = MergePatch.Apply<Answers>(current.Answers, patch);
            answers.Check();
            return answers;
        });
    }
}
