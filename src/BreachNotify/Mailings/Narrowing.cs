using System.Globalization;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Http;

namespace BreachNotify.Mailings;

/// <summary>By what a second file names people of the audience; also the name of its column.</summary>
public enum NamedBy
{
    Reference,
    Email,

    /// <summary>The line of the recipients file.</summary>
    Line,
}

/// <summary>What a second file made of the audience, in people, those covered by another row's letter among them.</summary>
public sealed record Narrowed(long Before, long Kept, long Removed, Unknown Unknown);

/// <summary>What the second file names and nobody of the audience has; people left out before and rejected rows are not of it.</summary>
/// <param name="Rows">The first hundred.</param>
public sealed record Unknown(long Count, IReadOnlyList<UnknownRow> Rows);

/// <param name="Line">In the second file.</param>
public sealed record UnknownRow(long Line, string Value, string Reason);

/// <summary>
/// Narrows a draft's audience to the people a second file names, or to the others. The names are read a part at a time
/// and the audience is gone through once for each part, so that memory stays the same however many there are.
/// </summary>
public sealed class Narrowing(NarrowingStore store)
{
    private const int NamesAtOnce = 100_000;
    private const int PeopleAtOnce = 2048;
    private const int Inline = 100;

    /// <summary>Characters in a reference or address as it is kept: 256, each of which may compose to three.</summary>
    private const int LongestValue = 3 * 256;

    /// <param name="keep">Whether the people named stay; else they are left out.</param>
    /// <exception cref="Refusal">
    /// 400: a row cannot be read (who is not understood must not silently lose a letter). 409: the mailing is no longer a
    /// draft, or its audience changed meanwhile. 422: nobody would be left.
    /// </exception>
    public async Task<Narrowed> Run(Audience audience, NamedBy by, bool keep, Stream file, string reason, Actor actor)
    {
        var narrowings = await store.NarrowingsOf(audience);
        using var key = new AudienceKey(audience.DataKey);
        using var text = new StreamReader(file, new UTF8Encoding(), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        var csv = new CsvReader(text);
        var columns = CsvHeader.Read(csv, Words<NamedBy>.Of(by), $"the column {Words<NamedBy>.Of(by)}");
        var column = Array.IndexOf(columns, Words<NamedBy>.Of(by));
        var (everybody, named) = (new LineSet(), new LineSet());
        var unknown = new Unknowns();
        bool more;
        do
        {
            more = ReadNames(csv, columns, column, by, out var names, unknown);
            await Find(audience, key, by, names, everybody, named);
            foreach (var (value, name) in names.Where(entry => !entry.Value.IsFound))
            {
                unknown.Add(name.Line, value, "nobody in the audience has it", name.Rows);
            }
        }
        while (more);
        var leaveOut = keep ? everybody.Except(named) : named;
        var (before, removed) = (everybody.Count, leaveOut.Count);
        if (before == removed)
        {
            throw Refusal.Unprocessable(new FieldError(keep ? "keep" : "remove", Words<NamedBy>.Of(by), keep
                ? $"The file names nobody of the {before} people in the audience, so that nobody would be left; check its column {Words<NamedBy>.Of(by)}."
                : $"The file names all {before} people in the audience, so that nobody would be left; to tell nobody, cancel the mailing."));
        }
        await store.Narrow(audience, narrowings, leaveOut, new { By = by, Named = keep ? "kept" : "removed", Before = before, Kept = before - removed, Removed = removed, Unknown = unknown.Count, Reason = reason }, actor);
        return new Narrowed(before, before - removed, removed, unknown.Report());
    }

    /// <returns>Whether the file goes on.</returns>
    private static bool ReadNames(CsvReader csv, string[] columns, int column, NamedBy by, out Dictionary<string, Name> names, Unknowns unknown)
    {
        names = new Dictionary<string, Name>(StringComparer.Ordinal);
        while (names.Count < NamesAtOnce)
        {
            if (!csv.Read())
            {
                return false;
            }
            if (csv.Fault is { } fault)
            {
                throw Refusal.Malformed($"line {csv.Line}", fault.Value, $"The row cannot be read: {fault.Reason}. Nothing was changed.");
            }
            if (csv.Count != columns.Length)
            {
                throw Refusal.Malformed($"line {csv.Line}", $"{csv.Count} fields", $"The header row has {columns.Length} columns; a value that contains a comma stands in quotes. Nothing was changed.");
            }
            if (ValueIn(csv[column], by, out var remedy) is not { } value)
            {
                unknown.Add(csv.Line, csv[column].Length > 100 ? string.Concat(csv[column][..100], "...") : csv[column].ToString(), remedy!, 1);
            }
            else if (names.TryGetValue(value, out var name))
            {
                name.Rows++;
            }
            else
            {
                names.Add(value, new Name(csv.Line));
            }
        }
        return true;
    }

    private static string? ValueIn(ReadOnlySpan<char> text, NamedBy by, out string? fault)
    {
        fault = text.Trim().IsEmpty ? "the value is empty" : FieldText.FaultOf(text, isLine: true);
        if (fault is not null)
        {
            return null;
        }
        switch (by)
        {
            case NamedBy.Email:
                return EmailAddress.Normalise(text, out fault);
            case NamedBy.Line:
                fault = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? null : "not a line number of the recipients file";
                return fault is null ? line.ToString(CultureInfo.InvariantCulture) : null;
            default:
                return FieldText.Normalise(text).ToString();
        }
    }

    private async Task Find(Audience audience, AudienceKey key, NamedBy by, Dictionary<string, Name> names, LineSet everybody, LineSet named)
    {
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        var buffer = new char[LongestValue];
        var opened = new byte[1024];
        for (var after = audience.First; await store.People(audience, after, PeopleAtOnce) is { Count: > 0 } people; after = people[^1].Row)
        {
            foreach (var (row, sealedBytes) in people)
            {
                var line = Audience.LineOf(row);
                everybody.Add(line);
                int length;
                if (by == NamedBy.Line)
                {
                    line.TryFormat(buffer, out length, provider: CultureInfo.InvariantCulture);
                }
                else
                {
                    if (opened.Length < sealedBytes.Length)
                    {
                        opened = new byte[2 * sealedBytes.Length];
                    }
                    var plain = opened.AsSpan(0, sealedBytes.Length - AudienceKey.TagSize);
                    key.Open(row, sealedBytes, plain);
                    length = Encoding.UTF8.GetChars(Recipient.Field(plain, by == NamedBy.Email ? 0 : 3), buffer);
                }
                if (lookup.TryGetValue(buffer.AsSpan(0, length), out var name))
                {
                    name.IsFound = true;
                    named.Add(line);
                }
            }
        }
    }

    private sealed class Name(long line)
    {
        public long Line { get; } = line;

        public long Rows { get; set; } = 1;

        public bool IsFound { get; set; }
    }

    private sealed class Unknowns
    {
        // The one with the highest line comes out first.
        private readonly PriorityQueue<UnknownRow, long> _first = new();

        public long Count { get; private set; }

        public void Add(long line, string value, string reason, long rows)
        {
            Count += rows;
            _first.Enqueue(new UnknownRow(line, value, reason), -line);
            if (_first.Count > Inline)
            {
                _first.Dequeue();
            }
        }

        public Unknown Report() => new(Count, [.. _first.UnorderedItems.Select(item => item.Element).OrderBy(row => row.Line)]);
    }
}
