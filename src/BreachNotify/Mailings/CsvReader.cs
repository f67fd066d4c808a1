using System.Buffers;

namespace BreachNotify.Mailings;

/// <summary>
/// Comma-separated records (RFC 4180) from a text of any length in bounded memory. A record that cannot be read does
/// not end the reading: it is reported in <see cref="Fault"/> and reading resumes on the line after the one it began on,
/// so that a quote never closed costs one row instead of the rest of the file.
/// </summary>
public sealed class CsvReader(TextReader source)
{
    /// <summary>Characters in one record, line ends within quotes included.</summary>
    public const int LongestRecord = 1 << 20;

    private static readonly SearchValues<char> Ends = SearchValues.Create(",\r\n");

    private readonly List<Field> _fields = [];
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _endOfText;
    private long _nextLine = 1;

    /// <summary>The line (from 1) on which the current record begins.</summary>
    public long Line { get; private set; }

    /// <summary>Why the current record cannot be read; null for a good one.</summary>
    public CsvFault? Fault { get; private set; }

    public int Count => _fields.Count;

    /// <summary>The text of a field without its quotes; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            var field = _fields[index];
            var raw = _buffer.AsSpan(_recordStart + field.From, field.Length);
            return field.Doubled ? raw.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : raw;
        }
    }

    private int _recordStart;

    /// <summary>Goes to the next record that is not an empty line; false at the end of the text.</summary>
    public bool Read()
    {
        while (Available(0) && _buffer[_start] is '\r' or '\n')
        {
            _start += LineEndAt(0);
            _nextLine++;
        }
        if (!Available(0))
        {
            return false;
        }
        _fields.Clear();
        Fault = null;
        Line = _nextLine;
        var lines = 1;
        var at = 0;
        while (true)
        {
            var from = at;
            if (Available(at) && _buffer[_start + at] == '"')
            {
                if (!ReadQuoted(ref at, ref lines))
                {
                    return Resume(from, Available(at)
                        ? "the quote opened here is closed in the middle of a value; a quote within a value is written twice"
                        : TooLong(at) ? $"the quote opened here is not closed within {LongestRecord} characters" : "the quote opened here is never closed");
                }
            }
            else
            {
                while (Available(at))
                {
                    var ahead = _buffer.AsSpan(_start + at, _end - _start - at);
                    var end = ahead.IndexOfAny(Ends);
                    at += end < 0 ? ahead.Length : end;
                    if (end >= 0)
                    {
                        break;
                    }
                }
                _fields.Add(new Field(from, at - from, false));
            }
            if (!Available(at))
            {
                if (TooLong(at))
                {
                    return Resume(from, $"the row is longer than {LongestRecord} characters");
                }
                break;
            }
            if (_buffer[_start + at] != ',')
            {
                at += LineEndAt(at);
                break;
            }
            at++;
        }
        _recordStart = _start;
        _start += at;
        _nextLine += lines;
        return true;
    }

    private bool ReadQuoted(ref int at, ref int lines)
    {
        var content = ++at;
        var doubled = false;
        while (Available(at))
        {
            var ahead = _buffer.AsSpan(_start + at, _end - _start - at);
            var quote = ahead.IndexOf('"');
            if (quote < 0)
            {
                at += ahead.Length;
                continue;
            }
            at += quote;
            if (Available(at + 1) && _buffer[_start + at + 1] == '"')
            {
                doubled = true;
                at += 2;
                continue;
            }
            lines += LineEnds(_buffer.AsSpan(_start + content, at - content));
            _fields.Add(new Field(content, at - content, doubled));
            at++;
            return Available(at) ? _buffer[_start + at] is ',' or '\r' or '\n' : !TooLong(at);
        }
        return false;
    }

    private bool Resume(int field, string reason)
    {
        var text = _buffer.AsSpan(_start + field, Math.Min(80, _end - _start - field));
        var lineEnd = text.IndexOfAny('\r', '\n');
        Fault = new CsvFault(_fields.Count, (lineEnd < 0 ? text : text[..lineEnd]).ToString(), reason);
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n');
            if (newline >= 0)
            {
                _start += newline;
                _ = Available(1);
                _start += LineEndAt(0);
                break;
            }
            _start = _end;
            if (!Available(0))
            {
                break;
            }
        }
        _nextLine++;
        return true;
    }

    private int LineEndAt(int at) =>
        _buffer[_start + at] == '\r' && Available(at + 1) && _buffer[_start + at + 1] == '\n' ? 2 : 1;

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = text.IndexOfAny('\r', '\n'); i >= 0; i = text.IndexOfAny('\r', '\n'))
        {
            count++;
            text = text[(i + (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1))..];
        }
        return count;
    }

    private bool TooLong(int at) => !_endOfText && at >= LongestRecord;

    /// <summary>Whether there is a character that far into the record; reads on when it is not in the buffer yet.</summary>
    private bool Available(int at)
    {
        while (_start + at >= _end)
        {
            if (_endOfText || at > LongestRecord)
            {
                return false;
            }
            if (_end == _buffer.Length)
            {
                var used = _end - _start;
                var target = used > _buffer.Length / 2 ? new char[_buffer.Length * 2] : _buffer;
                Array.Copy(_buffer, _start, target, 0, used);
                (_buffer, _start, _end) = (target, 0, used);
            }
            var read = source.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _endOfText = read == 0;
        }
        return true;
    }

    private readonly record struct Field(int From, int Length, bool Doubled);
}

/// <param name="Field">Which field of the row, from 0.</param>
/// <param name="Value">How that field begins.</param>
public sealed record CsvFault(int Field, string Value, string Reason);
