using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using BreachNotify.Access;
using BreachNotify.Http;

namespace BreachNotify.Mailings;

/// <summary>What became of a recipients file. The four counts add up to <paramref name="Rows"/>.</summary>
/// <param name="FallbackLanguage">Accepted people whose language has no template and who get the mailing's fallback.</param>
/// <param name="Rejections">The first hundred.</param>
/// <param name="Repeated">The first hundred duplicates, each with the line that came first.</param>
/// <param name="Flagged">Accepted rows and duplicates with an address somebody should look at; none of them was left away.</param>
/// <param name="Flags">The first hundred.</param>
/// <param name="SecondAddresses">Null where the file has no column email2.</param>
public sealed record ImportSummary(
    long Rows,
    long Accepted,
    long Duplicates,
    long WithoutEmail,
    long Rejected,
    long FallbackLanguage,
    IReadOnlyList<Rejection> Rejections,
    IReadOnlyList<Repetition> Repeated,
    long Flagged,
    IReadOnlyList<FlaggedRow> Flags,
    DuplicatesBy DuplicatesBy,
    bool Family,
    SecondAddresses? SecondAddresses = null);

/// <summary>A row that cannot be used.</summary>
public sealed record Rejection(long Line, string Column, string Value, string Reason);

/// <summary>A row whose letter an earlier row gets.</summary>
public sealed record Repetition(long Line, long FirstLine);

/// <summary>The person with the longest value in each column: if the letter renders for them and for nobody, it renders for all.</summary>
public sealed record Extremes(IReadOnlyList<string> Longest);

/// <summary>
/// Reads a recipients file of any size in bounded memory: each row is checked, sealed and handed to the store in
/// batches while the next ones are being read.
/// </summary>
public sealed class AudienceImport(AudienceStore store, Audience audience, IReadOnlyCollection<string> languages, ImportRule rule) : IDisposable
{
    private const int BatchSize = 8192;
    private const int Inline = 100;

    private readonly AudienceKey _key = new(audience.DataKey);
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Rejection> _rejections = [];
    private readonly List<FlaggedRow> _flags = [];
    private readonly Dictionary<string, bool> _languages = [];
    private string[] _columns = [];
    private int[] _positions = [];
    private bool[] _isLine = [];
    private string[] _longest = [];
    private readonly AudienceCount _count = new();
    private SecondAddressColumn? _second;
    private int _country = -1;
    private long _rows;
    private long _withoutEmail;
    private long _rejected;
    private long _flagged;
    private long _fallback;

