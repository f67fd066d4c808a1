using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using BreachNotify.Law.Regimes;
using BreachNotify.Law.Severity;
using BreachNotify.Pages;
using NodaTime;
using Role = BreachNotify.Law.Deadlines.Role;

namespace BreachNotify.Tests.Pages;

/// <summary>What the law says in English has its German: answers to very many questions are gone through, step by step.</summary>
public sealed partial class SentencesTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    /// <summary>Before Easter, over both changes of the clocks, at a year's end, within a week, at a full hour, around the first days in force.</summary>
    private static readonly string[] Moments =
    [
        "2026-04-02T15:40:00Z", "2026-03-27T20:10:00Z", "2026-10-23T09:59:59Z", "2026-12-24T10:00:00Z", "2026-12-30T23:30:00Z", "2026-11-16T08:00:00Z", "2026-05-21T12:00:00Z", "2026-08-14T07:00:00Z",
        "2019-06-07T08:00:00Z", "2020-12-30T22:00:00Z", "2027-06-01T08:00:00Z",
    ];

    private static readonly RegimeFacts Yes = new()
    {
        Malicious = true,
        SensitiveData = true,
        FinancialHarm = true,
        SignificantHarm = true,
        SignificantIncident = true,
        TrustServiceProvider = true,
        CriticalInfrastructure = true,
        Ongoing = true,
        SmallAgent = true,
        PersonalInformation = true,
        UnsecuredHealthInformation = true,
        SecRegistrant = true,
        FinancialEntity = FinancialEntity.CreditInstitution,
        ProductEvent = ProductEvent.Vulnerability,
        AiIncident = AiIncident.Death,
    };

    private static readonly RegimeFacts No = new()
    {
        Malicious = false,
        SensitiveData = false,
        FinancialHarm = false,
        SignificantHarm = false,
        SignificantIncident = false,
        TrustServiceProvider = false,
        CriticalInfrastructure = false,
        Ongoing = false,
        SmallAgent = false,
        PersonalInformation = false,
        UnsecuredHealthInformation = false,
        SecRegistrant = false,
        FinancialEntity = FinancialEntity.Other,
        ProductEvent = ProductEvent.Incident,
        AiIncident = AiIncident.Other,
    };

    private static readonly Lazy<IReadOnlyCollection<Reason>> Deadlines = new(() => [.. DeadlineSteps().ToHashSet()]);
    private static readonly Lazy<IReadOnlyCollection<Reason>> Fines = new(() => [.. FineSteps().ToHashSet()]);
    private static readonly Lazy<IReadOnlyCollection<Reason>> Severities = new(() => [.. SeveritySteps().ToHashSet()]);

    [Fact]
    public void Every_step_to_a_deadline_has_its_German() => AllAreGerman(Deadlines.Value, 1_500);

    [Fact]
    public void Every_step_to_a_fine_has_its_German() => AllAreGerman(Fines.Value, 800);

    [Fact]
    public void Every_step_to_a_severity_has_its_German() => AllAreGerman(Severities.Value, 50);

    [Fact]
    public void Every_English_sentence_of_the_catalogue_is_said_somewhere()
    {
        var sources = string.Join(' ', Words<ActKind>.All) + string.Concat(Directory.EnumerateFiles(Sources(), "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));
        var said = Deadlines.Value.Concat(Fines.Value).Concat(Severities.Value).Select(step => Sentences.German.KeyOf(step.Text)).ToHashSet();
        var unsaid = Sentences.German.All.Where(english => !said.Contains(english)).Where(english => !Hole().Split(english).All(part => sources.Contains(part.Trim().Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal)));
        Assert.True(!unsaid.Any(), string.Join('\n', unsaid));
    }

    [Fact]
    public void What_is_inserted_is_written_as_the_reader_writes_it()
    {
        Assert.Equal("2 % des weltweiten Umsatzes des Unternehmens von <EUR 300,000,000> im Jahr 2025 sind <EUR 6,000,000>.", German("2 % of the undertaking's worldwide turnover of EUR 300,000,000 in 2025 is EUR 6,000,000."));
        Assert.Equal("2026-04-06 ist am Sitz der Behörde ein Feiertag (Ostermontag).", German("2026-04-06 is a public holiday (Easter Monday) where the authority sits."));
        Assert.Equal("Zeile 3: Die Zeile ist nicht lesbar: das hier geöffnete Anführungszeichen wird nie geschlossen. Nichts wurde geändert.", German("line 3: The row cannot be read: the quote opened here is never closed. Nothing was changed."));
        Assert.Equal("Das Mailing ist ein Entwurf: „freigeben“ ist nicht möglich. Möglich: eingrenzen, einfrieren.", German("The mailing is draft: 'approve' is not possible. Possible: narrow, freeze."));
        Assert.Null(German("Nobody wrote this: not even a template."));

        static string? German(string english) => Sentences.German.Of(english, text => text.StartsWith("EUR", StringComparison.Ordinal) ? $"<{text}>" : text);
    }

    private static void AllAreGerman(IReadOnlyCollection<Reason> steps, int atLeast)
    {
        Assert.True(steps.Count >= atLeast, $"Only {steps.Count} steps were gone through.");
        var missing = steps.Select(step => step.Text).Where(text => Sentences.German.Of(text, inserted => inserted) is null).DistinctBy(text => Digits().Replace(text, "#")).Take(40);
        Assert.True(!missing.Any(), string.Join('\n', missing));
        var holidays = steps.Select(step => Holiday().Match(step.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().Where(name => Sentences.German.KeyOf(name) is null);
        Assert.Empty(holidays);
    }

    private static IEnumerable<Reason> DeadlineSteps()
    {
        var codes = SupervisoryAuthorities.All.Concat(AuthoritiesAbroad.All).Select(authority => authority.Code).Distinct().ToList();
        var everywhere = new EstablishmentFacts { Affected = [new("DE", 3), new("GB", 2_000), new("CH", 1), new("US-CA", 600), new("US-TX", 600), new("US-FL", 1_200), new("US-CO", 1_200), new("US-WA", 700), new("SG", 600), new("KR", 2_000), new("JP", 2_000)] };
        foreach (var awareAt in Moments)
        {
            var later = InstantAfter(awareAt, 20);
            foreach (var code in codes)
            {
                foreach (var risk in Enum.GetValues<RiskLevel>())
                {
                    foreach (var step in Asked(new DeadlineQuestion { AwareAt = awareAt, Authority = code, Risk = risk, WhatIf = risk == RiskLevel.High ? "digital-omnibus" : null }))
                    {
                        yield return step;
                    }
                }
                foreach (var question in new[]
                {
                    new DeadlineQuestion { AwareAt = awareAt, Authority = code, Role = Role.Processor },
                    new DeadlineQuestion { AwareAt = awareAt, Authority = code, Role = Role.JointController, Acts = [new Act { Kind = ActKind.Filed, At = InstantAfter(awareAt, 1) }] },
                    new DeadlineQuestion { AwareAt = awareAt, Authority = code, Acts = [new Act { Kind = ActKind.Filed, At = InstantAfter(awareAt, 24 * 9) }] },
                })
                {
                    foreach (var step in Asked(question))
                    {
                        yield return step;
                    }
                }
            }
            foreach (var facts in new[] { everywhere, everywhere with { Seats = ["DE", "CH"] }, everywhere with { Seats = ["US-CA", "GB"], EstablishedInEea = false } })
            {
                foreach (var step in Asked(new DeadlineQuestion { AwareAt = awareAt, Facts = facts }))
                {
                    yield return step;
                }
            }
            foreach (var regime in OtherRegimes.All)
            {
                foreach (var facts in new[] { null, Yes, No, Yes with { ProductEvent = ProductEvent.Incident, AiIncident = AiIncident.Widespread } })
                {
                    foreach (var code in regime.Home is null or Regime.Eea ? ["DE", "IT"] : new[] { regime.Home })
                    {
                        var plain = new DeadlineQuestion { AwareAt = awareAt, Authority = code, Regimes = [regime.Id], RegimeFacts = facts, Facts = facts is null ? null : everywhere with { Seats = ["DE"] } };
                        ActKind[] kinds = [ActKind.Classified, ActKind.Determined, ActKind.Assessed, ActKind.Suspected, ActKind.FixAvailable, ActKind.Told, ActKind.Handled, ActKind.InformationAvailable];
                        foreach (var question in new[]
                        {
                            plain, plain with { Role = Role.Processor },
                            plain with { Acts = [.. kinds.Select(kind => new Act { Kind = kind, At = later })] },
                            plain with { Acts = [new Act { Kind = ActKind.Classified, At = InstantAfter(awareAt, 1) }, new Act { Kind = ActKind.Filed, At = InstantAfter(awareAt, 2) }] },
                            plain with { Acts = [new Act { Kind = ActKind.Classified, At = InstantAfter(awareAt, 40) }] },
                        }.Concat(plain.Facts is null ? [] : [plain with { Facts = null }]))
                        {
                            foreach (var step in Asked(question))
                            {
                                yield return step;
                            }
                        }
                    }
                }
            }
        }

        static string InstantAfter(string at, int hours) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        static IEnumerable<Reason> Asked(DeadlineQuestion question) => Answered(() => DeadlineRules.Answer(question).Obligations.SelectMany(obligation =>
            obligation.Derivation.Concat(obligation.Readings?.SelectMany(reading => reading.Derivation) ?? []).Concat(obligation.Filing?.Derivation ?? [])));
    }

    private static IEnumerable<Reason> FineSteps()
    {
        var undertakings = new[] { 0m, 1_500_000m, 9_000_000m, 40_000_000m, 90_000_000m, 200_000_000m, 300_000_000m, 500_000_000m, 3_000_000_000m }.Select(amount => new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(amount, "EUR"), TurnoverYear = 2025 }).ToList();
        var others = new[] { EntityKind.NaturalPerson, EntityKind.Association }.Select(kind => new FineEntity { Kind = kind })
            .Concat(SupervisoryAuthorities.All.Select(authority => authority.Code).Where(code => code.Length == 2).Distinct().Select(state => new FineEntity { Kind = EntityKind.PublicBody, State = state }))
            .Concat(
            [
                undertakings[6] with { TurnoverYear = 2024 }, undertakings[6] with { TurnoverYear = 2026 }, undertakings[6] with { TurnoverMeasure = TurnoverMeasure.TotalIncome }, undertakings[6] with { TurnoverYear = null },
                undertakings[6] with { TurnoverBasis = TurnoverBasis.Entity, TurnoverBasisReason = "The parent holds 40 %." }, undertakings[6] with { TurnoverFigure = TurnoverFigure.Forecast }, undertakings[6] with { TurnoverBasis = TurnoverBasis.Group },
                undertakings[6] with { Turnover = new Turnover(300_000_000m, "USD") }, undertakings[6] with { Turnover = new Turnover(300_000_000m, "DKK") }, undertakings[8] with { Turnover = new Turnover(300_000_000m, "GBP") },
                undertakings[6] with { Turnover = new Turnover(500_000_000m, "EUR") },
            ]);
        var provisions = Provision.All.Select(provision => provision.ToString()).Where(provision => !provision.Contains('(', StringComparison.Ordinal) || provision is "5(1)(f)" or "41(4)" or "58(1)" or "58(2)").ToList();
        Factor[] factors =
        [
            .. "cdefhijk".Select((letter, i) => new Factor { Point = $"{letter}", Direction = i % 2 == 0 ? FactorDirection.Aggravating : FactorDirection.Mitigating, Weight = i % 3 == 0 ? 0.1m : null, Amount = i % 3 == 1 ? new Turnover(1000, "EUR") : null, Reason = i % 4 == 0 ? "It helped." : null }),
        ];
        foreach (var regime in new[] { "gdpr", "uk-gdpr" })
        {
            foreach (var entity in undertakings.Concat(others))
            {
                foreach (var seriousness in Enum.GetValues<Seriousness>())
                {
                    foreach (var (day, method) in new[] { ((string?)null, (string?)null), ("2022-03-01", "nl-2019"), ("2022-03-01", "dsk-2019"), ("2022-03-01", "dk-2021") })
                    {
                        var few = day is null ? ["33", "5(1)(f)"] : new[] { "33" };
                        var plain = new FineQuestion
                        {
                            Regime = regime,
                            DecidedOn = day,
                            Method = method,
                            Entity = day is null ? entity : entity with { TurnoverYear = null },
                            Infringements = [.. few.Select(provision => new Infringement { Provision = provision, Seriousness = seriousness, Category = day is null ? null : 2 + (int)seriousness })],
                        };
                        foreach (var question in new[]
                        {
                            plain, plain with { Infringements = [.. plain.Infringements.Select((one, i) => one with { Conduct = $"c{i}" })] },
                            plain with { Infringements = [.. plain.Infringements.Select(one => one with { Factors = factors, Category = null })] },
                            plain with { ExchangeRate = new ExchangeRateGiven(entity.Turnover?.Currency ?? "USD", regime == "gdpr" ? "EUR" : "GBP", 0.9m, "2022-02-01", "ECB") },
                        })
                        {
                            foreach (var step in Asked(question))
                            {
                                yield return step;
                            }
                        }
                    }
                }
                foreach (var step in Answered(() => BreachScenarios.Answer(new ScenarioQuestion { Regime = regime, Entity = entity }, Today).Scenarios.SelectMany(scenario => scenario.Derivation)))
                {
                    yield return step;
                }
            }
            foreach (var step in provisions.SelectMany(provision => Asked(new FineQuestion { Regime = regime, Entity = undertakings[6], Infringements = [new Infringement { Provision = provision, Seriousness = Seriousness.High, Factors = factors }] })))
            {
                yield return step;
            }
        }

        static IEnumerable<Reason> Asked(FineQuestion question) => Answered(() => FineRules.Answer(question, Today) is var answer
            ? answer.Tiers.SelectMany(tier => tier.Derivation).Concat(answer.Infringements.SelectMany(one => one.Derivation)).Concat(answer.Total?.Derivation ?? [])
            : []);
    }

    private static IEnumerable<Reason> SeveritySteps() =>
        from kind in Enum.GetValues<DataKind>()
        from category in new[]
        {
            new DataCategory { Kind = kind }, new DataCategory { Kind = kind, Score = 2, Reason = "little" }, new DataCategory { Kind = kind, Score = 4 },
            new DataCategory { Kind = kind, Reason = "much", Adjustments = [new(ContextFactor.Persons, 3), new(ContextFactor.Volume, 2)] }, new DataCategory { Kind = kind, Adjustments = [new(ContextFactor.Nature, -1), new(ContextFactor.Public, -2)] },
        }
        from identifiability in new[] { 0.25m, 0.75m, 1m }
        from level in new SeverityOverride?[] { null, new(SeverityLevel.VeryHigh, "Children.") }
        let answer = Enisa.Answer(new SeverityQuestion
        {
            Categories = [category, new DataCategory { Kind = DataKind.Simple }],
            Identifiability = identifiability,
            Confidentiality = 0.5m,
            Malicious = identifiability == 1,
            Unintelligible = identifiability < 1,
            Override = level,
        })
        from step in answer.Derivation.Concat(answer.LegalTest)
        select step;

    /// <summary>Nothing where the law refuses the question: not every question of the many can be asked.</summary>
    private static IReadOnlyList<Reason> Answered(Func<IEnumerable<Reason>> ask)
    {
        try
        {
            return [.. ask()];
        }
        catch (Exception e) when (e is NotInForceException or QuestionException)
        {
            return [];
        }
    }

    private static string Sources([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[0-9-]+ is a public holiday \((.+)\) where the authority sits\.$")]
    private static partial Regex Holiday();

    [GeneratedRegex(@"(?<!\{)\{[0-9]\}")]
    private static partial Regex Hole();
}
