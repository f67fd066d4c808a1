using System.Globalization;
using System.Reflection;
using System.Text;
using BreachNotify.Law.Calendars;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using BreachNotify.Law.Regulation1182;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests;

/// <summary>
/// <c>docs/law.md</c> lists every provision the product applies. It is made from the code and the tests; here it is held
/// against them. With <c>BREACHNOTIFY_WRITE_LAW=1</c> in the environment this test writes it.
/// </summary>
public sealed class LawListTests
{
    private static readonly string Root = Checkout();
    private static readonly (string Path, string Text)[] Sources = Read("src/BreachNotify.Law", ".cs", ".csv");
    private static readonly (string Path, string Text)[] Tests = [.. Read("tests/BreachNotify.Law.Tests", ".md"), .. Read("tests/BreachNotify.Law.Tests", ".cs").Where(file => !file.Path.EndsWith("LawListTests.cs", StringComparison.Ordinal))];

    [Fact]
    public void The_list_of_the_law_is_current()
    {
        var file = Path.Combine(Root, "docs", "law.md");
        var list = List();
        if (Environment.GetEnvironmentVariable("BREACHNOTIFY_WRITE_LAW") == "1")
        {
            File.WriteAllText(file, list);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == list, "docs/law.md differs from the code; BREACHNOTIFY_WRITE_LAW=1 dotnet test writes it anew.");
    }

    private static string List()
    {
        var list = new StringBuilder();
        list.Append(CultureInfo.InvariantCulture,
            $"""
            # The law this product applies

            Made from the code and held current by a test (`BREACHNOTIFY_WRITE_LAW=1 dotnet test` writes it). Rule book `{RuleBook.Current.Id}`.
            "Read" says whether somebody compared the figure with its source; what nobody has read is marked so in every answer.
            Files are under `src/BreachNotify.Law`, tests under `tests/BreachNotify.Law.Tests`.

            ## Duties to notify

            | obligation | provision | period | in force | checked | read | file | test |
            |-|-|-|-|-|-|-|-|

            """);
        foreach (var regime in RuleBook.Current.Regimes)
        {
            string? file = null;
            foreach (var provision in regime.Provisions)
            {
                file = FileOf($"\"{provision.ObligationId}\"") ?? FileOf($"\"{provision.Provision}\"") ?? file
                    ?? throw new InvalidOperationException($"No file holds {provision.ObligationId}.");
                foreach (var term in provision.Terms)
                {
                    Row(list, provision.ObligationId, provision.Provision, term.Value, Span(term.From, term.Until), Iso(term.CheckedOn), Yes(provision.Verified), file, Beside(file, provision.ObligationId) ?? TestOf(provision.ObligationId) ?? TestOf(provision.Provision) ?? TestOf(regime.Id));
                }
            }
        }
        list.Append("\n## Counting\n\n| provision | file | test |\n|-|-|-|\n");
        foreach (var provision in Fields<Citation>(typeof(Article3)).Select(citation => citation.Text).Order(StringComparer.Ordinal))
        {
            Row(list, provision, FileOf($"\"{provision}\""), FirstWith(Tests, "two-working-days", "Gdpr/"));
        }
        list.Append("\n## Fines\n\n| provision | figures | in force | checked | file | test |\n|-|-|-|-|-|-|\n");
        foreach (var (name, entries) in Timelines())
        {
            foreach (var (figures, span, check) in entries)
            {
                var file = FileOf($"\"{name}\"");
                Row(list, name, figures, span, check, file, Beside(file!, "") ?? FirstWith(Tests, "17_500_000", "") ?? FirstWith(Tests, "17,500,000", "") ?? FirstWith(Tests, "17500000", ""));
            }
        }
        list.Append("\n| method | regime | applied | file | test |\n|-|-|-|-|-|\n");
        foreach (var method in FiningMethod.All)
        {
            Row(list, method.Id, method.Regime, Span(method.From, method.Until), FileOf($"\"{method.Id}\""), TestOf(method.Id));
        }
        list.Append("\n## Ceilings of neighbouring regimes\n\n| regime | provision | read | file | test |\n|-|-|-|-|-|\n");
        foreach (var ceiling in NeighbouringCeilings.Of(null))
        {
            Row(list, ceiling.Regime, ceiling.Provision, Yes(ceiling.Verified), FileOf($"\n{ceiling.Id},"), FirstWith(Tests, "NeighbouringCeilings", ""));
        }
        list.Append("\n## Public holidays\n\nEach rule has its first and last year and its source on its line.\n\n| territory | rules | not read | file | test |\n|-|-|-|-|-|\n");
        foreach (var territory in PublicHolidays.Territories)
        {
            var rules = PublicHolidays.RulesOf(territory);
            Row(list, territory, Number(rules.Count), Number(rules.Count(rule => !rule.Verified)), FileOf($"\"{territory}\"", "Calendars/"), FirstWith(Tests, $"| {territory} |", "Calendars/"));
        }
        list.Append("\n## Proposals, off by default\n\n| name | what it says | file | test |\n|-|-|-|-|\n");
        foreach (var (name, overlay) in RuleBook.Overlays)
        {
            Row(list, name, overlay.Proposal!.Text, FileOf($"\"{name}\""), TestOf(name));
        }
        return list.ToString();
    }

