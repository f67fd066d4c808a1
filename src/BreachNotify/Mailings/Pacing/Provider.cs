using NodaTime;

namespace BreachNotify.Mailings.Pacing;

/// <summary>What one receiving provider takes: rate and connections at once.</summary>
/// <param name="PerSecond">Messages a second; null for no limit until it asks for one.</param>
/// <param name="Connections">Connections at once.</param>
public readonly record struct Limits(double? PerSecond, int Connections);

/// <summary>
/// The pace towards one receiving provider, of this process: a token bucket and a cap of connections. Temporary refusals
/// that speak of load halve both (multiplicative decrease, with a floor), every accepted message raises them a little
/// (additive increase); where nothing is accepted any more it is left alone for a while. A provider that defers the same
/// share of messages at half the rate and at a quarter of it does not mean our rate: then only the messages wait. Safe for
/// several threads.
/// </summary>
public sealed class Provider(string name, Limits limits)
{
    /// <summary>Messages a second below which no refusal presses the rate.</summary>
    public const double Floor = 0.1;

    /// <summary>So many temporary refusals in a row mean that it takes nothing now.</summary>
    public const int PushBacksInARow = 20;

    /// <summary>So many system-level refusals in a row mean that it takes nothing from us.</summary>
    public const int RefusalsInARow = 5;

    private const double MostOfBase = 10;
    private const double SecondsToRecover = 300;
    private const double BurstSeconds = 2;
    private const int AcceptedToReopen = 100;
    private const int FewestToJudge = 20;
    private const int CutsInVain = 2;

    // Below it are the servers that close a connection after so many messages, and accidents.
    private const double LeastShare = 0.05;
    private static readonly Duration Round = Duration.FromSeconds(10);
    private static readonly Duration Leeway = Duration.FromSeconds(10);
    private static readonly Duration Immunity = Duration.FromMinutes(10);
    private static readonly Duration FirstStop = Duration.FromSeconds(10);
    private static readonly Duration LongestStop = Duration.FromMinutes(30);

    private readonly Lock _lock = new();
    private double? _rate = limits.PerSecond;
    private double _base = limits.PerSecond ?? 0;
    private int _cap = limits.Connections;
    private int _open;
    private double _tokens = limits.PerSecond is { } rate ? Math.Max(1, rate * BurstSeconds) : 0;
    private Instant _latest = Instant.FromUnixTimeSeconds(0);
    private Instant _filledAt = Instant.MinValue;
    private Instant _stoppedUntil = Instant.MinValue;
    private Instant _endOfLine = Instant.MinValue;
    private Instant _roundBegan = Instant.MinValue;
    private long _acceptedInRound;
    private long _pushedBackInRound;
    private double? _shareBefore;
    private double? _rateBefore;
    private int _cutsInVain;
    private Instant _immuneUntil = Instant.MinValue;
    private int _stops;
    private int _refusedInARow;
    private int _pushedBackInARow;
    private int _sinceCut;
    private long _accepted;
    private long _pushedBack;
    private long _refused;
    private string? _reason;

    public string Name => name;

    /// <summary>Connections it takes at once now.</summary>
    public int Connections => Volatile.Read(ref _cap);

    /// <summary>Whether it has refused everything of late for reasons that lie with the sender or the system.</summary>
    public bool Refuses
    {
        get
        {
            lock (_lock)
            {
                return _refusedInARow >= RefusalsInARow;
            }
        }
    }

    /// <summary>Whether a message may go now; if not, when it should ask again.</summary>
    /// <param name="waited">It has waited in line already.</param>
    /// <param name="share">The part of the limits that is this process's: one by the number of processes.</param>
    public bool MayGo(Instant now, bool waited, double share, out Instant askAgain)
    {
        lock (_lock)
        {
            Notice(now);
            askAgain = now;
            if (_rate is not { } all)
            {
                if (now >= _stoppedUntil)
                {
                    return true;
                }
                askAgain = _stoppedUntil;
                return false;
            }
            var rate = all * share;
            if (_filledAt < now)
            {
                _tokens = _filledAt == Instant.MinValue ? _tokens : Math.Min(_tokens + (rate * (now - _filledAt).TotalSeconds), Math.Max(1, rate * BurstSeconds));
                _filledAt = now;
            }
            if (now >= _stoppedUntil && _tokens >= 1 && (waited || _endOfLine <= now))
            {
                _tokens--;
                return true;
            }
            var from = Instant.Max(now, Instant.Max(_stoppedUntil, _endOfLine));
            // In whole seconds, so that those who wait come back together and not each in a transaction of its own.
            _endOfLine = from + Duration.FromSeconds(1 / rate);
            askAgain = Instant.FromUnixTimeSeconds(_endOfLine.ToUnixTimeSeconds() + 1);
            return false;
        }
    }

    /// <summary>Takes one of its connections; false if all are in use.</summary>
    public bool TryOpen(Instant now)
    {
        lock (_lock)
        {
            Notice(now);
            if (_open >= _cap || now < _stoppedUntil)
            {
                return false;
            }
            _open++;
            return true;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _open--;
        }
    }

    public void Accepted(Instant now)
    {
        lock (_lock)
        {
            BeginRound(now);
            _accepted++;
            _acceptedInRound++;
            (_refusedInARow, _pushedBackInARow, _stops) = (0, 0, 0);
            _reason = null;
            if (_rate is { } rate)
            {
                _rate = Math.Min(rate + (_base / SecondsToRecover / Math.Max(rate, Floor)), _base * MostOfBase);
            }
            if (++_sinceCut >= AcceptedToReopen)
            {
                _sinceCut = 0;
                _cap = Math.Min(_cap, limits.Connections - 1) + 1;
            }
        }
    }