    /// <exception cref="Refusal">400: the file has no usable header row; nothing was replaced.</exception>
    public async Task<ImportSummary> Run(Stream file, Actor actor)
    {
        using var duplicates = new Duplicates();
        var checkedRows = Channel.CreateBounded<Checked>(1);
        var batches = Channel.CreateBounded<Batch>(1);
        using var text = new StreamReader(file, new UTF8Encoding(), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        try
        {
            // Reading, sealing and storing cost about the same; side by side they take as long as the slowest.
            await Task.WhenAll(
                Stage(() => Read(new CsvReader(text), checkedRows.Writer)),
                Stage(() => Seal(checkedRows.Reader, duplicates, batches.Writer)),
                Stage(() => Store(batches.Reader)));
        }
        catch (ChannelClosedException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
        var (count, repeated) = await Cover(duplicates);
        var withEmail = _rows - _withoutEmail - _rejected;
        var summary = new ImportSummary(_rows, withEmail - count, count, _withoutEmail, _rejected, _fallback, _rejections, repeated, _flagged, _flags, rule.DuplicatesBy, rule.Family, _second?.Found);
        await store.Keep(audience, _count.Result(), _key);
        await store.Finish(audience, summary, _columns, new Extremes(_longest), _digest.GetHashAndReset(), _key, actor);
        return summary;

        // A stage that fails ends the others, which would else wait for it for ever.
        Task Stage(Func<Task> work) => Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                checkedRows.Writer.TryComplete(e);
                batches.Writer.TryComplete(e);
                throw;
            }
        });
    }

    public void Dispose()
    {
        _key.Dispose();
        _digest.Dispose();
    }

    private async Task Read(CsvReader csv, ChannelWriter<Checked> output)
    {
        ReadHeader(csv);
        var rows = new Checked();
        while (csv.Read())
        {
            _rows++;
            var row = audience.Row(csv.Line);
            var from = rows.Plain.WrittenCount;
            if (Check(csv, rows.Plain, out var email) is { } rejection)
            {
                _rejected++;
                if (_rejections.Count < Inline)
                {
                    _rejections.Add(rejection);
                }
                rows.Unsuited.Add((row, rejection));
            }
            else
            {
                rows.People.Add(new Plain(row, from, rows.Plain.WrittenCount - from, email.Length));
                if (email.Length > 0 && FlagOf(csv, email) is { } flag)
                {
                    _flagged++;
                    if (_flags.Count < Inline)
                    {
                        _flags.Add(flag);
                    }
                    rows.Flagged.Add((row, flag));
                }
            }
            if (rows.People.Count + rows.Unsuited.Count == BatchSize)
            {
                await output.WriteAsync(rows);
                rows = new Checked();
            }
        }
        await output.WriteAsync(rows);
        output.Complete();
    }

    private async Task Seal(ChannelReader<Checked> input, Duplicates duplicates, ChannelWriter<Batch> output)
    {
        await foreach (var rows in input.ReadAllAsync())
        {
            await output.WriteAsync(Seal(rows, duplicates));
        }
        output.Complete();
    }

    private async Task Store(ChannelReader<Batch> batches)
    {
        await foreach (var batch in batches.ReadAllAsync())
        {
            await store.Add(batch.People, batch.Unsuited, batch.Flagged);
            ArrayPool<byte>.Shared.Return(batch.Buffer);
        }
    }

    /// <summary>Seals a batch into one buffer, since an array or two a row would keep the garbage collector busy.</summary>
    private Batch Seal(Checked rows, Duplicates duplicates)
    {
        var plain = rows.Plain.WrittenSpan;
        var buffer = ArrayPool<byte>.Shared.Rent(plain.Length + (rows.People.Count * (AudienceKey.TagSize + AudienceKey.AddressHashSize)));
        var people = new SealedRecipient[rows.People.Count];
        var at = 0;
        Span<byte> same = stackalloc byte[AudienceKey.AddressHashSize];
        for (var i = 0; i < people.Length; i++)
        {
            var person = rows.People[i];
            var bytes = plain.Slice(person.From, person.Length);
            var sealedBytes = buffer.AsMemory(at, person.Length + AudienceKey.TagSize);
            _key.Seal(person.Row, bytes, sealedBytes.Span);
            at += sealedBytes.Length;
            var address = Memory<byte>.Empty;
            if (person.EmailLength > 0)
            {
                address = buffer.AsMemory(at, AudienceKey.AddressHashSize);
                var email = Recipient.Field(bytes, 0);
                _key.AddressHash(email, address.Span);
                if (rule.DuplicatesBy == DuplicatesBy.Person)
                {
                    _key.PersonHash(email, Recipient.Field(bytes, 3), Recipient.Field(bytes, 1), same);
                    duplicates.Add(same, person.Row);
                }
                else
                {
                    duplicates.Add(address.Span, person.Row);
                }
                at += address.Length;
            }
            people[i] = new SealedRecipient(person.Row, address, sealedBytes);
        }
        _digest.AppendData(buffer.AsSpan(0, at));
        return new Batch(buffer, people, Notes(rows.Unsuited), Notes(rows.Flagged));
    }

    private List<(long Row, byte[] Sealed)> Notes<T>(List<(long Row, T About)> notes) =>
        notes.ConvertAll(note => (note.Row, _key.SealNote(JsonSerializer.Serialize(note.About))));

    private bool HasTemplate(ReadOnlySpan<char> tag)
    {
        if (!_languages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tag, out var has))
        {
            has = LanguageTag.Match(tag.ToString(), languages) is not null;
            if (_languages.Count < 1000)
            {
                _languages[tag.ToString()] = has;
            }
        }
        return has;
    }

    /// <summary>Writes a good row as a recipient to <paramref name="plain"/>; writes nothing for a bad one and says why.</summary>
    private Rejection? Check(CsvReader csv, ArrayBufferWriter<byte> plain, out string email)
    {
        email = "";
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
            if (FieldText.FaultOf(csv[i], _isLine[i]) is { } reason)
            {
                return Rejected(i, reason);
            }
        }
        string? addressFault = null;
        var address = csv[_positions[0]].Trim().IsEmpty ? "" : EmailAddress.Normalise(csv[_positions[0]], out addressFault);
        if (address is null)
        {
            return Rejected(_positions[0], addressFault!);
        }
        var language = Field(2);
        if (!language.IsEmpty && !LanguageTag.IsWellFormed(language))
        {
            return Rejected(_positions[2], "not a language tag such as de or pt-BR (BCP 47)");
        }
        var second = _second?.Read(csv, ref address) ?? "";
        // An accepted address is ASCII, so that its length is that of its bytes.
        email = address;
        if (email.Length == 0)
        {
            _withoutEmail++;
        }
        else if (!language.IsEmpty && !HasTemplate(language))
        {
            _fallback++;
        }
        _count.Add(email, second.Length > 0, _country < 0 ? "" : csv[_country].Trim());
        Put(0, email);
        for (var column = 1; column < _positions.Length; column++)
        {
            Put(column, column == _second?.Place ? second : Field(column));
        }
        return null;

        ReadOnlySpan<char> Field(int column) => _positions[column] < 0 ? "" : FieldText.Normalise(csv[_positions[column]]);

        void Put(int column, ReadOnlySpan<char> value)
        {
            Recipient.Put(plain, value);
            if (value.Length > _longest[column].Length)
            {
                _longest[column] = value.ToString();
            }
        }

        Rejection Rejected(int field, string reason)
        {
            var value = csv[field];
            return new Rejection(csv.Line, _columns[field], value.Length > 100 ? string.Concat(value[..100], "...") : value.ToString(), reason);
        }
    }

    private FlaggedRow? FlagOf(CsvReader csv, string email)
    {
        var written = csv[_positions[0]];
        if (EmailAddress.IsRepaired(written, email))
        {
            return new FlaggedRow(csv.Line, written.ToString(), Oddity.Repaired, email);
        }
        return Oddities.Of(email, out var suggestion) is { } flag ? new FlaggedRow(csv.Line, email, flag, suggestion) : null;
    }

    private void ReadHeader(CsvReader csv)
    {
        var names = CsvHeader.Read(csv, "email", "the columns email, name, language, reference");
        _columns = names;
        var further = names.Where(name => !CsvHeader.Known.Contains(name)).ToList();
        _positions = [.. CsvHeader.Known.Concat(further).Select(name => Array.IndexOf(names, name))];
        _isLine = [.. names.Select(name => CsvHeader.Known.Contains(name))];
        _longest = [.. _positions.Select(_ => "")];
        audience = audience with { Further = further };
        _country = Array.FindIndex(names, name => name.Equals("country", StringComparison.OrdinalIgnoreCase));
        _second = Array.IndexOf(names, SecondAddress.Column) is var field and >= 0 ? new SecondAddressColumn(field, CsvHeader.Known.Length + audience.IndexOf(SecondAddress.Column)) : null;
    }

    private async Task<(long Count, IReadOnlyList<Repetition> First)> Cover(Duplicates duplicates)
    {
        var count = 0L;
        var first = new List<Repetition>();
        foreach (var found in duplicates.Find())
        {
            count += found.Count;
            await store.Cover(found);
            foreach (var (row, person) in await store.SealedOf([.. found.Select(duplicate => duplicate.Row)]))
            {
                _count.Add(audience, Recipient.Read(_key.Open(row, person)), -1);
            }
            first.AddRange(found.Select(duplicate => new Repetition(Audience.LineOf(duplicate.Row), Audience.LineOf(duplicate.First))));
            if (first.Count > 4 * Inline)
            {
                first = [.. first.OrderBy(repetition => repetition.Line).Take(Inline)];
            }
        }
        return (count, [.. first.OrderBy(repetition => repetition.Line).Take(Inline)]);
    }

    private readonly record struct Plain(long Row, int From, int Length, int EmailLength);

    private sealed class Checked
    {
        public ArrayBufferWriter<byte> Plain { get; } = new(BatchSize * 128);

        public List<Plain> People { get; } = new(BatchSize);

        public List<(long Row, Rejection Why)> Unsuited { get; } = [];

        public List<(long Row, FlaggedRow Flag)> Flagged { get; } = [];
    }

    private sealed record Batch(byte[] Buffer, SealedRecipient[] People, List<(long Row, byte[] Sealed)> Unsuited, List<(long Row, byte[] Sealed)> Flagged);
}
