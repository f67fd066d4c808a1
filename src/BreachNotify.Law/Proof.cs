using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Law;

/// <summary>An answer that carries the proof of what was asked and found under which rule book.</summary>
public interface IAnswer
{
    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the answer's canonical JSON without this member.</summary>
    string Proof { get; }

    /// <summary>The rule book the answer was found under.</summary>
    string RuleBook { get; }
}

/// <summary>
/// The proof of an answer: SHA-256 over its RFC 8785 canonical JSON without the member <c>proof</c>, that is over the
/// request with all defaults filled in, the rule book's identifier and the findings. The same facts under the same rule
/// book give the same proof on any machine.
/// </summary>
public static class Proof
{
    private const string Prefix = "sha256:";

    /// <summary>What stands in an answer until it is sealed.</summary>
    public static readonly string Placeholder = Prefix + new string('0', 64);

    /// <summary>The member that holds it; never the last, since the rule book stands behind it.</summary>
    internal static readonly byte[] Member = Encoding.ASCII.GetBytes($"\"proof\":\"{Placeholder}\",");

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The answer as canonical JSON with its proof filled in.</summary>
    public static byte[] Seal<T>(T answer)
        where T : IAnswer
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(8192);
        buffer.ResetWrittenCount();
        Seal(answer, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same behind what a buffer already holds, without a copy: for streams of answers.</summary>
    public static void Seal<T>(T answer, ArrayBufferWriter<byte> output)
        where T : IAnswer
    {
        var before = output.WrittenCount;
        var start = AnswerJson.Write(output, answer) - before;
        var json = MemoryMarshal.AsMemory(output.WrittenMemory).Span[before..];
        var behind = json[(start + Member.Length)..];
        // Hashed in one piece, the member taken out meanwhile: in two pieces a hash costs a quarter more.
        behind.CopyTo(json[start..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json[..^Member.Length], hash);
        json.Slice(start, behind.Length).CopyTo(behind);
        Member.CopyTo(json[start..]);
        Convert.TryToHexStringLower(hash, json.Slice(start + Member.Length - 2 - 64, 64), out _);
    }
}