    /// <summary>It asked for less (421, 45x).</summary>
    public void PushedBack(Instant now, string reason)
    {
        lock (_lock)
        {
            BeginRound(now);
            _pushedBack++;
            _pushedBackInRound++;
            _reason = reason;
            if (++_pushedBackInARow >= PushBacksInARow)
            {
                Cut(now, 1);
                Stop(now);
                _pushedBackInARow = 0;
            }
        }
    }

    /// <summary>A clock that was set back leaves moments behind that would not come for as long: they are forgotten.</summary>
    private void Notice(Instant now)
    {
        if (now < _latest - Leeway)
        {
            _filledAt = _filledAt == Instant.MinValue ? _filledAt : now;
            (_stoppedUntil, _endOfLine, _roundBegan, _immuneUntil) = (Instant.MinValue, Instant.MinValue, Instant.MinValue, Instant.MinValue);
            _latest = now;
        }
        _latest = Instant.Max(_latest, now);
    }

    /// <summary>Looks back once in ten seconds: was so much pushed back that the rate is halved?</summary>
    private void BeginRound(Instant now)
    {
        Notice(now);
        if (now - _roundBegan <= Round && _roundBegan != Instant.MinValue)
        {
            return;
        }
        var all = _acceptedInRound + _pushedBackInRound;
        if (_pushedBackInRound > LeastShare * all && all >= FewestToJudge && now >= _immuneUntil)
        {
            Cut(now, (double)_pushedBackInRound / all);
        }
        else if (_pushedBackInRound == 0)
        {
            (_shareBefore, _rateBefore, _cutsInVain) = (null, null, 0);
        }
        (_roundBegan, _acceptedInRound, _pushedBackInRound) = (now, 0, 0);
    }

    private void Cut(Instant now, double share)
    {
        var seconds = Math.Clamp((now - _roundBegan).TotalSeconds, 1, Round.TotalSeconds);
        var measured = Math.Max(1, _acceptedInRound / seconds);
        var rate = Math.Min(_rate ?? measured, measured);
        var isInVain = share < 1 && _shareBefore is { } before && share >= 0.8 * before;
        _cutsInVain = isInVain ? _cutsInVain + 1 : 0;
        if (_cutsInVain >= CutsInVain)
        {
            (_rate, _immuneUntil) = (_rateBefore, now + Immunity);
            (_shareBefore, _rateBefore, _cutsInVain) = (null, null, 0);
            _cap = limits.Connections;
            return;
        }
        _rateBefore = isInVain ? _rateBefore : _rate;
        _shareBefore = share;
        _base = Math.Max(_base, rate);
        _rate = Math.Max(Floor, rate / 2);
        _tokens = 0;
        _cap = Math.Max(1, Math.Min(_cap, Math.Max(_open, 1)) / 2);
        _sinceCut = 0;
    }

    /// <summary>It refused a person for a reason that is none of the person's (5.3.x, 5.4.x, 5.7.x).</summary>
    public void Refused(Instant now, string reason)
    {
        lock (_lock)
        {
            _refused++;
            _reason = reason;
            if (++_refusedInARow >= RefusalsInARow && now >= _stoppedUntil)
            {
                Stop(now);
            }
        }
    }

    /// <summary>A person says that the cause is put right: what was stopped for refusals goes on at once.</summary>
    public void Forgive()
    {
        lock (_lock)
        {
            (_refusedInARow, _pushedBackInARow, _stops, _stoppedUntil, _endOfLine) = (0, 0, 0, Instant.MinValue, Instant.MinValue);
        }
    }

    public ProviderStatus Status(Instant now)
    {
        lock (_lock)
        {
            var state = _refusedInARow >= RefusalsInARow ? ProviderState.Refuses : now < _stoppedUntil ? ProviderState.Stopped : _rate < limits.PerSecond || (_rate is not null && limits.PerSecond is null) ? ProviderState.Slowed : ProviderState.Open;
            return new ProviderStatus(name, state, _rate is { } rate ? Math.Round(rate, 2) : null, _cap, _open, _accepted, _pushedBack, _refused, now < _stoppedUntil ? _stoppedUntil : null, _endOfLine > now ? _endOfLine : null, _reason);
        }
    }

    private void Stop(Instant now)
    {
        var stop = FirstStop * (1 << Math.Min(_stops++, 10));
        _stoppedUntil = now + (stop < LongestStop ? stop : LongestStop) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}

/// <summary>How a provider stands towards us.</summary>
public enum ProviderState
{
    /// <summary>It takes what is sent.</summary>
    Open,

    /// <summary>It asked for less and gets less.</summary>
    Slowed,

    /// <summary>Nothing is sent there for a moment.</summary>
    Stopped,

    /// <summary>It takes nothing, for a reason that lies with the sender or the system.</summary>
    Refuses,
}

/// <summary>The pace towards a provider as it is shown.</summary>
/// <param name="PerSecond">Messages a second; null for no limit.</param>
/// <param name="LineEnds">When the last of those who wait in line is due; null if nobody waits.</param>
/// <param name="Reason">Its last words of refusal, without addresses.</param>
public sealed record ProviderStatus(
    string Name, ProviderState State, double? PerSecond, int Connections, int Open, long Accepted, long PushedBack, long Refused, Instant? StoppedUntil, Instant? LineEnds, string? Reason);
