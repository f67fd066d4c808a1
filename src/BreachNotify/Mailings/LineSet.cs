using System.Numerics;

namespace BreachNotify.Mailings;

/// <summary>Lines of a file, a bit each: ten million take 1.25 MB.</summary>
public sealed class LineSet
{
    private ulong[] _bits = new ulong[1024];

    public long Count => _bits.Sum(word => (long)BitOperations.PopCount(word));

    public void Add(long line)
    {
        var word = (int)(line >> 6);
        if (word >= _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        }
        _bits[word] |= 1UL << (int)(line & 63);
    }

    /// <summary>The lines that are not in <paramref name="others"/>.</summary>
    public LineSet Except(LineSet others)
    {
        var rest = new LineSet { _bits = [.. _bits] };
        for (var i = 0; i < Math.Min(_bits.Length, others._bits.Length); i++)
        {
            rest._bits[i] &= ~others._bits[i];
        }
        return rest;
    }

    /// <summary>In ascending order.</summary>
    public IEnumerable<long> InOrder()
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var word = _bits[i]; word != 0; word &= word - 1)
            {
                yield return ((long)i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
