namespace BreachNotify.Exposure.Portfolios;

/// <summary>One year after another on one thread.</summary>
internal sealed class Year(DrawnBook book)
{
    private readonly double[] _paid = new double[book.Layers.Length];
    private readonly List<int> _touched = [];

    /// <summary>What each policy paid in the years so far.</summary>
    public LayerSums[] Sums { get; } = new LayerSums[book.Layers.Length];

    public void Run(long seed, int year, PortfolioLoss loss)
    {
        var draws = new Draws(seed, year);
        var events = new Events(book.Treaty);
        for (var left = draws.Poisson(book.Rate); left > 0; left--)
        {
            events.Add(Pay(book.Chosen!.Draw(ref draws), 1, ref draws), 1);
        }
        foreach (var shared in book.Book.SharedEvents)
        {
            for (var left = draws.Poisson(shared.Rate); left > 0; left--)
            {
                var (paid, hit) = (0.0, 0);
                foreach (var member in shared.Members)
                {
                    if (draws.Uniform() < shared.Probability)
                    {
                        paid += Pay(member, shared.Scale, ref draws);
                        hit++;
                    }
                }
                events.Add(paid, hit);
            }
        }
        var total = Settle();
        loss.Set(year, total, events.Largest, Math.Max(0, (total * (1 - book.Treaty.Ceded)) - Math.Min(events.Excess, book.Treaty.AggregateLimit)), events.MostAtOnce);
    }

    /// <summary>One loss through all policies of its insured.</summary>
    private double Pay(int insured, double scale, ref Draws draws)
    {
        ref readonly var row = ref book.Rows[insured];
        var loss = row.Table.Draw(ref draws) * row.Scale * scale;
        var paid = 0.0;
        for (var i = row.First; i < row.End; i++)
        {
            var layer = book.Layers[i];
            var part = layer.Share * Math.Min(loss - layer.Attachment, layer.Limit);
            if (part > 0)
            {
                if (_paid[i] == 0)
                {
                    _touched.Add(i);
                }
                _paid[i] += part;
                paid += part;
            }
        }
        return paid;
    }

    /// <summary>The terms of the year for each policy that paid; what all of them pay together.</summary>
    private double Settle()
    {
        var total = new CompensatedSum();
        foreach (var i in _touched)
        {
            var layer = book.Layers[i];
            var paid = Math.Min(Math.Max(_paid[i] - layer.AggregateAttachment, 0), layer.AggregateLimit);
            _paid[i] = 0;
            total.Add(paid);
            Sums[i].Sum.Add(paid);
            Sums[i].Squares.Add(paid * paid);
        }
        _touched.Clear();
        return total.Value;
    }

    /// <summary>The events of a year, as the whole book and its reinsurers see them.</summary>
    private struct Events(Treaty treaty)
    {
        public double Largest { get; private set; }

        /// <summary>Ceded by the excess, before its limit of the year.</summary>
        public double Excess { get; private set; }

        /// <summary>The most insureds one event hit.</summary>
        public int MostAtOnce { get; private set; }

        public void Add(double paid, int hit)
        {
            Largest = Math.Max(Largest, paid);
            MostAtOnce = Math.Max(MostAtOnce, hit);
            Excess += Math.Min(Math.Max((paid * (1 - treaty.Ceded)) - treaty.EventRetention, 0), treaty.EventLimit);
        }
    }
}
