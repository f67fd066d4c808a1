using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regimes;
using BreachNotify.Pages;

namespace BreachNotify.Breaches.Desk;

/// <summary>A fact that laws ask for: what kind of answer it takes, and who asks what.</summary>
/// <param name="Name">Its field, as in the interface.</param>
/// <param name="Words">What can be answered; null where it is a number.</param>
/// <param name="Questions">Each once, with the laws that put it.</param>
public sealed record AskedFact(string Name, IReadOnlyList<string>? Words, IReadOnlyList<(string Question, IReadOnlyList<Regime> Laws)> Questions)
{
    /// <summary>Whether one of these laws, by id, asks for it.</summary>
    public bool IsAskedBy(IReadOnlyList<string> laws) => Questions.Any(asked => asked.Laws.Any(law => laws.Contains(law.Id)));
}

/// <summary>The laws that are counted for a breach, the facts they ask for, and the controller's establishments, as a form; and the form as a merge patch.</summary>
public static class LawsForm
{
    private const string OfRegimes = "regimeFacts.";
    private static readonly string[] YesOrNo = ["true", "false"];

    /// <summary>Every law once, by its id.</summary>
    public static IReadOnlyList<Regime> Laws { get; } = [.. RuleBook.Current.Regimes.DistinctBy(regime => regime.Id)];

    public static IReadOnlyList<AskedFact> Facts { get; } =
    [
        .. typeof(RegimeFacts).GetProperties().Select(property => new AskedFact(
            OfRegimes + Camel(property.Name), WordsOf(property),
            [.. from law in Laws
                from question in law.Questions
                where question.Fact == OfRegimes + Camel(property.Name)
                group law by question.Text into asked
                select (asked.Key, (IReadOnlyList<Regime>)[.. asked.Distinct()])])),
    ];

    /// <param name="applied">The laws that are counted as the record stands.</param>
    public static Form Of(Breach breach, IReadOnlyList<string> applied)
    {
        var form = new Form(
            ("version", breach.Version.ToString(CultureInfo.InvariantCulture)),
            ("reason", ""),
            ("regimes", string.Join(',', breach.Regimes ?? applied)),
            ("seats", string.Join('\n', breach.Seats ?? [])),
            ("establishedInEea", breach.EstablishedInEea switch { true => "true", false => "false", null => "" }));
        JsonElement? facts = breach.RegimeFacts is { } stated ? JsonSerializer.SerializeToElement(stated, JsonContract.Options) : null;
        foreach (var fact in Facts)
        {
            form.Set(fact.Name, facts is { } said && said.TryGetProperty(fact.Name[OfRegimes.Length..], out var value) ? Text(value) : "");
        }
        return form;
    }

    /// <summary>What the form states, an empty field as absent; what cannot be read is noted in the form.</summary>
    public static JsonObject Patch(Form form)
    {
        var facts = new JsonObject();
        foreach (var fact in Facts)
        {
            facts[fact.Name[OfRegimes.Length..]] = (fact.Words, form.Optional(fact.Name)) switch
            {
                (_, null) => null,
                (null, _) => Numbers.Count(form, fact.Name),
                ({ } words, { } word) when words == YesOrNo => word == "true",
                (_, { } word) => word,
            };
        }
        return new JsonObject
        {
            ["regimes"] = Listed(form.Optional("regimes")?.Split(',')),
            ["seats"] = Listed([.. FactsForm.Lines(form["seats"]).Select(line => line.ToUpperInvariant())]),
            ["establishedInEea"] = form.Optional("establishedInEea") is { } answer ? answer == "true" : null,
            ["regimeFacts"] = facts.All(fact => fact.Value is null) ? null : facts,
        };
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static JsonArray? Listed(string[]? items) => items is { Length: > 0 } ? new JsonArray([.. items.Select(item => (JsonNode)item)]) : null;

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string[]? WordsOf(PropertyInfo fact) => Nullable.GetUnderlyingType(fact.PropertyType) switch
    {
        { IsEnum: true } choices => [.. Enum.GetNames(choices).Select(Camel)],
        { } type when type == typeof(bool) => YesOrNo,
        { } type when type == typeof(long) => null,
        _ => throw new InvalidOperationException($"The form has no field for {fact.Name}."),
    };
}