    private static IEnumerable<(string Name, IEnumerable<(string Figures, string Span, string Checked)> Entries)> Timelines() =>
    [
        .. Static<Timeline<Tier>>().Select(timeline => (timeline.Provision, timeline.Entries.Select(entry =>
            ($"{entry.Value.Fixed} or {entry.Value.Share * 100:0.#} %", Span(entry.From, entry.Until), Iso(entry.CheckedOn))))),
        .. Static<Timeline<IReadOnlyList<SizeBand>>>().Select(timeline => (timeline.Provision, timeline.Entries.Select(entry =>
            ($"{entry.Value.Count} bands of turnover", Span(entry.From, entry.Until), Iso(entry.CheckedOn))))),
    ];

    private static IEnumerable<T> Static<T>() =>
        typeof(RuleBook).Assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Fields<T>);

    private static IEnumerable<T> Fields<T>(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.FieldType == typeof(T)).Select(field => (T)field.GetValue(null)!);

    private static void Row(StringBuilder list, params string?[] cells)
    {
        Assert.All(cells, cell => Assert.False(string.IsNullOrEmpty(cell), string.Join(" | ", cells)));
        var row = $"| {string.Join(" | ", cells.Select(cell => cell!.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
        // A provision that several duties or territories share stands once.
        if (!list.ToString().Contains(row, StringComparison.Ordinal))
        {
            list.Append(row);
        }
    }

    private static string? FileOf(string text, string folder = "") => FirstWith(Sources, text, folder);

    /// <summary>The table that mirrors a source file, where there is one for this provision.</summary>
    private static string? Beside(string file, string obligation) =>
        obligation is "" or "gdpr-33-1" ? Tests.FirstOrDefault(test => test.Path == Path.ChangeExtension(file, ".md")).Path : null;

    /// <summary>The first table or test that names it.</summary>
    private static string? TestOf(string text) => FirstWith(Tests, text, "");

    private static string? FirstWith((string Path, string Text)[] files, string text, string folder) =>
        files.FirstOrDefault(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Text.Contains(text, StringComparison.Ordinal)).Path;

    private static (string Path, string Text)[] Read(string folder, params string[] endings)
    {
        var root = Path.Combine(Root, folder);
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(file => endings.Contains(Path.GetExtension(file)) && !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => (file, string.Join('\n', File.ReadLines(Path.Combine(root, file)).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal))))),
        ];
    }

    private static string Span(LocalDate from, LocalDate? until) => until is { } end ? $"{Iso(from)} to {Iso(end.PlusDays(-1))}" : $"from {Iso(from)}";

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static string Yes(bool value) => value ? "yes" : "no";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Checkout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BreachNotify.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return folder;
    }
}
