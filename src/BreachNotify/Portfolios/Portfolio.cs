using BreachNotify.Exposure.Portfolios;
using NodaTime;

namespace BreachNotify.Portfolios;

/// <summary>A book with the question asked of it.</summary>
/// <param name="Name">What somebody called it; null where nobody did.</param>
/// <param name="Intake">What the file holds; null while it comes in.</param>
/// <param name="Run">How often a run was begun.</param>
/// <param name="DoneYears">Of the present run.</param>
public sealed record Portfolio(
    string Id, string? Name, PortfolioQuestion Question, PortfolioState State, string? Reason, Intake? Intake, long Run, long DoneYears, Instant CreatedAt, Instant? EndedAt, Instant? DestroyedAt)
{
    public string JournalSubject => SubjectOf(Id);

    public bool HasEnded => State is PortfolioState.Completed or PortfolioState.Cancelled or PortfolioState.Failed;

    public static string SubjectOf(string id) => $"portfolio:{id}";
}

public enum PortfolioState
{
    /// <summary>The file comes in; nobody sees it yet.</summary>
    Uploading,

    Queued,
    Running,
    Completed,
    Cancelled,

    /// <summary>It cannot be run; the reason says why.</summary>
    Failed,
}

/// <summary>What the account file holds.</summary>
/// <param name="Sha256">Of the file, in hexadecimal.</param>
/// <param name="Policies">Rows that are used.</param>
/// <param name="Towers">Insureds, each with one policy or several.</param>
/// <param name="Rejections">The first hundred.</param>
/// <param name="Ignored">Columns with terms that are not applied.</param>
public sealed record Intake(string Sha256, long Bytes, string Currency, int Policies, int Towers, int Rejected, IReadOnlyList<RejectedRow> Rejections, IReadOnlyList<string> Ignored)
{
    private const int Inline = 100;

    public static Intake Of(OedBook book, string sha256, long bytes) => new(
        sha256, bytes, book.Currency, book.Policies.Count, book.Policies.Select(policy => policy.Tower).Distinct().Count(), book.Rejected.Count, [.. book.Rejected.Take(Inline)], book.Ignored);
}
