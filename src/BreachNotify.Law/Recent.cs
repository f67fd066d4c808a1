namespace BreachNotify.Law;

/// <summary>
/// What was found lately, for the next who ask for it. Only what is asked for a second time is kept: a night of many
/// questions asks for little many times, but a register of years asks for each hour once, and keeping would cost it more
/// than finding. Each place holds one; what comes later takes it over. Who asks compares what is kept with what was asked.
/// </summary>
/// <param name="places">The most that is kept.</param>
internal sealed class Recent<T>(int places)
    where T : class
{
    private readonly T?[] _kept = new T?[places];
    private readonly int[] _asked = new int[places];

    /// <summary>What is kept in the place of a hash; null where nothing is.</summary>
    public T? At(int hash) => _kept[Place(hash)];

    /// <summary>Whether the last question in the place of a hash had the same hash.</summary>
    public bool IsAskedAgain(int hash)
    {
        ref var last = ref _asked[Place(hash)];
        if (last == hash)
        {
            return true;
        }
        last = hash;
        return false;
    }

    public void Keep(int hash, T found) => _kept[Place(hash)] = found;

    private int Place(int hash) => (int)((uint)hash % _kept.Length);
}
