using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using BreachNotify.Notices;
using CsCheck;
using Fluid;

namespace BreachNotify.Tests.Notices;

public sealed class LetterPartTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["breach"] = new Dictionary<string, object?> { ["nature"] = new List<string?> { "<one>", "two" }, ["absent"] = null },
    };

    private static readonly Gen<string> Name = Gen.Int[0, 2].Select(i => $"person.{"abc"[i]}");

    private static readonly Gen<string> Condition = Gen.OneOf(
        Name,
        OneOf("breach.nature", "breach.absent"),
        Gen.Select(Name, OneOf("and", "or"), Name, (left, word, right) => $"{left} {word} {right}"),
        Gen.Select(Name, OneOf("and", "or"), (left, word) => $"{left} {word} breach.absent or breach.nature"));

    private static readonly Gen<string> Plain = Gen.Recursive<string>((depth, inner) => depth == 3 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(inner, inner, (first, second) => first + second),
        Gen.Select(Condition, inner, inner, (condition, yes, no) => $"{{% if {condition} -%}} {yes}{{% else %}}{no}{{% endif %}}"),
        Gen.Select(Condition, inner, Condition, inner, (first, yes, second, other) => $"{{% if {first} %}}{yes}{{% elsif {second} %}}{other} {{%- endif %}}"),
        Gen.Select(Condition, inner, (condition, no) => $"{{% unless {condition} %}}{no}{{% endunless %}}"),
        inner.Select(each => $"{{% for x in breach.nature %}}{{{{ x }}}}{each}{{% endfor %}}")));

    private static readonly Gen<string> Beyond = Gen.Select(Plain, Name, Name, (rest, one, other) => $$$"""
        {% if {{{one}}} == {{{other}}} %}same{% endif %}{{ {{{one}}} | append: {{{other}}} | upcase }}
        {% assign z = {{{other}}} | default: 'none' %}{{ z }}{% case {{{one}}} %}{% when 'x' %}X{% endcase %}{{{rest}}}
        """);

    private static readonly Gen<Dictionary<string, string?>> Person = Gen.Select(Value, Value, Value, (a, b, c) => new Dictionary<string, string?> { ["a"] = a, ["b"] = b, ["c"] = c });

    private static Gen<string> Leaf => Gen.OneOf(Name.Select(name => $"{{{{ {name} }}}}"), OneOf("text ", "\n", "<b>&</b>", "{ { }", "{{ breach.absent }}", "é "));

    private static Gen<string?> Value => Gen.OneOf(
        Gen.Const((string?)null),
        OneOf<string?>("x", "{{ person.b }}", "<i>\"'&", "\r\n", "山田 Ö", "text "),
        Gen.String[1, 12].Select(text => (string?)text));

    /// <summary>One part serves all persons in turn, as in a mailing, so that a stencil cut for one is used for the next.</summary>
    [Fact]
    public void A_letter_put_together_from_fixed_pieces_is_the_letter_Fluid_renders() =>
        Gen.Select(Plain, Person.Array[1, 20]).Sample((source, people) => Compare(source, people, each: false));

    [Fact]
    public void A_letter_rendered_for_each_person_is_the_letter_Fluid_renders() =>
        Gen.Select(Beyond, Person.Array[1, 5]).Sample((source, people) => Compare(source, people, each: true), iter: 30);

    [Fact]
    public void A_part_serves_several_threads_at_once()
    {
        var part = LetterTemplate.Parse("en.txt.liquid", "{% if person.a %}A{{ person.a }}{% endif %}{% if person.b %}B{{ person.b }}{% endif %}{{ person.c }}").Bind(Values, "en");
        Parallel.For(0, 10_000, i =>
        {
            var (a, b) = ((i & 1) == 0 ? null : $"{i}", (i & 2) == 0 ? null : $"{i}");
            Assert.Equal($"{(a is null ? "" : $"A{i}")}{(b is null ? "" : $"B{i}")}{i}", Rendered(part, new() { ["a"] = a, ["b"] = b, ["c"] = $"{i}" }));
        });
    }

    [Fact]
    public void More_kinds_of_person_than_are_kept_still_get_their_letters()
    {
        var names = Enumerable.Range(0, 10).Select(i => $"v{i}").ToList();
        var part = LetterTemplate.Parse("en.txt.liquid", string.Concat(names.Select(name => $"{{% if person.{name} %}}{{{{ person.{name} }}}}{{% else %}}-{{% endif %}}"))).Bind(Values, "en");
        for (var present = 0; present < 1024; present++)
        {
            var person = names.Select((name, i) => (name, Value: (present >> i & 1) == 1 ? $"{i}" : null)).ToDictionary(pair => pair.name, pair => pair.Value);
            Assert.Equal(string.Concat(person.Values.Select(value => value ?? "-")), Rendered(part, person));
        }
    }

    [Fact]
    public void A_person_lacking_a_value_the_template_names_is_an_error_and_no_gap()
    {
        var part = LetterTemplate.Parse("en.txt.liquid", "{{ person.a }}{% if person.b %}{{ person.c }}{% endif %}").Bind(Values, "en");
        Assert.Equal("1", Rendered(part, new() { ["a"] = "1", ["b"] = null, ["c"] = null }));
        Assert.Contains("'person.a'", Assert.Throws<TemplateException>(() => Rendered(part, new() { ["b"] = null, ["c"] = null })).Message, StringComparison.Ordinal);
    }

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static void Compare(string source, Dictionary<string, string?>[] people, bool each)
    {
        foreach (var (name, encoder) in new[] { ("en.html.liquid", (TextEncoder)HtmlEncoder.Create(UnicodeRanges.All)), ("en.txt.liquid", NullEncoder.Default) })
        {
            var part = LetterTemplate.Parse(name, source).Bind(Values, "en");
            Assert.True(each ? part.RendersEachPerson : !part.RendersEachPerson);
            var fluid = new FluidParser().Parse(source.ReplaceLineEndings("\n"));
            foreach (var person in people)
            {
                var context = new TemplateContext(new Dictionary<string, object?>(Values) { ["person"] = person }, new TemplateOptions());
                Assert.Equal(fluid.Render(context, encoder), Rendered(part, person));
            }
        }
    }

    private static string Rendered(LetterPart part, Dictionary<string, string?> person)
    {
        return part.Fill(person).ToString();
    }
}
