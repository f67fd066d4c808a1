using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using static BreachNotify.Http.PlainJson;

namespace BreachNotify.Deadlines;

/// <summary>Reads the questions that nearly all are: awareness, an authority and the regimes, without facts or acts.</summary>
public static class PlainDeadlineQuestion
{
    /// <exception cref="Refusal">400: the text is not a question on deadlines.</exception>
    public static DeadlineQuestion Parse(ReadOnlySpan<byte> utf8) => Read(utf8) ?? JsonBody.Parse<DeadlineQuestion>(utf8);

    /// <summary>Null where it is not plainly a question.</summary>
    public static DeadlineQuestion? Read(ReadOnlySpan<byte> utf8) => Whole(utf8, Question);

    private static DeadlineQuestion? Question(ref Utf8JsonReader json)
    {
        string? awareAt = null, zone = null, authority = null, asOf = null;
        Sector? sector = null;
        Role? role = null;
        RiskLevel? risk = null;
        List<string>? regimes = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = json.ValueTextEquals("awareAt"u8) ? Text(ref json, ref awareAt)
                : json.ValueTextEquals("authority"u8) ? Text(ref json, ref authority)
                : json.ValueTextEquals("role"u8) ? Word(ref json, ref role)
                : json.ValueTextEquals("risk"u8) ? Word(ref json, ref risk)
                : json.ValueTextEquals("regimes"u8) ? Texts(ref json, ref regimes)
                : json.ValueTextEquals("sector"u8) ? Word(ref json, ref sector)
                : json.ValueTextEquals("zone"u8) ? Text(ref json, ref zone)
                : json.ValueTextEquals("asOf"u8) && Text(ref json, ref asOf);
            if (!isPlain)
            {
                return null;
            }
        }
        return awareAt is null ? null : new DeadlineQuestion
        {
            AwareAt = awareAt,
            Zone = zone,
            Authority = authority,
            AsOf = asOf,
            Sector = sector,
            Role = role,
            Risk = risk,
            Regimes = regimes,
        };
    }
}
