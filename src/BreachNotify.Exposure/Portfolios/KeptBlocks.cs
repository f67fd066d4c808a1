namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Finished blocks of years, kept so that another process goes on behind them. A block is what book, seed and program make of
/// its years, so that it does not matter who drew it.
/// </summary>
/// <param name="From">A block drawn faster than this is not kept: it is drawn again about as fast.</param>
/// <param name="Find">The bytes under a name; empty where there are none, or not all of them.</param>
/// <param name="Keep">Keeps bytes under a name, from any thread; the same name always has the same bytes.</param>
public sealed record KeptBlocks(TimeSpan From, Func<string, byte[]> Find, Action<string, byte[]> Keep);
