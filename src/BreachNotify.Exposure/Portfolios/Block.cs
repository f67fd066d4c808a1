using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Some years of a book, one insured after another: what an insured needs, and the years, stay in the nearest cache, which
/// going year by year they do not.
/// </summary>
/// <param name="book">The book.</param>
/// <param name="first">The first of the years.</param>
/// <param name="years">How many.</param>
internal sealed class Block(DrawnBook book, int first, int years)
{
    /// <summary>Bytes that are kept of each year: a compensated sum, two numbers and a count.</summary>
    private const int OfYear = 16 + 8 + 8 + 4;

    private readonly CompensatedSum[] _total = new CompensatedSum[years];
    private readonly double[] _largest = new double[years];
    private readonly double[] _excess = new double[years];
    private readonly int[] _atOnce = new int[years];

    /// <summary>What one policy pays in each year, before its terms of the year.</summary>
    private readonly double[] _paid = new double[years];

    private readonly List<Shared> _shared = [];

    // The events of one insured, column by column; first its own, then the shared ones.
    private int[] _year = new int[64];
    private double[] _loss = new double[64];
    private double[] _payment = new double[64];
    private int[] _sharedAt = new int[64];
    private int _count;

    public int First => first;

    public int Years => years;

    /// <summary>What each policy paid.</summary>
    public LayerSums[] Sums { get; } = new LayerSums[book.Layers.Length];

    /// <summary>1 for each year that counts as one of the worst, else 0.</summary>
    public double[] Worst { get; } = new double[years];

    /// <summary>Takes each event that is paid, where it is asked for.</summary>
    public List<EventLoss>? Events { get; init; }

    public void Run(long seed, CancellationToken cancellation)
    {
        var hits = Hits(seed);
        var next = 0;
        for (var i = 0; i < book.Rows.Length && !cancellation.IsCancellationRequested; i++)
        {
            ref readonly var row = ref book.Rows[i];
            var draws = new Draws(seed, first, i);
            var own = draws.Poisson(row.Rate * years);
            _count = 0;
            Ensure(own);
            DrawOwn(own, row, ref draws);
            for (; next < hits.Count && hits[next].Insured == i; next++)
            {
                var shared = _shared[hits[next].Event];
                Ensure(_count + 1);
                (_year[_count], _loss[_count], _sharedAt[_count]) = (shared.Year, row.Table.Draw(ref draws) * row.Scale * shared.Scale, hits[next].Event);
                _count++;
            }
            if (_count > 0)
            {
                Pay(row);
                Tell(i, own);
            }
        }
        foreach (var shared in _shared.Where(shared => shared.Hit > 0))
        {
            Happened([shared.Year], [shared.Paid]);
            _atOnce[shared.Year] = Math.Max(_atOnce[shared.Year], shared.Hit);
            if (shared.Paid > 0)
            {
                Events?.Add(new EventLoss(first + shared.Year, shared.Kind, shared.Paid));
            }
        }
    }

    /// <summary>Hands the years over.</summary>
    public void Save(PortfolioLoss loss)
    {
        for (var y = 0; y < years; y++)
        {
            var total = _total[y].Value;
            loss.Set(first + y, total, _largest[y], Math.Max(0, (total * (1 - book.Treaty.Ceded)) - Math.Min(_excess[y], book.Treaty.AggregateLimit)), _atOnce[y]);
        }
    }

    /// <summary>What the years found, for <see cref="Restore"/> in a later process.</summary>
    public byte[] ToBytes() =>
    [
        .. MemoryMarshal.AsBytes(_total.AsSpan()), .. MemoryMarshal.AsBytes(_largest.AsSpan()), .. MemoryMarshal.AsBytes(_excess.AsSpan()), .. MemoryMarshal.AsBytes(_atOnce.AsSpan()), .. MemoryMarshal.AsBytes(Sums.AsSpan()),
    ];

    /// <summary>Takes what an earlier process found, in place of drawing it.</summary>
    /// <returns>False where these are not the bytes of the whole block.</returns>
    public bool Restore(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != (years * OfYear) + (Sums.Length * Unsafe.SizeOf<LayerSums>()))
        {
            return false;
        }
        Take(_total, ref bytes);
        Take(_largest, ref bytes);
        Take(_excess, ref bytes);
        Take(_atOnce, ref bytes);
        Take(Sums, ref bytes);
        return true;

