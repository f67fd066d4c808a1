using System.Buffers.Binary;

namespace BreachNotify.Mailings;

/// <summary>
/// Finds the rows of an import whose address hash occurred in an earlier row. Hashes are spilled to temporary files by
/// their first bits and each file is sorted on its own, so that memory stays the same for a thousand rows and for ten
/// million; a unique index would cost a random page access a row.
/// </summary>
public sealed class Duplicates : IDisposable
{
    private const int Parts = 64;
    private const int EntrySize = 24;
    private const int BufferSize = EntrySize * 512;

    private readonly FileStream?[] _spills = new FileStream?[Parts];
    private readonly byte[][] _buffers = new byte[Parts][];
    private readonly int[] _used = new int[Parts];

    /// <param name="hash">16 bytes.</param>
    public void Add(ReadOnlySpan<byte> hash, long row)
    {
        var part = hash[0] % Parts;
        var buffer = _buffers[part] ??= new byte[BufferSize];
        if (_used[part] == BufferSize)
        {
            (_spills[part] ??= Spill()).Write(buffer);
            _used[part] = 0;
        }
        var entry = buffer.AsSpan(_used[part], EntrySize);
        hash.CopyTo(entry);
        BinaryPrimitives.WriteInt64BigEndian(entry[16..], row);
        _used[part] += EntrySize;
    }

    /// <summary>The later rows of each address, a part of the hashes at a time, each with the first row of its address.</summary>
    public IEnumerable<IReadOnlyList<(long Row, long First)>> Find()
    {
        for (var part = 0; part < Parts; part++)
        {
            var entries = Entries(part);
            Array.Sort(entries);
            var found = new List<(long, long)>();
            var first = 0;
            for (var i = 1; i < entries.Length; i++)
            {
                if (entries[i].Hash != entries[first].Hash)
                {
                    first = i;
                    continue;
                }
                found.Add((entries[i].Row, entries[first].Row));
            }
            if (found.Count > 0)
            {
                yield return found;
            }
        }
    }

    public void Dispose()
    {
        foreach (var spill in _spills)
        {
            spill?.Dispose();
        }
    }

    private Entry[] Entries(int part)
    {
        var spilled = (int)(_spills[part]?.Length ?? 0);
        var bytes = new byte[spilled + _used[part]];
        if (_spills[part] is { } spill)
        {
            spill.Position = 0;
            spill.ReadExactly(bytes, 0, spilled);
        }
        _buffers[part]?.AsSpan(0, _used[part]).CopyTo(bytes.AsSpan(spilled));
        var entries = new Entry[bytes.Length / EntrySize];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = bytes.AsSpan(i * EntrySize, EntrySize);
            entries[i] = new Entry(BinaryPrimitives.ReadUInt128BigEndian(entry), BinaryPrimitives.ReadInt64BigEndian(entry[16..]));
        }
        return entries;
    }

    private static FileStream Spill() => new(
        Path.Combine(Path.GetTempPath(), $"breachnotify-{Path.GetRandomFileName()}"),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.DeleteOnClose });

    private readonly record struct Entry(UInt128 Hash, long Row) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Hash != other.Hash ? Hash.CompareTo(other.Hash) : Row.CompareTo(other.Row);
    }
}
