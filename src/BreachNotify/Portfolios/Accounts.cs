using System.Text;
using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Portfolios;

/// <summary>A portfolio's account file as it was sent, and how a run goes about it.</summary>
public sealed class Accounts(PortfolioFiles files, PortfolioOptions options)
{
    /// <summary>Half of the machine is for those who wait for an answer.</summary>
    public static readonly int Threads = Math.Max(1, Environment.ProcessorCount / 2);

    /// <exception cref="InvalidDataException">It is no account file.</exception>
    public OedBook Read(string portfolio, byte[] key)
    {
        using var text = new StreamReader(files.Open(portfolio, PortfolioFiles.Given, PortfolioFiles.Book, key), Encoding.UTF8);
        return OedAccounts.Read(text);
    }

    /// <exception cref="Law.QuestionException">The memory does not hold the run.</exception>
    public void RefuseTooLarge(Book book, int years) => RunMemory.Refuse(book, years, Threads, options.MostMemory > 0 ? options.MostMemory : null);
}
