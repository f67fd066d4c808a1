using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using BreachNotify.Http;

namespace BreachNotify.Mailings;

/// <summary>What became of a recipients file. The four counts add up to <paramref name="Rows"/>.</summary>
/// <param name="FallbackLanguage">Accepted people whose language has no template and who get the mailing's fallback.</param>
/// <param name="Rejections">The first hundred.</param>
/// <param name="Repeated">The first hundred duplicates, each with the line that came first.</param>
public sealed record ImportSummary(
    long Rows,
    long Accepted,
    long Duplicates,
    long WithoutEmail,
    long Rejected,
    long FallbackLanguage,
    IReadOnlyList<Rejection> Rejections,
    IReadOnlyList<Repetition> Repeated);

/// <summary>A row that cannot be used.</summary>
public sealed record Rejection(long Line, string Column, string Value, string Reason);

/// <summary>A row whose address an earlier row has.</summary>
public sealed record Repetition(long Line, long FirstLine);

/// <summary>The person with the longest value in each column: if the letter renders for them and for nobody, it renders for all.</summary>
public sealed record Extremes(IReadOnlyList<string> Longest);

/// <summary>
/// Reads a recipients file of any size in bounded memory: each row is checked, sealed and handed to the store in
/// batches while the next ones are being read.
/// </summary>
public sealed class AudienceImport(AudienceStore store, Audience audience, IReadOnlyCollection<string> languages) : IDisposable
{
    private const int BatchSize = 4096;
    private const int LongestField = 10_000;
    private const int LongestLine = 256;
    private const int MostColumns = 64;
    private const int Inline = 100;
    private static readonly string[] Known = ["email", "name", "language", "reference"];

    private readonly AudienceKey _key = new(audience.DataKey);
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _plain = new(1024);
    private readonly List<Rejection> _rejections = [];
    private readonly Dictionary<string, bool> _languages = [];
    private string[] _columns = [];
    private int[] _positions = [];
    private string[] _longest = [];
    private long _rows;
    private long _withoutEmail;
    private long _rejected;
    private long _fallback;

