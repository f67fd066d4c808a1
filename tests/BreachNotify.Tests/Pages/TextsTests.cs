using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using BreachNotify.Mailings;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Pages;
using static BreachNotify.Mailings.RecipientEndpoints;
using static BreachNotify.Mailings.UnreachedEndpoints;
using Role = BreachNotify.Access.Role;

namespace BreachNotify.Tests.Pages;

public sealed partial class TextsTests
{
    private static readonly IReadOnlyDictionary<string, string> English = In(CultureInfo.InvariantCulture);
    private static readonly IReadOnlyDictionary<string, string> German = In(CultureInfo.GetCultureInfo("de"));

    [Fact]
    public void Every_text_is_there_in_both_languages_and_inserts_the_same()
    {
        Assert.Equal(English.Keys.Order(), German.Keys.Order());
        Assert.All(English, text =>
        {
            Assert.False(string.IsNullOrWhiteSpace(German[text.Key]), text.Key);
            Assert.Equal(Holes(text.Value), Holes(German[text.Key]));
        });
    }

    [Fact]
    public void Every_key_that_pages_name_has_a_text_and_every_text_is_used()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Sources(), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        var named = Named().Matches(sources).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Subset(English.Keys.ToHashSet(), named);
        // Keys that are composed, such as role.{word}, are held by the pages that show them all.
        var composed = Composed().Matches(sources).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(English.Keys, key => Assert.True(sources.Contains($"\"{key}\"", StringComparison.Ordinal) || composed.Any(start => key.StartsWith(start, StringComparison.Ordinal)), $"Nothing says '{key}'."));
    }

    [Fact]
    public void Every_word_of_the_closed_sets_that_pages_show_has_a_text()
    {
        string[] keys =
        [
            .. Of<Role>("role"), .. Of<Role>("role").Select(key => key + ".may"), .. Of<RegisterState>("state"), .. Of<RiskLevel>("risk"), .. Of<IncidentKind>("kind"),
            .. Of<ActKind>("act"), .. Of<Standing>("standing"), .. Of<Sector>("sector"), .. Of<BreachNotify.Law.Deadlines.Role>("duty"),
            .. Of<EntityKind>("entity"), .. Of<Limb>("limb"), .. Of<Seriousness>("seriousness"), .. Of<InsurabilityStatus>("insurable"),
            .. Of<MailingState>("mailState"), .. Of<DoubtPolicy>("doubtPolicy"), .. Of<DoubtPolicy>("mail.doubts"), .. Of<DoubtOutcome>("doubt"), .. Of<DuplicatesBy>("duplicates"), .. Of<Oddity>("oddity"),
            .. Of<LookUpBy>("lookUpBy"), .. Of<NamedBy>("namedBy"), .. Of<RehearsalMode>("rehearsalMode"), .. Of<DeliveryState>("told").Except(["told.leased", "told.held"]), "sample.longest", "sample.shortest", "sample.any",
            .. Of<BreachNotify.Mailings.Reader>("reader"), .. Of<UnreachedReason>("unreachedFor"), .. Of<NextChannel>("channel"), .. Of<ProviderState>("provider"),
            .. Of<BreachNotify.Portfolios.PortfolioState>("portfolioState"), .. BreachNotify.Portfolios.Results.All.Select(file => $"file.{file.Name}"),
            .. Of<BreachNotify.Exposure.Costs.Component>("component"), .. Of<BreachNotify.Exposure.Costs.TermsOrder>("order"), .. Of<BreachNotify.Exposure.Costs.WaitingPeriodReading>("waiting"), .. Of<Seriousness>("gravity"),
            .. typeof(BreachFacts).GetProperties().Select(property => $"fact.{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)}"),
        ];
        Assert.Subset(English.Keys.ToHashSet(), keys.ToHashSet());

        static IEnumerable<string> Of<TWord>(string group)
            where TWord : struct, Enum => Words<TWord>.All.Select(word => $"{group}.{word}");
    }

    private static Dictionary<string, string> In(CultureInfo culture)
    {
        var set = Say.Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false) ?? throw new MissingManifestResourceException(culture.Name);
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(match => match.Value).Order();

    private static string Sources([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "BreachNotify"));

    [GeneratedRegex("""(?:\bSay\[|Complain\("[^"]*", )"([^"{]+)"[\],)]""")]
    private static partial Regex Named();

    [GeneratedRegex("""\$"([a-z][A-Za-z]*\.)[^"]*\{""")]
    private static partial Regex Composed();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Hole();
}
