using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BreachNotify.Mailings;

/// <summary>
/// SHA-256 over where everybody stands, in the order of the file: for each row its line (8 bytes), state, attempts and
/// doubts (4 bytes each), big-endian. It names nobody and outlives the people's data.
/// </summary>
public sealed class LedgerHash : IDisposable
{
    private const int RowLength = 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _rows = new byte[RowLength * 1000];
    private int _filled;

    public void Add(long line, int state, int attempts, int doubts)
    {
        var row = _rows.AsSpan(_filled, RowLength);
        BinaryPrimitives.WriteInt64BigEndian(row, line);
        BinaryPrimitives.WriteInt32BigEndian(row[8..], state);
        BinaryPrimitives.WriteInt32BigEndian(row[12..], attempts);
        BinaryPrimitives.WriteInt32BigEndian(row[16..], doubts);
        _filled += RowLength;
        if (_filled == _rows.Length)
        {
            Flush();
        }
    }

    /// <summary>The hash of all rows added, as <c>sha256:</c> and hexadecimal digits.</summary>
    public string Finish()
    {
        Flush();
        return "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_rows, 0, _filled);
        _filled = 0;
    }
}
