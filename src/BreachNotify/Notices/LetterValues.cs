using System.Globalization;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;

namespace BreachNotify.Notices;

/// <summary>Values under one name, such as <c>breach</c>; to ask for a member it does not have is an error.</summary>
public sealed class LetterGroup(string group, IReadOnlyDictionary<string, FluidValue> members) : FluidValue
{
    public override FluidValues Type => FluidValues.Dictionary;

    /// <summary>A text, a list of texts or a group (<see cref="IReadOnlyDictionary{TKey,TValue}"/>); null is known and absent.</summary>
    public static FluidValue Of(string name, object? value) => value switch
    {
        null => NilValue.Instance,
        string text => new StringValue(text),
        IReadOnlyDictionary<string, object?> values => new LetterGroup(name, values.ToDictionary(member => member.Key, member => Of(member.Key, member.Value))),
        IReadOnlyList<string?> list => new ArrayValue([.. list.Select(item => Of(name, item))]),
        _ => throw new ArgumentException($"'{name}' is no text, list of texts or group of values.", nameof(value)),
    };

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) => Member(name, $"'{group}.{name}'");

    // What a template computes may be a person's value, and the message must not tell it.
    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) => Member(index.ToStringValue(), $"of the computed name in '{group}'");

    public override IEnumerable<FluidValue> Enumerate(TemplateContext context) => throw new FluidException($"'{group}' is a group of values, not a list");

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => 0;

    public override string ToStringValue() => "";

    public override object ToObjectValue() => this;

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => members.GetHashCode();

    private FluidValue Member(string name, string called) =>
        members.TryGetValue(name, out var value) ? value : throw new FluidException($"there is no value {called}");
}

/// <summary>
/// The place of a person's value that is there: true when asked, and when printed an open place in the output. Nothing
/// else can be done with it; <see cref="LetterReview"/> knows beforehand where something else would be.
/// </summary>
public sealed class LetterHole(string name) : FluidValue
{
    public override FluidValues Type => FluidValues.String;

    public override bool ToBooleanValue() => true;

    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo)
    {
        ((LetterWriter)writer).Leave(name);
        return ValueTask.CompletedTask;
    }

    public override decimal ToNumberValue() => throw Unexpected();

    public override string ToStringValue() => throw Unexpected();

    public override object ToObjectValue() => throw Unexpected();

    public override bool Equals(FluidValue? other) => throw Unexpected();

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    private InvalidOperationException Unexpected() => new($"The value of person.{name} was asked for where only its place was expected.");
}
