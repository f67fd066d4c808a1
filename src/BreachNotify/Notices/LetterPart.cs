using System.Collections.Concurrent;
using System.Globalization;
using Fluid;
using Fluid.Values;

namespace BreachNotify.Notices;

/// <summary>
/// Subject, text or HTML of the letter of one language, complete but for the person. It is rendered once for all persons
/// who have the same values present of those the template asks for; a person's part is then the fixed pieces with the
/// person's values between them. Safe for several threads.
/// </summary>
public sealed class LetterPart(LetterTemplate template, IReadOnlyDictionary<string, FluidValue> values, CultureInfo culture)
{
    /// <summary>Stencils kept of one part; beyond them one is cut for each person anew.</summary>
    private const int MostStencils = 256;

    private readonly ConcurrentDictionary<ulong, Stencil> _stencils = new();
    private readonly string[] _asked = [.. template.Review.Asked];

    /// <summary>True when the template does more with a person's values than print them and ask whether they are there: it is rendered whole for each person.</summary>
    public bool RendersEachPerson => template.Review.GoesBeyond || _asked.Length > 64;

    /// <param name="person">The person's values by name; null is known and absent.</param>
    /// <exception cref="TemplateException">The template names a value the person does not have, or the letter grows beyond <see cref="LetterTemplate.LongestOutput"/>.</exception>
    public FilledPart Fill(IReadOnlyDictionary<string, string?> person)
    {
        var filled = RendersEachPerson ? new FilledPart(new Stencil([Whole(person)], []), []) : FillIn(StencilFor(person), person);
        return filled.Length <= LetterTemplate.LongestOutput ? filled : throw template.TooLong();
    }

    private string Whole(IReadOnlyDictionary<string, string?> person)
    {
        foreach (var name in template.Review.Personal)
        {
            ValueOf(person, name);
        }
        return Run(person.ToDictionary(value => value.Key, value => LetterGroup.Of(value.Key, value.Value))).ToString();
    }

    private FilledPart FillIn(Stencil stencil, IReadOnlyDictionary<string, string?> person)
    {
        var values = new string[stencil.Names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(person, stencil.Names[i]) is { } value ? template.Encoder.Encode(value) : "";
        }
        return new FilledPart(stencil, values);
    }

    private Stencil StencilFor(IReadOnlyDictionary<string, string?> person)
    {
        var present = 0ul;
        for (var i = 0; i < _asked.Length; i++)
        {
            present |= ValueOf(person, _asked[i]) is null ? 0 : 1ul << i;
        }
        if (!_stencils.TryGetValue(present, out var stencil))
        {
            stencil = Cut(person);
            if (_stencils.Count < MostStencils)
            {
                _stencils[present] = stencil;
            }
        }
        return stencil;
    }

    /// <summary>What is printed without being asked for has its place whether it is there or not.</summary>
    private Stencil Cut(IReadOnlyDictionary<string, string?> person)
    {
        var holes = template.Review.Personal.ToDictionary(
            name => name,
            name => ValueOf(person, name) is null && _asked.Contains(name) ? (FluidValue)NilValue.Instance : new LetterHole(name));
        return Run(holes).Split();
    }

    private LetterWriter Run(IReadOnlyDictionary<string, FluidValue> person)
    {
        var context = new TemplateContext(LetterLiquid.Options) { CultureInfo = culture };
        foreach (var (name, value) in values)
        {
            context.SetValue(name, value);
        }
        context.SetValue(LetterReview.Person, new LetterGroup(LetterReview.Person, person));
        return template.Render(context);
    }

    private string? ValueOf(IReadOnlyDictionary<string, string?> person, string name) =>
        person.TryGetValue(name, out var value) ? value : throw template.Review.Unknown(LetterReview.Person, name);
}
