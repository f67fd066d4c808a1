using System.Buffers;
using System.IO.Pipelines;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;
using NodaTime;

namespace BreachNotify.Fines;

/// <summary>
/// Questions as newline-delimited JSON in, answers out in the same order: one line for each line that is not blank, an
/// answer or a problem. Lines are answered on all cores in portions; a fixed number of portions is under way at a time, so
/// that memory does not grow with the batch and a slow reader slows the reading.
/// </summary>
public sealed class FineBatch(LocalDate today, ExchangeRates rates, Problems problems)
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>A longer line is answered with a problem and skipped.</summary>
    public const int LongestLine = 1024 * 1024;

    private const int PortionSize = 64 * 1024;
    private static readonly int MostUnderWay = Environment.ProcessorCount + 1;

    private readonly Queue<Task<Portion>> _underWay = new();
    private readonly Stack<Portion> _idle = new();

    /// <summary>Some whole lines and their answers.</summary>
    private sealed class Portion
    {
        public ArrayBufferWriter<byte> Lines { get; } = new(PortionSize * 2);

        public ArrayBufferWriter<byte> Answers { get; } = new(PortionSize * 16);

        /// <summary>A line follows that is too long to be held.</summary>
        public bool EndsTooLong { get; set; }
    }

    public async Task Run(PipeReader input, PipeWriter output, CancellationToken cancellation)
    {
        var portion = Idle();
        var skipping = false;
        while (true)
        {
            ReadResult result;
            try
            {
                var reading = input.ReadAsync(cancellation);
                if (!reading.IsCompleted)
                {
                    // The sender may be waiting for the answers before it goes on.
                    await Drain(output, 0, cancellation);
                }
                result = await reading;
            }
            catch (BadHttpRequestException e)
            {
                // The answers so far are on their way; what ends the batch is said on its last line.
                await Drain(output, 0, cancellation);
                portion.Answers.ResetWrittenCount();
                Refuse(e, portion.Answers);
                await output.WriteAsync(portion.Answers.WrittenMemory, cancellation);
                return;
            }
            foreach (var segment in result.Buffer)
            {
                var rest = segment;
                while (rest.Length > 0)
                {
                    if (skipping)
                    {
                        var end = rest.Span.IndexOf((byte)'\n');
                        skipping = end < 0;
                        rest = skipping ? default : rest[(end + 1)..];
                        continue;
                    }
                    var taken = Math.Min(rest.Length, PortionSize);
                    portion.Lines.Write(rest.Span[..taken]);
                    rest = rest[taken..];
                    if (portion.Lines.WrittenCount >= PortionSize)
                    {
                        portion = await SendWholeLines(portion, output, cancellation);
                        skipping = portion.EndsTooLong;
                        if (skipping)
                        {
                            portion.Lines.ResetWrittenCount();
                            await Send(portion, output, cancellation);
                            portion = Idle();
                        }
                    }
                }
            }
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                await Send(portion, output, cancellation);
                await Drain(output, 0, cancellation);
                return;
            }
            // What has arrived is answered at once and not held back until a portion is full.
            portion = await SendWholeLines(portion, output, cancellation);
        }
    }

    /// <summary>Sends the lines that are complete; gives back a portion with the beginning of the next one.</summary>
    private async Task<Portion> SendWholeLines(Portion portion, PipeWriter output, CancellationToken cancellation)
    {
        var lines = portion.Lines.WrittenMemory;
        var end = lines.Span.LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            portion.EndsTooLong = lines.Length > LongestLine;
            return portion;
        }
        var next = Idle();
        next.Lines.Write(lines.Span[end..]);
        await Send(portion, output, cancellation, end);
        return next;
    }

    /// <summary>Sends a portion on its way, and waits for older ones where too many are.</summary>
    private async Task Send(Portion portion, PipeWriter output, CancellationToken cancellation, int? length = null)
    {
        var lines = portion.Lines.WrittenMemory[..(length ?? portion.Lines.WrittenCount)];
        _underWay.Enqueue(Task.Run(() => AnswerAll(portion, lines), cancellation));
        await Drain(output, MostUnderWay, cancellation);
    }

    private Portion Idle() => _idle.TryPop(out var portion) ? portion : new Portion();

    private async Task Drain(PipeWriter output, int downTo, CancellationToken cancellation)
    {
        while (_underWay.Count > downTo)
        {
            var portion = await _underWay.Dequeue();
            await output.WriteAsync(portion.Answers.WrittenMemory, cancellation);
            portion.Lines.ResetWrittenCount();
            portion.Answers.ResetWrittenCount();
            portion.EndsTooLong = false;
            _idle.Push(portion);
        }
    }

    private Portion AnswerAll(Portion portion, ReadOnlyMemory<byte> lines)
    {
        var rest = lines.Span;
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length > LongestLine)
            {
                Refuse(TooLong(), portion.Answers);
            }
            else if (!line.Trim(" \t\r"u8).IsEmpty)
            {
                Answer(line, portion.Answers);
            }
        }
        if (portion.EndsTooLong)
        {
            Refuse(TooLong(), portion.Answers);
        }
        return portion;
    }

    private void Answer(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> output)
    {
        try
        {
            Proof.Seal(FineRules.Answer(PlainFineQuestion.Parse(line), today, rates), output);
            output.Write("\n"u8);
        }
        catch (Exception e)
        {
            Refuse(e, output);
        }
    }

    private static Refusal TooLong() => new(StatusCodes.Status413PayloadTooLarge, $"The line is longer than {LongestLine} bytes and was skipped.");

    private void Refuse(Exception e, ArrayBufferWriter<byte> output)
    {
        Problems.Render(output, problems.Understand(e));
        output.Write("\n"u8);
    }
}
