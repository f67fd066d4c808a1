using System.Globalization;
using System.Xml.Linq;
using BreachNotify.Pages;
using BreachNotify.Pages.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BreachNotify.Tests.Pages.Charts;

public sealed class ChartTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-IE");

    private static readonly ChartData Curve = new(
        "curve", "What a year costs", "The cost rises with the return period.", new Axis("Return period, years", IsLog: true), new Axis("EUR", IsLog: true),
        [new Series("Year <AEP>", Shape.Line, [new(2, 0), new(10, 40_000.5), new(100, 2_000_000)]), new Series("Event", Shape.Steps, [new(10, 30_000), new(100, 1_500_000)])],
        new ReferenceLine("Retention", 50_000), new ReferenceLine("Limit", 60_000), new ReferenceLine("Solvency", 200, OnX: true));

    private static readonly ChartData Strip = new(
        "fines", "Fines decided", "Each point is a fine.", new Axis("EUR", IsLog: true), null,
        [new Series("Germany", Shape.Points, [new(1000, Label: "Case A"), new(1000, Label: "Case B"), new(50_000, Label: "Case C")]), new Series("France", Shape.Points, [new(400_000, Label: "Case D")])],
        new ReferenceLine("Ceiling", 10_000_000, OnX: true));

    [Theory]
    [InlineData(300)]
    [InlineData(720)]
    public void Everything_lies_inside_and_no_label_upon_another(double width)
    {
        foreach (var chart in (ChartData[])[Curve, Strip])
        {
            var drawing = Plot.Of(chart, width, English);

            Assert.All(drawing.Strokes.SelectMany(stroke => stroke.Corners).Concat(drawing.Marks.Select(mark => (mark.X, mark.Y))), at =>
            {
                Assert.InRange(at.Item1, 0, drawing.Width);
                Assert.InRange(at.Item2, 0, drawing.Height);
            });
            var boxes = drawing.Words.Select(BoxOf).ToList();
            Assert.All(boxes, box => Assert.True(box.Left >= -1 && box.Right <= width + 1, $"{box.Text} lies outside."));
            Assert.All(boxes, box => Assert.All(boxes.Where(other => other != box), other =>
                Assert.False(box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom, $"'{box.Text}' and '{other.Text}' lie upon each other.")));
        }
    }

    [Fact]
    public void A_reference_line_is_drawn_also_where_no_point_comes()
    {
        var drawing = Plot.Of(Strip, 720, English);

        var line = Assert.Single(drawing.Strokes, stroke => stroke.Kind == StrokeKind.Reference);
        Assert.All(drawing.Marks, mark => Assert.True(mark.X < line.Corners[0].X));
    }

    [Fact]
    public void Points_of_one_value_are_piled_up_in_the_strip_of_their_series()
    {
        var marks = Plot.Of(Strip, 720, English).Marks;

        Assert.Equal(2, marks.Where(mark => mark.Look == 0).GroupBy(mark => mark.X).Max(pile => pile.Select(mark => mark.Y).Distinct().Count()));
        Assert.True(marks.Where(mark => mark.Look == 0).Max(mark => mark.Y) < marks.Single(mark => mark.Look == 1).Y);
    }

    [Fact]
    public void Steps_hold_their_value_until_the_next()
    {
        var steps = Plot.Of(Curve, 720, English).Strokes.Last(stroke => stroke.Kind == StrokeKind.Series).Corners;

        Assert.Equal(3, steps.Count);
        Assert.Equal(steps[0].Y, steps[1].Y);
        Assert.Equal(steps[1].X, steps[2].X);
    }

    [Fact]
    public async Task A_screen_reader_gets_title_and_description_and_everybody_the_table()
    {
        var (html, svg) = await Shown(Curve, "de");

        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Equal(["What a year costs", "The cost rises with the return period."],
            ((string)svg.Attribute("aria-labelledby")!).Split(' ').Select(id => svg.Elements().Single(element => (string?)element.Attribute("id") == id).Value));
        Assert.Contains("40.000,5", html, StringComparison.Ordinal);
        Assert.Contains("Year &lt;AEP&gt;", html, StringComparison.Ordinal);
        // On the logarithmic axis 0 has no place, in the table it has.
        Assert.Contains("1 Punkte von 0 oder weniger", html, StringComparison.Ordinal);
        Assert.Contains("50.000", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_it_needs_a_laxer_content_policy_and_no_look_differs_by_colour_alone()
    {
        var (html, svg) = await Shown(Curve, "en");

        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        var marks = svg.Elements().Where(element => ((string?)element.Attribute("class"))?.StartsWith("mark", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(2, marks.Select(mark => ((string)mark.Attribute("d")!).Split('m')[1]).Distinct().Count());
    }

    private static async Task<(string Html, XElement Svg)> Shown(ChartData chart, string language)
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddScoped<Viewer>().AddScoped<Say>().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = language;
        scope.ServiceProvider.GetRequiredService<Viewer>().Set(context);
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Chart>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Chart.Data)] = chart }))).ToHtmlString());
        return (html, XElement.Parse(html[html.IndexOf("<svg", StringComparison.Ordinal)..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]));
    }

    private static (string Text, double Left, double Right, double Top, double Bottom) BoxOf(Word word)
    {
        var width = word.Text.Length * 7;
        var left = word.Anchor switch { Anchor.Start => word.X, Anchor.Middle => word.X - (width / 2.0), _ => word.X - width };
        return (word.Text, left, left + width, word.Y - Drawing.LetterHeight + 2, word.Y + 2);
    }
}
