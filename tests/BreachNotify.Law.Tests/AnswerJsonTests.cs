using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Gdpr;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests;

/// <summary>What is written by hand is what the framework's serializer writes, canonicalised: with all members, and with as few as can be.</summary>
public class AnswerJsonTests
{
    /// <summary>Values, whose form is this project's own.</summary>
    private static readonly Type[] Values = [typeof(decimal), typeof(Instant), typeof(OffsetDateTime), typeof(LocalDate), typeof(Reason)];

    internal static readonly JsonSerializerOptions ByFramework = WithoutHand();

    public static TheoryData<string> TypesWrittenByHand => [.. AnswerJson.Options.Converters.Where(IsByHand).Select(converter => converter.Type!.Name)];

    [Fact]
    public void The_two_answers_are_among_them() =>
        Assert.Superset(new HashSet<string> { nameof(FineAnswer), nameof(DeadlineAnswer) }, TypesWrittenByHand.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(TypesWrittenByHand))]
    public void Every_member_is_written_as_the_framework_writes_it(string name)
    {
        var type = AnswerJson.Options.Converters.Single(converter => converter.Type?.Name == name).Type!;
        foreach (var filled in new[] { true, false })
        {
            var value = Made(type, name, filled)!;
            Assert.Equal(
                Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(value, type, ByFramework))),
                Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(value, type, AnswerJson.Options)));
        }
    }

    [Theory]
    [InlineData(true, """{"citation":"Art. 33(1)","text":"A \"reason\"."}""")]
    [InlineData(false, """{"citation":"Art. 33(1)","text":"A \"reason\".","verified":false}""")]
    public void A_reason_is_its_text_and_citation_and_whether_it_is_unverified(bool verified, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(new Reason("A \"reason\".", new Citation("Art. 33(1)"), verified), AnswerJson.Options));

    [Fact]
    public void A_step_composed_from_what_was_asked_says_what_it_is_written_as() =>
        Gen.Select(Gen.String[Gen.Char[' ', '\uD7FF'], 1, 100], Gen.Long[0, 99_999_999_999_999]).Sample((conduct, cents) =>
        {
            FineAnswer answer;
            try
            {
                answer = FineRules.Answer(new FineQuestion
                {
                    Regime = "gdpr",
                    Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(cents / 100m, "EUR") },
                    Infringements = [new Infringement { Provision = "33", Conduct = conduct }],
                }, new LocalDate(2026, 11, 22));
            }
            catch (QuestionException)
            {
                return;
            }
            using var written = JsonDocument.Parse(Proof.Seal(answer));
            var total = written.RootElement.GetProperty("total").GetProperty("derivation");

            Assert.Equal(answer.Total!.Derivation.Select(step => step.Text), total.EnumerateArray().Select(step => step.GetProperty("text").GetString()));
            Assert.StartsWith($"Conduct '{answer.Request.Infringements[0].Conduct}': ", answer.Total.Derivation[0].Text, StringComparison.Ordinal);
        });

    private static bool IsByHand(JsonConverter converter) =>
        converter.GetType().Name.StartsWith("ByHand", StringComparison.Ordinal) && !Values.Contains(converter.Type);

    private static JsonSerializerOptions WithoutHand()
    {
        var options = new JsonSerializerOptions(AnswerJson.Options);
        foreach (var converter in options.Converters.Where(IsByHand).ToList())
        {
            options.Converters.Remove(converter);
        }
        return options;
    }

    /// <summary>A value with every property set, or with those alone that cannot be null.</summary>
    private static object? Made(Type type, string name, bool filled)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return filled ? Made(underlying, name, filled) : null;
        }
        if (type == typeof(string))
        {
            return $"{name} \"é\" 漢";
        }
        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(filled ? 1 : 0);
        }
        if (type.IsPrimitive)
        {
            return Convert.ChangeType(filled ? 1 : 0, type, null);
        }
        if (type == typeof(decimal))
        {
            return 12.5m;
        }
        if (type == typeof(Instant))
        {
            return Instant.FromUtc(2026, 11, 22, 1, 2, 3);
        }
        if (type == typeof(OffsetDateTime))
        {
            return Instant.FromUtc(2026, 11, 22, 1, 2, 3).WithOffset(Offset.FromHoursAndMinutes(5, 30));
        }
        if (type == typeof(LocalDate))
        {
            return new LocalDate(2026, 11, 22);
        }
        if (type == typeof(Reason))
        {
            return new Reason((string)Made(typeof(string), name, filled)!, new Citation(name), filled);
        }
        if (type.IsAssignableTo(typeof(IDictionary)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GenericTypeArguments))!;
            map.Add(Made(type.GenericTypeArguments[0], name, filled)!, Made(type.GenericTypeArguments[1], name, filled));
            return map;
        }
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var items = Array.CreateInstance(type.GenericTypeArguments[0], filled ? 2 : 0);
            for (var i = 0; i < items.Length; i++)
            {
                items.SetValue(Made(type.GenericTypeArguments[0], name + i, filled), i);
            }
            return items;
        }
        var made = RuntimeHelpers.GetUninitializedObject(type);
        var nullability = new NullabilityInfoContext();
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            var property = type.GetProperty(field.Name.TrimStart('<').Split('>')[0], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            var canBeNull = property is not null && nullability.Create(property).ReadState == NullabilityState.Nullable;
            if (property is { GetMethod.IsPublic: true } && (filled || !canBeNull))
            {
                field.SetValue(made, Made(field.FieldType, property.Name, filled));
            }
        }
        return made;
    }
}
