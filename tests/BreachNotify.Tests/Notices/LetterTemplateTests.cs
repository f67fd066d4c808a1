using System.Net;
using System.Text;
using BreachNotify.Notices;

namespace BreachNotify.Tests.Notices;

public sealed class LetterTemplateTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["controller"] = new Dictionary<string, object?> { ["name"] = "Maison & Cie", ["address"] = null },
        ["breach"] = new Dictionary<string, object?> { ["nature"] = new List<string?> { "first <b>", "second" }, ["dataTypes"] = null, ["discovered"] = "2 April 2026" },
    };

    private static readonly Dictionary<string, string?> Ann = new() { ["name"] = "Ann <Example>", ["reference"] = "R-7", ["kind"] = "patient" };

    private static readonly Dictionary<string, string?> Nobody = new() { ["name"] = null, ["reference"] = null, ["kind"] = null };

    [Theory]
    [InlineData("{{ person.nope }}", "'person.nope'")]
    [InlineData("{{ person.nope | upcase }}", "'person.nope'")]
    [InlineData("nobody\n{{ nobody }}", "line 2: there is no value 'nobody'")]
    [InlineData("{% if false %}{{ breach.nope }}{% endif %}", "'breach.nope'")]
    [InlineData("{% unless person.kind %}{% if person.name %}{{ person.nope }}{% endif %}{% endunless %}", "'person.nope'")]
    [InlineData("{{ breach['nope'] }}", "'breach.nope'")]
    [InlineData("{{ breach.discovered.day }}", "'breach.discovered.day'")]
    [InlineData("{{ person.name.first_name }}", "'person.name.first_name'")]
    [InlineData("{{ person.name[0] }}", "'person.name[]'")]
    [InlineData("{% for item in breach.nature %}{{ item.nope }}{% endfor %}", "'item.nope'")]
    [InlineData("{% for item in breach.nature %}{{ forloop.nope }}{% endfor %}", "'forloop.nope'")]
    [InlineData("{{ person.name | shout }}", "no filter 'shout'")]
    [InlineData("{% if false %}\n{{ person.name | raw }}{% endif %}", "line 2: there is no filter 'raw'")]
    [InlineData("{% if person.name %}", "'{% endif %}' was expected")]
    [InlineData("\n{% include 'x' %}", "line 2: Unknown tag 'include'")]
    [InlineData("{% render 'x' %}", "'render'")]
    [InlineData("{% capture x %}{% endcapture %}", "'capture'")]
    [InlineData("{% if person.name %}{% cycle 'a', 'b' %}{% endif %}", "{% cycle 'a', 'b' %}")]
    [InlineData("{{ person.name", "expected")]
    [InlineData("{% endfor %}", "'endfor'")]
    [InlineData("{{ breach.nature }}", "'breach.nature' is a list")]
    [InlineData("{{ controller }}", "cannot be printed")]
    [InlineData("{{ breach.nature[(1..3)] }}", "range")]
    [InlineData("{% assign person = 'x' %}", "'person'")]
    public void A_fault_in_a_template_is_named_with_its_line(string source, string named)
    {
        foreach (var person in new[] { Ann, Nobody })
        {
            var fault = Assert.Throws<TemplateException>(() => Rendered("en.txt.liquid", source, person));
            Assert.Contains(named, fault.Message, StringComparison.Ordinal);
            Assert.Contains("en.txt.liquid, line", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{% if person.kind == 'x' %}{% assign n = 1 %}{% endif %}{{ n }}", "no value 'n'")]
    [InlineData("{{ breach[person.name] }}", "computed name in 'breach'")]
    [InlineData("{{ person.name | split: '' }}", "cannot be printed")]
    [InlineData("{% for item in person %}{{ item }}{% endfor %}", "'person' is a group")]
    [InlineData("{{ 'now' | date: '%Y' }}", "'now'")]
    [InlineData("{{ 'today' | format_date: 'd' }}", "'today'")]
    [InlineData("{{ person.name | date: '%Y' }}", "'date'")]
    [InlineData("{{ 1 | divided_by: 0 }}", "DivideByZeroException")]
    public void What_only_the_rendering_shows_is_named_without_the_persons_value(string source, string named)
    {
        var fault = Assert.Throws<TemplateException>(() => Rendered("en.txt.liquid", source, Ann));
        Assert.StartsWith("en.txt.liquid", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for a in (1..400) %}{% for b in (1..400) %}{% assign c = a %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% for a in (1..2000000000) %}{% endfor %}", "range")]
    [InlineData("{% assign x = 'doubled' %}{% for a in (1..60) %}{% assign x = x | append: x %}{% endfor %}", "'append'")]
    [InlineData("{% assign x = 'a,b' | split: ',' %}{% for a in (1..60) %}{% assign x = x | concat: x %}{% endfor %}", "'concat'")]
    [InlineData("{% assign x = 'a' %}{% for a in (1..19) %}{% assign x = x | append: x %}{% endfor %}{{ x }}{{ x }}{{ x }}", "more than 1048576 characters")]
    public void Nothing_runs_without_end_or_grows_without_bound(string source, string named)
    {
        var fault = Assert.Throws<TemplateException>(() => Rendered("en.txt.liquid", source, Ann));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_is_bounded_with_the_persons_values_in_it()
    {
        var person = new Dictionary<string, string?> { ["name"] = new('x', LetterTemplate.LongestOutput / 2) };
        Assert.Equal(LetterTemplate.LongestOutput, Rendered("en.txt.liquid", "{{ person.name }}{{ person.name }}", person).Length);
        var fault = Assert.Throws<TemplateException>(() => Rendered("en.txt.liquid", "{{ person.name }}{{ person.name }}.", person));
        Assert.Contains("en.txt.liquid gives a letter of more than 1048576 characters", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_nested_or_long_beyond_reason_never_reaches_the_parser()
    {
        var many = string.Concat(Enumerable.Repeat("{% if breach.discovered %}", 16));
        Assert.Equal("x", Rendered("en.txt.liquid", $"{many}x{string.Concat(Enumerable.Repeat("{% endif %}", 16))}", Ann));
        foreach (var source in new[]
        {
            $"\n{string.Concat(Enumerable.Repeat("{% if breach.discovered %}", 5_000))}",
            $"\n{{{{ {new string('(', 5_000)} }}}}",
            $"\n{{{{ {string.Concat(Enumerable.Repeat("a[", 17))}",
            $"\n{{{{ person.name {string.Concat(Enumerable.Repeat("| upcase", 5_000))} }}}}",
        })
        {
            Assert.Contains("en.txt.liquid, line 2", Assert.Throws<TemplateException>(() => LetterTemplate.Parse("en.txt.liquid", source)).Message, StringComparison.Ordinal);
        }
        Assert.Throws<TemplateException>(() => LetterTemplate.Parse("en.txt.liquid", new string(' ', LetterTemplate.LongestSource + 1)));
    }

    [Theory]
    [InlineData("{{ person.name }}")]
    [InlineData("{{ person.name | append: '' }}")]
    [InlineData("{{ person.name | escape }}")]
    [InlineData("{% assign x = person.name | escape | append: '' %}{{ x }}")]
    [InlineData("{{ '' | append: person.name }}")]
    [InlineData("{% assign parts = person.name | split: ' ' %}{{ parts | join: ' ' }}")]
    [InlineData("{% assign parts = person.name | split: ' ' %}{% for part in parts %}{{ part }}{% unless forloop.last %} {% endunless %}{% endfor %}")]
    [InlineData("{{ person.name and breach.discovered }}")]
    [InlineData("{% echo person['name'] %}")]
    public void Values_are_escaped_once_in_html_and_not_in_text(string source)
    {
        Assert.Equal("Ann &lt;Example&gt;", Rendered("en.html.liquid", source, Ann));
        Assert.Equal("Ann <Example>", Rendered("en.txt.liquid", source, Ann));
        Assert.Equal("Ann <Example>", Rendered("en.subject.liquid", source, Ann));
    }

    [Fact]
    public void Letters_of_every_script_stay_letters_in_html()
    {
        var person = new Dictionary<string, string?> { ["name"] = "Zoë Ωμέγα 山田 Ж" };
        Assert.Equal("é Zoë Ωμέγα 山田 Ж", Rendered("en.html.liquid", "é {{ person.name }}", person));
        Assert.Equal("é Zoë Ωμέγα 山田 Ж!", Rendered("en.html.liquid", "é {{ person.name | append: '!' }}", person));
    }

    [Theory]
    [InlineData("{{ controller.name | upcase }}, {{ breach.nature | size }}: {{ breach.nature | join: ' / ' }}", "MAISON & CIE, 2: first <b> / second", "MAISON & CIE, 2: first <b> / second")]
    [InlineData("{{ breach.nature[1] }} {{ breach.nature.first }}", "second first <b>", "second first <b>")]
    [InlineData("{{ person.name | default: 'you' | upcase }}", "ANN <EXAMPLE>", "YOU")]
    [InlineData("{% if person.kind == 'patient' %}p{% else %}q{% endif %}", "p", "q")]
    [InlineData("{% case person.kind %}{% when 'patient' %}p{% else %}q{% endcase %}", "p", "q")]
    [InlineData("{% if person.name and person.reference %}both{% elsif person.name %}one{% endif %}", "both", "")]
    [InlineData("{% if person.name.size > 5 %}long{% endif %}", "long", "")]
    [InlineData("[{{ person.name }}]", "[Ann <Example>]", "[]")]
    [InlineData("{% unless person.name %}no {% endunless %}name", "name", "no name")]
    [InlineData("{% if person.name != nil %}{{ person.reference }}{% endif %}", "R-7", "")]
    [InlineData("{% assign n = person.name %}{{ n }}.", "Ann <Example>.", ".")]
    [InlineData("{% for item in breach.nature %}{{ forloop.index }}{{ person.reference }}{% endfor %}", "1R-72R-7", "12")]
    [InlineData("{% if controller.address or breach.dataTypes %}a{% else %}b{% endif %}{% comment %} gone {{ nope }} {% endcomment %}  {{- person.reference -}}  .", "bR-7.", "b.")]
    [InlineData("{% raw %}{{ nope }}{% endraw %}", "{{ nope }}", "{{ nope }}")]
    public void Liquid_works_on_values_of_the_breach_and_of_the_person(string source, string ann, string nobody)
    {
        Assert.Equal(ann, Rendered("en.txt.liquid", source, Ann));
        Assert.Equal(nobody, Rendered("en.txt.liquid", source, Nobody));
        Assert.Equal(ann, WebUtility.HtmlDecode(Rendered("en.html.liquid", source, Ann)));
    }

    [Fact]
    public void Filters_speak_the_language_of_the_letter()
    {
        Assert.Equal("2 avril 2026", Rendered("fr.txt.liquid", "{{ '2026-04-02' | format_date: 'd MMMM yyyy' }}", Ann, "fr"));
        Assert.Equal("İ", Rendered("tr.txt.liquid", "{{ 'i' | upcase }}", Ann, "tr"));
        Assert.Throws<TemplateException>(() => new LetterSet(new Dictionary<string, string> { ["no language.txt.liquid"] = "" }));
    }

    [Fact]
    public void A_subject_is_one_line_whatever_the_values_hold()
    {
        var set = new LetterSet(new Dictionary<string, string> { ["en.subject.liquid"] = "For\n{{ person.name }}\r\nBcc: x", ["en.txt.liquid"] = "", ["en.html.liquid"] = "" });
        var facts = new LetterFacts(null, null, null, [], null, null, null, null, null, null);
        Assert.Equal("For a b Bcc: x", set.Letter("en", facts, "BN-TEST", null).Subject(new Dictionary<string, string?> { ["name"] = "a\r\n\tb" }));
    }

    [Theory]
    [InlineData("{{ person.name }}", false)]
    [InlineData("{% if person.name and person.kind or breach.nature %}{{ person['name'] }}{% elsif person.kind %}x{% endif %}", false)]
    [InlineData("{% unless person.name %}{% for item in breach.nature %}{{ item | upcase }}{{ person.kind }}{% endfor %}{% endunless %}", false)]
    [InlineData("{{ person.name | upcase }}", true)]
    [InlineData("{% if person.name == 'x' %}{% endif %}", true)]
    [InlineData("{% if 'x' > person.name %}{% endif %}", true)]
    [InlineData("{% if breach.nature contains person.name %}{% endif %}", true)]
    [InlineData("{% assign x = person.name %}", true)]
    [InlineData("{% for x in person.name %}{% endfor %}", true)]
    [InlineData("{% for x in breach.nature limit: person.name %}{% endfor %}", true)]
    [InlineData("{% case person.name %}{% when 'x' %}{% endcase %}", true)]
    [InlineData("{{ 'x' | append: person.name }}", true)]
    [InlineData("{{ breach.nature[person.name] }}", true)]
    [InlineData("{{ person.name and person.kind }}", true)]
    [InlineData("{{ person.name.size }}", true)]
    [InlineData("{% if person %}{% endif %}", true)]
    public void A_template_is_rendered_for_each_person_only_if_it_works_on_a_value_of_the_person(string source, bool each) =>
        Assert.Equal(each, LetterTemplate.Parse("en.txt.liquid", source).Bind(Values, "en").RendersEachPerson);

    private static string Rendered(string name, string source, IReadOnlyDictionary<string, string?> person, string language = "en")
    {
        return LetterTemplate.Parse(name, source).Bind(Values, language).Fill(person).ToString();
    }
}
