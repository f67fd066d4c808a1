using System.Text.Json;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;
using NodaTime;

namespace BreachNotify.Portfolios;

/// <summary>A portfolio as it stands.</summary>
/// <param name="DoneYears">Years simulated so far.</param>
/// <param name="Book">What the file holds; null once it was destroyed.</param>
/// <param name="Result">Null until it is completed, and once it was destroyed.</param>
public sealed record PortfolioStatus(
    string Id, string? Name, PortfolioState State, string? Reason, PortfolioQuestion Question, long DoneYears, Intake? Book, PortfolioResult? Result, Instant CreatedAt, Instant? EndedAt, Instant? RetainedUntil, Instant? DestroyedAt);

/// <summary>Puts together what rows, files and the run in this process say.</summary>
public sealed class StatusOf(PortfolioStore portfolios, PortfolioFiles files, Simulating simulating, PortfolioOptions options)
{
    public async Task<PortfolioStatus> Of(Portfolio portfolio) => new(
        portfolio.Id, portfolio.Name, portfolio.State, portfolio.Reason, portfolio.Question, portfolio.State == PortfolioState.Running ? simulating.DoneYears(portfolio.Id) ?? portfolio.DoneYears : portfolio.DoneYears,
        portfolio.Intake, await ResultOf(portfolio), portfolio.CreatedAt, portfolio.EndedAt, portfolio.DestroyedAt is null ? portfolio.EndedAt + Duration.FromDays(options.RetentionDays) : null, portfolio.DestroyedAt);

    private async Task<PortfolioResult?> ResultOf(Portfolio portfolio)
    {
        if (portfolio is not { State: PortfolioState.Completed, DestroyedAt: null })
        {
            return null;
        }
        await using var summary = files.Open(portfolio.Id, portfolio.Run, Results.Summary, await portfolios.KeyOf(portfolio.Id));
        return await JsonSerializer.DeserializeAsync<PortfolioResult>(summary, JsonContract.Options);
    }
}
