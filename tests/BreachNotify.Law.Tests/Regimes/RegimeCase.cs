using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Tests.Regimes;

/// <summary>Reads a row of the tables of regimes as a question.</summary>
internal static class RegimeCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static DeadlineQuestion Question(string regime, string authority, string aware, string facts, string acts)
    {
        var members = new JsonObject();
        var affected = new List<AffectedPeople>();
        foreach (var (name, value) in facts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(fact => fact.Split('=')).Select(pair => (pair[0], pair[1])))
        {
            if (char.IsUpper(name[0]))
            {
                affected.Add(new AffectedPeople(name, long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
            }
            else
            {
                members[name] = bool.TryParse(value, out var yes) ? yes : value;
            }
        }
        return new DeadlineQuestion
        {
            AwareAt = aware,
            Authority = authority,
            Regimes = [regime],
            Facts = affected.Count == 0 ? null : new EstablishmentFacts { Affected = affected },
            RegimeFacts = members.Deserialize<RegimeFacts>(Options),
            Acts = [.. acts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ActOf)],
        };
    }

    private static Act ActOf(string text)
    {
        var (what, at) = (text.Split('=')[0].Split(':'), text.Split('=')[1]);
        return new Act { Kind = Words.Parse<ActKind>("acts", what[0]), Obligation = what.ElementAtOrDefault(1), At = at };
    }
}
