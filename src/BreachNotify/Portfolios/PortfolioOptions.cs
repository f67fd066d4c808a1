using BreachNotify.Storage;

namespace BreachNotify.Portfolios;

/// <summary>Configuration section <c>BreachNotify:Portfolios</c>.</summary>
public sealed class PortfolioOptions
{
    private const int MostDays = 36_500;

    /// <summary>The largest account file, in bytes.</summary>
    public long LargestUpload { get; init; } = 512L << 20;

    /// <summary>Bytes that one run may take; 0 for what the process has left when it starts.</summary>
    public long MostMemory { get; init; }

    /// <summary>Days from the end of a run until book and results are destroyed; without a source, to be set to what the business needs.</summary>
    public int RetentionDays { get; init; } = 1095;

    /// <summary>A block of years that took at least so many seconds is kept, so that a run that was killed goes on behind it; 0 keeps each.</summary>
    public int KeptBlockSeconds { get; init; } = 1;

    /// <exception cref="StartupException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        if (LargestUpload <= 0)
        {
            throw new StartupException($"BreachNotify:Portfolios:LargestUpload is '{LargestUpload}'; it must be more than 0 bytes.");
        }
        if (MostMemory < 0)
        {
            throw new StartupException($"BreachNotify:Portfolios:MostMemory is '{MostMemory}'; it must be 0 (what is left) or more bytes.");
        }
        if (KeptBlockSeconds < 0)
        {
            throw new StartupException($"BreachNotify:Portfolios:KeptBlockSeconds is '{KeptBlockSeconds}'; it must be 0 or more seconds.");
        }
        if (RetentionDays is < 1 or > MostDays)
        {
            throw new StartupException($"BreachNotify:Portfolios:RetentionDays is '{RetentionDays}'; it must be 1 to {MostDays}.");
        }
    }
}
