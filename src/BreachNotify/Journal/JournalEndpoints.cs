using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Journal;

public static class JournalEndpoints
{
    private const int PageSize = 100;

    public static void MapJournal(this IEndpointRouteBuilder api)
    {
        var journal = api.MapGroup("/journal").RequireAuthorization(Policies.Reader).WithTags("Journal");
        journal.MapGet("/", List).WithSummary("The entries, oldest first");
        journal.MapGet("/verify", Verify).WithSummary("Whether the chain of hashes holds");
    }

    private static async Task<Ok<Page<Entry>>> List(JournalReader journal, string? cursor)
    {
        var after = 0L;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw Refusal.Malformed("cursor", cursor, "Must be the member next of the page before.");
        }
        var entries = await journal.After(after, PageSize);
        return TypedResults.Ok(new Page<Entry>(entries, entries.Count == PageSize ? entries[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Ok<Verification>> Verify(JournalReader journal) => TypedResults.Ok(await journal.Verify());
}
