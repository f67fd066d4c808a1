namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Some years of a book, one insured after another: what an insured needs, and the years, stay in the nearest cache, which
/// going year by year they do not.
/// </summary>
internal sealed class Block(DrawnBook book, int first, int years)
{
    private readonly CompensatedSum[] _total = new CompensatedSum[years];
    private readonly double[] _largest = new double[years];
    private readonly double[] _excess = new double[years];
    private readonly int[] _atOnce = new int[years];

    /// <summary>What one policy pays in each year, before its terms of the year.</summary>
    private readonly double[] _paid = new double[years];

    private readonly List<Shared> _shared = [];
    private Event[] _events = new Event[64];
    private int _count;

    /// <summary>What each policy paid.</summary>
    public LayerSums[] Sums { get; } = new LayerSums[book.Layers.Length];

    public void Run(long seed, PortfolioLoss loss, CancellationToken cancellation)
    {
        var hits = Hits(seed);
        var next = 0;
        for (var i = 0; i < book.Rows.Length && !cancellation.IsCancellationRequested; i++)
        {
            var row = book.Rows[i];
            var draws = new Draws(seed, first, i);
            _count = 0;
            for (var left = draws.Poisson(row.Rate * years); left > 0; left--)
            {
                Add(new Event(draws.Below(years), row.Table.Draw(ref draws) * row.Scale, -1));
            }
            for (; next < hits.Count && hits[next].Insured == i; next++)
            {
                var shared = _shared[hits[next].Event];
                Add(new Event(shared.Year, row.Table.Draw(ref draws) * row.Scale * shared.Scale, hits[next].Event));
            }
            Pay(row);
        }
        foreach (var shared in _shared)
        {
            Happened(shared.Year, shared.Paid, shared.Hit);
        }
        for (var y = 0; y < years; y++)
        {
            var total = _total[y].Value;
            loss.Set(first + y, total, _largest[y], Math.Max(0, (total * (1 - book.Treaty.Ceded)) - Math.Min(_excess[y], book.Treaty.AggregateLimit)), _atOnce[y]);
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
                var happened = new Shared(draws.Below(years), shared.Scale);
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

    /// <summary>The events of one insured through each of its policies.</summary>
    private void Pay(DrawnBook.Row row)
    {
        var events = _events.AsSpan(0, _count);
        for (var i = row.First; i < row.End; i++)
        {
            var layer = book.Layers[i];
            foreach (ref var happened in events)
            {
                var part = layer.Share * Math.Min(Math.Max(happened.Loss - layer.Attachment, 0), layer.Limit);
                happened.Paid += part;
                _paid[happened.Year] += part;
            }
            ref var sums = ref Sums[i];
            foreach (ref var happened in events)
            {
                // The first event of a year settles all of it.
                if (_paid[happened.Year] is var sum && sum > 0)
                {
                    _paid[happened.Year] = 0;
                    var paid = Math.Min(Math.Max(sum - layer.AggregateAttachment, 0), layer.AggregateLimit);
                    _total[happened.Year].Add(paid);
                    sums.Sum += paid;
                    sums.Squares += paid * paid;
                }
            }
        }
        foreach (ref var happened in events)
        {
            if (happened.Shared < 0)
            {
                Happened(happened.Year, happened.Paid, 1);
            }
            else
            {
                _shared[happened.Shared].Paid += happened.Paid;
            }
        }
    }

    /// <summary>An event as the whole book and its reinsurers see it.</summary>
    private void Happened(int year, double paid, int hit)
    {
        _largest[year] = Math.Max(_largest[year], paid);
        _atOnce[year] = Math.Max(_atOnce[year], hit);
        _excess[year] += Math.Min(Math.Max((paid * (1 - book.Treaty.Ceded)) - book.Treaty.EventRetention, 0), book.Treaty.EventLimit);
    }

    private void Add(Event happened)
    {
        if (_count == _events.Length)
        {
            Array.Resize(ref _events, 2 * _count);
        }
        _events[_count++] = happened;
    }

    /// <summary>One event of one insured; Shared is its position among the shared ones, or -1.</summary>
    private record struct Event(int Year, double Loss, int Shared)
    {
        public double Paid;
    }

    /// <summary>One shared event.</summary>
    private sealed class Shared(int year, double scale)
    {
        public int Year => year;

        public double Scale => scale;

        public double Paid { get; set; }

        public int Hit { get; set; }
    }
}
