using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Portfolios;

/// <summary>A portfolio's account file as it was sent, and how a run goes about it.</summary>
public sealed class Accounts(PortfolioFiles files, PortfolioOptions options)
{
    /// <summary>Half of the machine is for those who wait for an answer.</summary>
    public static readonly int Threads = Math.Max(1, Environment.ProcessorCount / 2);

    /// <exception cref="InvalidDataException">It is no account file.</exception>
    public PortfolioRun Read(string portfolio, byte[] key, PortfolioQuestion question)
    {
        using var file = files.Open(portfolio, PortfolioFiles.Given, PortfolioFiles.Book, key);
        return question.RunOf(OedAccounts.Read(file, question.Format()));
    }

    /// <exception cref="Law.QuestionException">The memory does not hold the run.</exception>
    public void RefuseTooLarge(PortfolioRun run) => run.RefuseTooLarge(Threads, options.MostMemory > 0 ? options.MostMemory : null);
}
