using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>A period and the first day on which it is in force; it ends where the next term of the clock begins.</summary>
/// <param name="From">First day in force.</param>
/// <param name="Period">The period.</param>
/// <param name="Citation">Where it stands, where that differs from the clock's provision.</param>
public sealed record Term(LocalDate From, Period Period, string? Citation = null)
{
    /// <summary>A term from a day on.</summary>
    public Term(int year, int month, int day, Period period, string? citation = null)
        : this(new LocalDate(year, month, day), period, citation)
    {
    }
}

/// <summary>One duty of a regime: who is told, from when, how long, on which facts.</summary>
public sealed record Clock
{
    private static readonly LocalDate Checked = new(2026, 11, 22);

    /// <summary>Builds the clock.</summary>
    /// <param name="id">Obligation id.</param>
    /// <param name="provision">Its provision as cited.</param>
    /// <param name="link">Public address of the text.</param>
    /// <param name="start">The event with which it starts.</param>
    /// <param name="terms">The period over time, oldest first.</param>
    public Clock(string id, string provision, string link, Start start, params Term[] terms)
    {
        Id = id;
        Start = start;
        Periods = new Timeline<Period>(provision,
            [.. terms.Select((term, i) => new InForce<Period>(
                term.From, i + 1 < terms.Length ? terms[i + 1].From : null, term.Period, new Citation(term.Citation ?? provision, link), Checked))]);
        Stages = new Stages([id]);
    }

    /// <summary>Obligation id.</summary>
    public string Id { get; }

    /// <summary>The event with which it starts.</summary>
    public Start Start { get; }

    /// <summary>The period over time.</summary>
    public Timeline<Period> Periods { get; }

    /// <summary>Who is told, in words; null for the recipient authority itself.</summary>
    public string? To { get; init; }

    /// <summary>The recipient where it is not the authority: <c>people</c>, <c>media</c>, <c>customers</c>, <c>bureaus</c> or <c>controller</c>.</summary>
    public string? Recipient { get; init; }

    /// <summary>Facts that must all hold for the duty to arise.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    /// <summary>Another period on other facts.</summary>
    public Variant? Variant { get; init; }

    /// <summary>A relief for an end on a day off.</summary>
    public Relief? Relief { get; init; }

    /// <summary>A day or hour before the end that is in time under every view.</summary>
    public Margin? Margin { get; init; }

    /// <summary>The stages this one belongs to, in order; filings that name no obligation fill them one after the other.</summary>
    public Stages Stages { get; init; }

    /// <summary>What else a reader should know: extensions, delays, doubts.</summary>
    public IReadOnlyList<Reason> Notes { get; init; } = [];

    /// <summary>False where nobody has read the figure in its source.</summary>
    public bool Read { get; init; } = true;
}

/// <summary>Another period on other facts.</summary>
/// <param name="When">The fact on which it depends.</param>
/// <param name="Period">The period that then holds.</param>
/// <param name="Id">The id of the reading that stands beside the one relied on while the fact is not known.</param>
/// <param name="IdWithout">The same for the ordinary period.</param>
public sealed record Variant(Condition When, Period Period, string Id, string IdWithout);

/// <summary>A relief for an end on a weekend or holiday of the recipient.</summary>
/// <param name="Id">The id of its reading.</param>
/// <param name="Moved">Finds the later end; the same instant where there is none.</param>
/// <param name="Text">What it says.</param>
/// <param name="Citation">Where it stands.</param>
/// <param name="ExcludedIf">Who may not use it; null where everybody may.</param>
public sealed record Relief(string Id, Func<Instant, DateTimeZone, Calendars.HolidayCalendar, Instant> Moved, string Text, Citation Citation, Condition? ExcludedIf);

/// <summary>An end before the end.</summary>
/// <param name="Of">Finds it from the end.</param>
/// <param name="Why">Why it is safer.</param>
public sealed record Margin(Func<Instant, DateTimeZone, Instant> Of, Reason Why);