    /// <exception cref="Refusal">400: the file has no usable header row; nothing was replaced.</exception>
    public async Task<ImportSummary> Run(Stream file)
    {
        using var duplicates = new Duplicates();
        var batches = Channel.CreateBounded<Batch>(2);
        var writing = Write(batches);
        try
        {
            using var text = new StreamReader(file, new UTF8Encoding(), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
            await Read(new CsvReader(text), duplicates, batches.Writer);
            batches.Writer.Complete();
        }
        catch (Exception e)
        {
            batches.Writer.TryComplete(e);
            await writing.ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
        await writing;
        var (count, repeated) = await RemoveDuplicates(duplicates);
        var withEmail = _rows - _withoutEmail - _rejected;
        var summary = new ImportSummary(_rows, withEmail - count, count, _withoutEmail, _rejected, _fallback, _rejections, repeated);
        await store.Finish(audience, summary, _columns, new Extremes(_longest), _digest.GetHashAndReset(), _key);
        return summary;
    }

    public void Dispose()
    {
        _key.Dispose();
        _digest.Dispose();
    }

    private async Task Read(CsvReader csv, Duplicates duplicates, ChannelWriter<Batch> batches)
    {
        ReadHeader(csv);
        var batch = new Batch();
        while (csv.Read())
        {
            _rows++;
            var row = audience.Row(csv.Line);
            if (Check(csv, out var recipient) is { } rejection)
            {
                _rejected++;
                if (_rejections.Count < Inline)
                {
                    _rejections.Add(rejection);
                }
                batch.Unsuited.Add((row, _key.SealNote(System.Text.Json.JsonSerializer.Serialize(rejection))));
            }
            else
            {
                batch.People.Add(Seal(row, recipient!, duplicates));
            }
            if (batch.People.Count + batch.Unsuited.Count == BatchSize)
            {
                await batches.WriteAsync(batch);
                batch = new Batch();
            }
        }
        await batches.WriteAsync(batch);
    }

    private SealedRecipient Seal(long row, Recipient recipient, Duplicates duplicates)
    {
        _plain.ResetWrittenCount();
        recipient.Write(_plain);
        var sealedBytes = _key.Seal(row, _plain.WrittenSpan);
        _digest.AppendData(sealedBytes);
        if (recipient.Email.Length == 0)
        {
            _withoutEmail++;
            return new SealedRecipient(row, null, sealedBytes);
        }
        if (recipient.Language.Length > 0 && !HasTemplate(recipient.Language))
        {
            _fallback++;
        }
        var address = _key.AddressHash(recipient.Email);
        duplicates.Add(address, row);
        return new SealedRecipient(row, address, sealedBytes);
    }

    private bool HasTemplate(string tag)
    {
        if (!_languages.TryGetValue(tag, out var has))
        {
            has = LanguageTag.Match(tag, languages) is not null;
            if (_languages.Count < 1000)
            {
                _languages[tag] = has;
            }
        }
        return has;
    }

    private Rejection? Check(CsvReader csv, out Recipient? recipient)
    {
        recipient = null;
        if (csv.Fault is { } fault)
        {
            return new Rejection(csv.Line, fault.Field < _columns.Length ? _columns[fault.Field] : $"field {fault.Field + 1}", fault.Value, fault.Reason);
        }
        if (csv.Count != _columns.Length)
        {
            return new Rejection(csv.Line, "", $"{csv.Count} fields", $"the header row has {_columns.Length} columns; a value that contains a comma stands in quotes");
        }
        for (var i = 0; i < csv.Count; i++)
        {
            if (FaultOf(csv[i], isLine: Array.IndexOf(_positions, i, 0, Known.Length) >= 0) is { } reason)
            {
                return Rejected(i, reason);
            }
        }
        var email = csv[_positions[0]].Trim().IsEmpty ? "" : EmailAddress.Normalise(csv[_positions[0]], out var addressFault);
        if (email is null)
        {
            _ = EmailAddress.Normalise(csv[_positions[0]], out addressFault);
            return Rejected(_positions[0], addressFault!);
        }
        var language = Field(2);
        if (language.Length > 0 && !LanguageTag.IsWellFormed(language))
        {
            return Rejected(_positions[2], "not a language tag such as de or pt-BR (BCP 47)");
        }
        var further = _positions.Length == Known.Length ? [] : new string[_positions.Length - Known.Length];
        for (var i = 0; i < further.Length; i++)
        {
            further[i] = Field(Known.Length + i);
        }
        recipient = new Recipient(email, Field(1), language, Field(3), further);
        Longest(0, recipient.Email);
        Longest(1, recipient.Name);
        Longest(3, recipient.Reference);
        for (var i = 0; i < further.Length; i++)
        {
            Longest(Known.Length + i, further[i]);
        }
        return null;

        string Field(int column) => _positions[column] < 0 ? "" : csv[_positions[column]].Trim().ToString();

        void Longest(int column, string value)
        {
            if (value.Length > _longest[column].Length)
            {
                _longest[column] = value;
            }
        }

        Rejection Rejected(int field, string reason)
        {
            var value = csv[field];
            return new Rejection(csv.Line, _columns[field], value.Length > 100 ? string.Concat(value[..100], "...") : value.ToString(), reason);
        }
    }

    /// <summary>Why a text can go into no letter or header; null if it can.</summary>
    private static string? FaultOf(ReadOnlySpan<char> value, bool isLine)
    {
        if (value.Length > (isLine ? LongestLine : LongestField))
        {
            return $"the value has {value.Length} characters; {(isLine ? LongestLine : LongestField)} are possible";
        }
        foreach (var c in value)
        {
            if (c < ' ' || c is >= '\u007f' and <= '\u009f' or '\u2028' or '\u2029')
            {
                if (isLine || c is not ('\r' or '\n' or '\t'))
                {
                    return c is '\r' or '\n' ? "the value contains a line break (CR or LF)" : $"the value contains the control character U+{(int)c:X4}";
                }
            }
            else if (c == '\ufffd')
            {
                return "the value contains bytes that are not UTF-8; save the file as UTF-8, or as UTF-16 with a byte order mark";
            }
        }
        return HasLoneSurrogate(value) ? "the value contains half a character (a lone surrogate)" : null;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        if (value.IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            return false;
        }
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return true;
            }
        }
        return false;
    }

