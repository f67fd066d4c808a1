using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Documentation;
using BreachNotify.Filings;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Tests.Filings;

/// <summary>The form holds together.</summary>
public sealed class NoticeFormTests
{
    private static readonly Circumstances NothingKnown = new(new Dictionary<string, JsonElement>(), ReasonsRequired: false, Withdraws: false, EstablishedInEea: true);

    [Fact]
    public void Every_field_has_a_key_of_its_own_a_number_of_its_section_a_label_and_a_source()
    {
        Assert.Equal(NoticeForm.Fields.Count(), NoticeForm.Fields.Select(field => field.Key).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 9), NoticeForm.Sections.Select(section => section.Number));
        foreach (var section in NoticeForm.Sections)
        {
            Assert.All(section.Fields, field => Assert.StartsWith($"{section.Number}.", field.Number, StringComparison.Ordinal));
            Assert.All(section.Fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Label) || string.IsNullOrWhiteSpace(field.Citation), field.Key));
        }
    }

    [Fact]
    public void Words_to_choose_from_belong_to_the_kinds_that_have_them()
    {
        foreach (var field in NoticeForm.Fields)
        {
            Assert.Equal(field.Kind is FieldKind.Word or FieldKind.Words, field.Words is { Count: > 1 });
            Assert.Equal(field.Words?.Count, field.Words?.Distinct().Count());
        }
    }

    [Fact]
    public void What_is_not_always_asked_says_when() =>
        Assert.All(NoticeForm.Fields.Where(field => !field.IsAsked(NothingKnown)), field => Assert.NotNull(field.When));

    [Fact]
    public void Everything_that_Article_33_paragraph_3_names_blocks_a_complete_notice()
    {
        foreach (var point in new[] { "(a)", "(b)", "(c)", "(d)" })
        {
            Assert.Contains(NoticeForm.Fields, field => field.Citation.Contains($"GDPR Art. 33(3){point}", StringComparison.Ordinal) && field.BlocksComplete);
        }
        // Only a telephone number may be missing: an e-mail address is there already.
        Assert.Equal(["contactPhone"], NoticeForm.Fields.Where(field => field.Citation.Contains("Art. 33(3)", StringComparison.Ordinal) && !field.BlocksComplete).Select(field => field.Key));
        Assert.All(NoticeForm.Fields.Where(field => !field.MayBeToBeDetermined), field => Assert.True(field.BlocksComplete));
    }

    [Fact]
    public void The_register_answers_fields_that_exist_with_values_they_can_have()
    {
        var answers = RegisterAnswers.Of(Known(), DateTimeZone.Utc);
        foreach (var (key, value) in answers)
        {
            var field = NoticeForm.Find(key);
            Assert.True(field is not null, key);
            var complaints = new Complaints();
            AnswerCheck.Check(complaints, key, field, value);
            complaints.ThrowIfAny();
            Assert.NotEmpty(AnswerText.Of(field, value, DateTimeZone.Utc));
        }
        Assert.Equal(("range", "encryptedDeviceOrRansomware", "highRisk", "yes", "2026-11-21"), (Of("occurrence"), answers["incidentKinds"][0].GetString(), Of("outcome"), Of("peopleTold"), Of("toldOn")));
        Assert.Equal(1241, answers["peopleCount"].GetInt64());
        Assert.True(answers["crossBorder"].GetBoolean());

        string? Of(string key) => answers[key].GetString();
    }

    [Theory]
    [InlineData(IncidentKind.EmployeeNegligence)]
    [InlineData(IncidentKind.LossOrTheftOfAssets)]
    [InlineData(IncidentKind.Other)]
    public void A_kind_that_may_be_several_of_the_forms_is_not_guessed(IncidentKind kind) =>
        Assert.False(RegisterAnswers.Of(Known() with { IncidentKind = kind }, DateTimeZone.Utc).ContainsKey("incidentKinds"));

    [Fact]
    public void The_register_of_Article_33_paragraph_5_takes_every_field_once_but_those_of_a_single_notice()
    {
        var taken = RegisterEntry.FactFields.Concat(RegisterEntry.EffectFields).Concat(RegisterEntry.ActionFields).Select(field => field.Key).ToList();
        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.Equal(
            ["attachments", "authoritiesTold", "completeness", "earlierReference", "legalBasis", "noticeKind", "reasonForWithdrawal"],
            NoticeForm.Fields.Select(field => field.Key).Except(taken).Order());
    }

    private static Breach Known() => new(new BreachFacts
    {
        Title = "T",
        AwareAt = Instant.FromUtc(2026, 11, 20, 9, 0),
        Authority = "DE",
        Risk = RiskLevel.High,
        IncidentKind = IncidentKind.RansomwareExtortion,
        Controller = new Controller("C", "DE", "Street 1", "HRB 1"),
        Contact = new Contact("Ok", "ok@c.example", "+49 1"),
        Nature = "N",
        DataTypes = new Texts(["names", "addresses"], true),
        Consequences = "C",
        Measures = "M",
        Affected = [new AffectedPeople("DE", 1200), new AffectedPeople("GR", 41)],
        Seats = ["DE", "GR"],
        OccurredFrom = Instant.FromUtc(2026, 11, 18, 9, 0),
        OccurredUntil = Instant.FromUtc(2026, 11, 19, 9, 0),
    })
    {
        Id = "b",
        Acts = [new RecordedAct("1", ActKind.Told, Instant.FromUtc(2026, 11, 21, 9, 0), null, null, null, null, null, Instant.FromUtc(2026, 11, 21, 9, 0), Actor.Service)],
    };
}
