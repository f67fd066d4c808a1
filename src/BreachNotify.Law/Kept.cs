using System.Collections;

namespace BreachNotify.Law;

/// <summary>A list that stands in many answers, with its canonical JSON.</summary>
internal sealed class Kept<T>(IReadOnlyList<T> items, byte[] json) : IReadOnlyList<T>
{
    public ReadOnlySpan<byte> Json => json;

    public int Count => items.Count;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