    private void ReadHeader(CsvReader csv)
    {
        if (!csv.Read())
        {
            throw Refusal.Malformed("line 1", null, "The file is empty; it needs a header row with the columns email, name, language, reference.");
        }
        if (csv.Fault is { } fault)
        {
            throw Refusal.Malformed($"line {csv.Line}", fault.Value, $"The header row cannot be read: {fault.Reason}.");
        }
        var names = new string[csv.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = csv[i].Trim().ToString();
            var lower = names[i].ToLowerInvariant();
            names[i] = Known.Contains(lower) ? lower : names[i];
        }
        if (!names.Contains("email"))
        {
            var line = string.Join(',', names);
            var separator = names.Length == 1 ? ";\t|".FirstOrDefault(c => line.Contains(c, StringComparison.Ordinal)) : '\0';
            throw Refusal.Malformed($"line {csv.Line}", line, separator != '\0'
                ? $"The columns are separated by {(separator == '\t' ? "tabs" : $"'{separator}'")}; separate them by commas."
                : "There is no column email; the first row must be a header with the columns email, name, language, reference.");
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length is 0 or > 100 || names[i].Any(char.IsControl))
            {
                throw Refusal.Malformed($"line {csv.Line}, column {i + 1}", names[i], "A column needs a name of 1 to 100 characters in the header row.");
            }
            if (Array.IndexOf(names, names[i]) != i)
            {
                throw Refusal.Malformed($"line {csv.Line}, column {i + 1}", names[i], "A column name must not occur twice in the header row.");
            }
        }
        if (names.Length > MostColumns)
        {
            throw Refusal.Malformed($"line {csv.Line}", $"{names.Length} columns", $"At most {MostColumns} columns are possible.");
        }
        _columns = names;
        var further = names.Where(name => !Known.Contains(name)).ToList();
        _positions = [.. Known.Concat(further).Select(name => Array.IndexOf(names, name))];
        _longest = [.. _positions.Select(_ => "")];
        audience = audience with { Further = further };
    }

    private async Task Write(Channel<Batch> batches)
    {
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync())
            {
                await store.Add(batch.People, batch.Unsuited);
            }
        }
        catch (Exception e)
        {
            // Else the reading side would wait for room in the channel for ever.
            batches.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task<(long Count, IReadOnlyList<Repetition> First)> RemoveDuplicates(Duplicates duplicates)
    {
        var count = 0L;
        var first = new List<Repetition>();
        foreach (var found in duplicates.Find())
        {
            count += found.Count;
            await store.RemoveFromLedger(found.Select(duplicate => duplicate.Row).ToArray());
            first.AddRange(found.Select(duplicate => new Repetition(Audience.LineOf(duplicate.Row), Audience.LineOf(duplicate.First))));
            if (first.Count > 4 * Inline)
            {
                first = [.. first.OrderBy(repetition => repetition.Line).Take(Inline)];
            }
        }
        return (count, [.. first.OrderBy(repetition => repetition.Line).Take(Inline)]);
    }

    private sealed class Batch
    {
        public List<SealedRecipient> People { get; } = new(BatchSize);

        public List<(long Row, byte[] Sealed)> Unsuited { get; } = [];
    }
}
