using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;

namespace BreachNotify.Portfolios;

/// <summary>Takes an account file in: kept as it came, read once to say what it holds, queued to be run.</summary>
public sealed class Uploading(PortfolioStore portfolios, PortfolioFiles files, Accounts accounts, Simulating simulating)
{
    private const int MostErrors = 100;

    /// <returns>The portfolio's id.</returns>
    /// <exception cref="Refusal">422: there is no row that can be used, or the memory does not hold the run; nothing is kept.</exception>
    public async Task<string> Take(Stream file, string? name, PortfolioQuestion question, Actor actor, CancellationToken cancellation)
    {
        var (id, key) = await portfolios.Begin(name, question);
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = 0L;
            await using (var kept = files.Create(id, PortfolioFiles.Given, PortfolioFiles.Book, key))
            {
                var buffer = new byte[1 << 16];
                for (int count; (count = await file.ReadAsync(buffer, cancellation)) > 0; bytes += count)
                {
                    sha.AppendData(buffer, 0, count);
                    await kept.WriteAsync(buffer.AsMemory(0, count), cancellation);
                }
            }
            var book = await Task.Run(() => Read(id, key, question), cancellation);
            await using (var rejected = new StreamWriter(files.Create(id, PortfolioFiles.Given, Results.Rejected, key), new UTF8Encoding(false)))
            {
                OrdTables.WriteRejected(rejected, book.Rejected);
            }
            await portfolios.Queue(id, question, Intake.Of(book, Convert.ToHexStringLower(sha.GetHashAndReset()), bytes), actor);
        }
        catch
        {
            await portfolios.Drop(id);
            throw;
        }
        simulating.Enqueue(id);
        return id;
    }

    private OedBook Read(string id, byte[] key, PortfolioQuestion question)
    {
        PortfolioRun run;
        try
        {
            run = accounts.Read(id, key, question);
        }
        catch (InvalidDataException e)
        {
            throw Refusal.Unprocessable(new FieldError("(body)", null, e.Message));
        }
        if (run.Accounts.Policies.Count > 0)
        {
            accounts.RefuseTooLarge(run);
            return run.Accounts;
        }
        throw Refusal.Unprocessable(run.Accounts.Rejected.Count == 0
            ? [new FieldError("(body)", null, "The account file has no rows.")]
            : [.. run.Accounts.Rejected.Take(MostErrors).Select(row => new FieldError(string.Create(CultureInfo.InvariantCulture, $"line {row.Line}, {(row.Column.Length > 0 ? row.Column : "row")}"), row.Value, row.Reason))]);
    }
}
