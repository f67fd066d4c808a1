using BreachNotify.Law.Currencies;
using BreachNotify.Storage;

namespace BreachNotify.Fines;

/// <summary>Configuration section <c>BreachNotify:Fines</c>.</summary>
public sealed class FineOptions
{
    /// <summary>
    /// Files of rates as the ECB (eurofxref-hist.csv) or the Polish central bank (archiwum_tab_a_2026.csv) publishes them, separated
    /// by semicolons, read at the start; the rates shipped stay.
    /// </summary>
    public string? RatesFile { get; init; }

    /// <summary>The largest body of POST /fines/batch in bytes.</summary>
    public long LargestBatch { get; init; } = 4L * 1024 * 1024 * 1024;
}

public static class FineServices
{
    /// <exception cref="StartupException">The file of rates cannot be read.</exception>
    public static void AddFines(this IServiceCollection services, FineOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(Rates(options.RatesFile));
    }

    private static ExchangeRates Rates(string? files) =>
        (files ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Aggregate(ExchangeRates.Shipped, (rates, file) => rates.With(Read(file)));

    private static ExchangeRates Read(string file)
    {
        try
        {
            using var reader = File.OpenText(file);
            return ExchangeRates.Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartupException($"The exchange rates of Fines:RatesFile ({file}) cannot be read. {e.Message}", e);
        }
    }
}