        static void Take<T>(T[] into, ref ReadOnlySpan<byte> from)
            where T : struct
        {
            var part = MemoryMarshal.AsBytes(into.AsSpan());
            from[..part.Length].CopyTo(part);
            from = from[part.Length..];
        }
    }

    /// <summary>Whom shared events hit, by insured.</summary>
    private List<(int Insured, int Event)> Hits(long seed)
    {
        var hits = new List<(int Insured, int Event)>();
        for (var s = 0; s < book.SharedEvents.Count; s++)
        {
            var shared = book.SharedEvents[s];
            var draws = new Draws(seed, first, -1 - s);
            for (var left = draws.Poisson(shared.Rate * years); left > 0; left--)
            {
                var happened = new Shared(draws.Below(years), shared.Scale, s + 1);
                foreach (var member in shared.Members)
                {
                    if (draws.Uniform() < shared.Probability)
                    {
                        hits.Add((member, _shared.Count));
                        happened.Hit++;
                    }
                }
                _shared.Add(happened);
            }
        }
        hits.Sort();
        return hits;
    }

    /// <summary>Years and losses of the insured's own events; each takes 64 random bits, half for the year.</summary>
    private void DrawOwn(int count, in DrawnBook.Row row, ref Draws draws)
    {
        var year = _year.AsSpan(0, count);
        var loss = _loss.AsSpan(0, count);
        var (table, scale) = (row.Table, row.Scale);
        for (var e = 0; e < year.Length; e++)
        {
            var bits = draws.Bits();
            year[e] = (int)(((bits >> 32) * (ulong)years) >> 32);
            loss[e] = table.Draw((uint)bits, ref draws) * scale;
        }
        _count = count;
    }

    /// <summary>The events of one insured through each of its policies.</summary>
    private void Pay(in DrawnBook.Row row)
    {
        var year = _year.AsSpan(0, _count);
        var loss = _loss.AsSpan(0, _count);
        var payment = _payment.AsSpan(0, _count);
        payment.Clear();
        var (paid, total, worst) = (_paid, _total, Worst);
        for (var i = row.First; i < row.End; i++)
        {
            var layer = book.Layers[i];
            for (var e = 0; e < year.Length; e++)
            {
                var part = layer.Of(loss[e]);
                payment[e] += part;
                paid[year[e]] += part;
            }
            var sums = Sums[i];
            foreach (var y in year)
            {
                // The first event of a year settles all of it; for the others nothing is left.
                var settled = double.MinNative(double.MaxNative(paid[y] - layer.AggregateAttachment, 0), layer.AggregateLimit);
                paid[y] = 0;
                total[y].Add(settled);
                sums.Sum += settled;
                sums.Squares += settled * settled;
                sums.Worst += settled * worst[y];
            }
            Sums[i] = sums;
        }
    }

    /// <summary>What the book sees of the events of one insured.</summary>
    private void Tell(int insured, int own)
    {
        Happened(_year.AsSpan(0, own), _payment.AsSpan(0, own));
        for (var e = own; e < _count; e++)
        {
            _shared[_sharedAt[e]].Paid += _payment[e];
        }
        for (var e = 0; Events is not null && e < own; e++)
        {
            if (_payment[e] > 0)
            {
                Events.Add(new EventLoss(first + _year[e], book.SharedEvents.Count + 1 + insured, _payment[e]));
            }
        }
    }

    /// <summary>Events of the whole book, each of which hits one insured, as the book and its reinsurers see them.</summary>
    private void Happened(ReadOnlySpan<int> year, ReadOnlySpan<double> paid)
    {
        var (largest, atOnce) = (_largest, _atOnce);
        for (var e = 0; e < year.Length; e++)
        {
            var y = year[e];
            largest[y] = double.MaxNative(largest[y], paid[e]);
            atOnce[y] = Math.Max(atOnce[y], 1);
        }
        if (double.IsPositiveInfinity(book.Treaty.EventRetention))
        {
            return;
        }
        for (var e = 0; e < year.Length; e++)
        {
            _excess[year[e]] += book.Treaty.Excess(paid[e]);
        }
    }

    private void Ensure(int count)
    {
        if (count > _year.Length)
        {
            var size = Math.Max(count, 2 * _year.Length);
            Array.Resize(ref _year, size);
            Array.Resize(ref _loss, size);
            Array.Resize(ref _payment, size);
            Array.Resize(ref _sharedAt, size);
        }
    }

    /// <summary>One shared event.</summary>
    private sealed class Shared(int year, double scale, int kind)
    {
        public int Year => year;

        public double Scale => scale;

        /// <summary>Position among the shared events of the book, from 1.</summary>
        public int Kind => kind;

        public double Paid { get; set; }

        public int Hit { get; set; }
    }
}
