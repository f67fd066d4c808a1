using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using BreachNotify.Fines;
using BreachNotify.Http;
using BreachNotify.Law.Currencies;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace BreachNotify.Benchmarks;

/// <summary>
/// POST /fines/batch without HTTP: lines parsed, answered with derivation, sealed with their proof and written, on all
/// cores. Every line asks about another turnover. Memory is the peak of the process for n and for ten times n lines.
/// </summary>
public static class Batch
{
    private static readonly (string Name, string Infringements)[] Kinds =
    [
        ("ceilings alone", ""),
        ("one infringement", """{"provision":"33","seriousness":"low"}"""),
        ("two infringements", """{"provision":"33","seriousness":"low","conduct":"a"},{"provision":"5(1)(f)","seriousness":"medium","conduct":"a"}"""),
    ];

    public static async Task Measure(int lines)
    {
        var report = new Report("batch of fines");
        foreach (var (name, infringements) in Kinds)
        {
            var rates = new List<double>();
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var rate = await Run(lines, infringements);
                if (round > 0)
                {
                    rates.Add(rate);
                }
            }
            report.Line($"- {name}: median {Report.Median(rates):0} entities/s ({string.Join(", ", rates.Select(rate => rate.ToString("0", System.Globalization.CultureInfo.InvariantCulture)))})");
        }
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        await Run(lines * 10, Kinds[2].Infringements);
        report.Line($"- peak memory after {lines} lines {before >> 20} MB, after {lines * 10} more {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        report.Save();
    }

    private static async Task<double> Run(int lines, string infringements)
    {
        var batch = new FineBatch(new LocalDate(2026, 11, 22), ExchangeRates.Shipped, new Problems(_ => Task.CompletedTask, NullLogger<Problems>.Instance));
        var watch = Stopwatch.StartNew();
        await batch.Run(PipeReader.Create(new Questions(lines, infringements), new StreamPipeReaderOptions(bufferSize: 65536)), PipeWriter.Create(Stream.Null), CancellationToken.None);
        return lines / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The lines, made as they are read.</summary>
    private sealed class Questions(int lines, string infringements) : Stream
    {
        private const int Different = 4096;
        private readonly byte[][] _lines = [.. Enumerable.Range(0, Different).Select(i => Encoding.UTF8.GetBytes(
            $$"""{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":{{300_000_000 + (i * 1017)}},"currency":"EUR"},"turnoverYear":2025},"infringements":[{{infringements}}]}""" + "\n"))];
        private int _sent;
        private int _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var filled = 0;
            while (filled < buffer.Length && _sent < lines)
            {
                var line = _lines[_sent % Different].AsSpan(_offset);
                var taken = Math.Min(line.Length, buffer.Length - filled);
                line[..taken].CopyTo(buffer[filled..]);
                filled += taken;
                _offset += taken;
                if (taken == line.Length)
                {
                    (_offset, _sent) = (0, _sent + 1);
                }
            }
            return filled;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
