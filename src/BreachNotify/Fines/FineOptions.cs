using BreachNotify.Law.Currencies;
using BreachNotify.Storage;

namespace BreachNotify.Fines;

/// <summary>Configuration section <c>BreachNotify:Fines</c>.</summary>
public sealed class FineOptions
{
    /// <summary>A file of reference rates as the ECB publishes it (eurofxref-hist.csv), read at the start; the rates shipped stay.</summary>
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

    private static ExchangeRates Rates(string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            return ExchangeRates.Shipped;
        }
        try
        {
            using var reader = File.OpenText(file);
            return ExchangeRates.Shipped.With(ExchangeRates.ReadEcb(reader));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartupException($"The exchange rates of Fines:RatesFile ({file}) cannot be read. {e.Message}", e);
        }
    }
}
