using BreachNotify.Law.Gdpr;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Fining;

/// <summary>What a method starts from.</summary>
/// <param name="Field">Path of the infringement, for refusals.</param>
/// <param name="Provision">The provision infringed.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Ceiling">The most the fine may be for this addressee.</param>
/// <param name="Who">The addressee.</param>
/// <param name="Seriousness">Its degree; null where none was given.</param>
/// <param name="Category">The category under a historical method; null where none was given.</param>
/// <param name="DecidedOn">The day of the decision.</param>
public readonly record struct Offence(string Field, Provision Provision, Tier Tier, Money Ceiling, Undertaking Who, Seriousness? Seriousness, int? Category, LocalDate DecidedOn);

/// <summary>How an authority finds the amount a fine starts from.</summary>
/// <param name="id">Its name in questions and answers.</param>
/// <param name="regime">The regime it belongs to.</param>
/// <param name="from">First day it was applied.</param>
/// <param name="until">First day it is no longer applied; null while it is.</param>
/// <param name="supersededBy">What took its place; null while it is applied.</param>
public abstract class FiningMethod(string id, string regime, LocalDate from, LocalDate? until = null, string? supersededBy = null)
{
    /// <summary>Its name in questions and answers.</summary>
    public string Id { get; } = id;

    /// <summary>The regime it belongs to.</summary>
    public string Regime { get; } = regime;

    /// <summary>First day it was applied.</summary>
    public LocalDate From { get; } = from;

    /// <summary>First day it is no longer applied; null while it is.</summary>
    public LocalDate? Until { get; } = until;

    /// <summary>What took its place; null while it is applied.</summary>
    public string? SupersededBy { get; } = supersededBy;

    /// <summary>Every method, those in force first.</summary>
    public static IReadOnlyList<FiningMethod> All => [Edpb042022.Method, Ico2024.Method, Netherlands2019.Method, Dsk2019.Method, Denmark2021.Method];

    /// <summary>The range in which the fine starts; null where the method says nothing on this offence.</summary>
    /// <exception cref="QuestionException">The method needs something the question does not give.</exception>
    public abstract Finding<StartingRange>? Start(in Offence offence);

    /// <summary>The number of the band of turnover within which the method finds the same for every undertaking, as long as the fixed amount is its ceiling; null where it has none.</summary>
    internal virtual int? BandOf(decimal turnover) => null;

    /// <summary>The method of a question.</summary>
    /// <param name="asked">The one asked for; null for the one in force for the regime on the day of the decision.</param>
    /// <param name="regime">The regime.</param>
    /// <param name="decidedOn">The day of the decision.</param>
    /// <returns>Null where none was asked for and none was in force.</returns>
    /// <exception cref="QuestionException">It is unknown, of another regime, or was not applied on that day.</exception>
    public static FiningMethod? Choose(string? asked, string regime, LocalDate decidedOn)
    {
        if (asked is null)
        {
            var standard = regime == Edpb042022.Method.Regime ? Edpb042022.Method : Ico2024.Method;
            return decidedOn >= standard.From ? standard : null;
        }
        var method = All.FirstOrDefault(m => m.Id == asked)
            ?? throw QuestionException.Malformed("method", asked, $"is not one of {string.Join(", ", All.Select(m => m.Id))}.");
        if (method.Regime != regime)
        {
            throw QuestionException.RefusedAs("method", asked, $"is not a method of this regime; that is {string.Join(", ", All.Where(m => m.Regime == regime).Select(m => m.Id))}.");
        }
        if (decidedOn < method.From)
        {
            throw QuestionException.RefusedAs("method", asked, $"was not in force on {LocalDatePattern.Iso.Format(decidedOn)}; it applies from {LocalDatePattern.Iso.Format(method.From)}.");
        }
        if (decidedOn >= method.Until)
        {
            throw QuestionException.RefusedAs("method", asked, $"is superseded by {method.SupersededBy} and was last applied on {LocalDatePattern.Iso.Format(method.Until.Value.PlusDays(-1))}; leave the method out, or ask for an earlier decision.");
        }
        return method;
    }

    /// <summary>The step every derivation by a superseded method begins with; null while it is applied.</summary>
    internal Reason? Superseded => SupersededBy is null
        ? null
        : new Reason($"The method {Id} is superseded by {SupersededBy}; it shows how a fine was found before {LocalDatePattern.Iso.Format(Until!.Value)}.", new Citation(Id));
}
