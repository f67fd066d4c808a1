namespace BreachNotify.Mailings;

public enum MailingState
{
    Draft,
    Frozen,
    Approved,
    Scheduled,
    Running,
    Paused,
    Completed,
    Cancelled,
}

public enum Move
{
    Import,

    /// <summary>People are left out of the audience.</summary>
    Narrow,

    /// <summary>Those left out are in again.</summary>
    Widen,
    Freeze,
    Approve,
    Start,
    Schedule,

    /// <summary>The hour of a scheduled start has come.</summary>
    Begin,
    Pause,
    Resume,

    /// <summary>Resumed before the hour it is scheduled for.</summary>
    ResumeWaiting,
    Cancel,

    /// <summary>Nobody is left to be sent to.</summary>
    Complete,

    /// <summary>A person decided about the doubtful recipients of a finished mailing.</summary>
    Reopen,
}

/// <summary>Which moves a mailing's state allows. The table is the whole of it; storage and side effects live elsewhere.</summary>
public static class MailingStates
{
    private static readonly Dictionary<(MailingState, Move), MailingState> Moves = new()
    {
        [(MailingState.Draft, Move.Import)] = MailingState.Draft,
        [(MailingState.Draft, Move.Narrow)] = MailingState.Draft,
        [(MailingState.Draft, Move.Widen)] = MailingState.Draft,
        [(MailingState.Draft, Move.Freeze)] = MailingState.Frozen,
        [(MailingState.Draft, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Frozen, Move.Approve)] = MailingState.Approved,
        [(MailingState.Frozen, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Approved, Move.Start)] = MailingState.Running,
        [(MailingState.Approved, Move.Schedule)] = MailingState.Scheduled,
        [(MailingState.Approved, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Scheduled, Move.Begin)] = MailingState.Running,
        [(MailingState.Scheduled, Move.Pause)] = MailingState.Paused,
        [(MailingState.Scheduled, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Running, Move.Pause)] = MailingState.Paused,
        [(MailingState.Running, Move.Complete)] = MailingState.Completed,
        [(MailingState.Running, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Paused, Move.Resume)] = MailingState.Running,
        [(MailingState.Paused, Move.ResumeWaiting)] = MailingState.Scheduled,
        [(MailingState.Paused, Move.Cancel)] = MailingState.Cancelled,
        [(MailingState.Completed, Move.Reopen)] = MailingState.Running,
    };

    /// <summary>The state after the move; null if the move is not allowed.</summary>
    public static MailingState? After(MailingState state, Move move) =>
        Moves.TryGetValue((state, move), out var next) ? next : null;

    /// <summary>The moves a person can make from here.</summary>
    public static IReadOnlyList<Move> Allowed(MailingState state) =>
        [.. Moves.Keys.Where(key => key.Item1 == state && key.Item2 is not (Move.Begin or Move.Complete or Move.Reopen or Move.Schedule or Move.ResumeWaiting)).Select(key => key.Item2)];
}
