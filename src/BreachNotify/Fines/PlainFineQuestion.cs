using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using static BreachNotify.Http.PlainJson;

namespace BreachNotify.Fines;

/// <summary>Reads the questions that nearly all are: an undertaking with its turnover, and infringements.</summary>
public static class PlainFineQuestion
{
    /// <exception cref="Refusal">400: the text is not a question on fines.</exception>
    public static FineQuestion Parse(ReadOnlySpan<byte> utf8) => Read(utf8) ?? JsonBody.Parse<FineQuestion>(utf8);

    /// <summary>Null where it is not plainly a question.</summary>
    public static FineQuestion? Read(ReadOnlySpan<byte> utf8) => Whole(utf8, Question);

    private static FineQuestion? Question(ref Utf8JsonReader json)
    {
        string? regime = null, decidedOn = null;
        FineEntity? entity = null;
        List<Infringement>? infringements = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = json.ValueTextEquals("regime"u8) ? Text(ref json, ref regime)
                : json.ValueTextEquals("decidedOn"u8) ? Text(ref json, ref decidedOn)
                : json.ValueTextEquals("entity"u8) ? entity is null && (entity = Entity(ref json)) is not null
                : json.ValueTextEquals("infringements"u8) && infringements is null && (infringements = Infringements(ref json)) is not null;
            if (!isPlain)
            {
                return null;
            }
        }
        return regime is null || entity is null ? null : new FineQuestion { Regime = regime, DecidedOn = decidedOn, Entity = entity, Infringements = infringements };
    }

    private static FineEntity? Entity(ref Utf8JsonReader json)
    {
        EntityKind? kind = null;
        Turnover? turnover = null;
        int? year = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = json.ValueTextEquals("kind"u8) ? Word(ref json, ref kind)
                : json.ValueTextEquals("turnover"u8) ? turnover is null && (turnover = Turnover(ref json)) is not null
                : json.ValueTextEquals("turnoverYear"u8) && Number(ref json, ref year);
            if (!isPlain)
            {
                return null;
            }
        }
        return kind is { } known ? new FineEntity { Kind = known, Turnover = turnover, TurnoverYear = year } : null;
    }

    private static Turnover? Turnover(ref Utf8JsonReader json)
    {
        decimal? amount = null;
        string? currency = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = json.ValueTextEquals("amount"u8) ? Amount(ref json, ref amount)
                : json.ValueTextEquals("currency"u8) && Text(ref json, ref currency);
            if (!isPlain)
            {
                return null;
            }
        }
        return amount is { } known && currency is not null ? new Turnover(known, currency) : null;
    }

    private static List<Infringement>? Infringements(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }
        var infringements = new List<Infringement>(4);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (Infringement(ref json) is not { } infringement)
            {
                return null;
            }
            infringements.Add(infringement);
        }
        return infringements;
    }

    private static Infringement? Infringement(ref Utf8JsonReader json)
    {
        string? provision = null, conduct = null;
        Seriousness? seriousness = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPlain = json.ValueTextEquals("provision"u8) ? Text(ref json, ref provision)
                : json.ValueTextEquals("seriousness"u8) ? Word(ref json, ref seriousness)
                : json.ValueTextEquals("conduct"u8) && Text(ref json, ref conduct);
            if (!isPlain)
            {
                return null;
            }
        }
        return provision is null ? null : new Infringement { Provision = provision, Seriousness = seriousness, Conduct = conduct };
    }
}
