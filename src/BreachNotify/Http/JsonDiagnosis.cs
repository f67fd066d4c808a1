using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace BreachNotify.Http;

/// <summary>Says what is wrong with JSON that the serializer refused: every field of it, not the first alone.</summary>
public static class JsonDiagnosis
{
    private const int MostErrors = 20;

    public static Refusal Explain(ReadOnlySpan<byte> utf8, Type wanted)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonContract.Options.MaxDepth });
            document = JsonDocument.ParseValue(ref reader);
            // Throws for anything behind the value.
            reader.Read();
        }
        catch (JsonException e)
        {
            return NotJson(utf8, e);
        }
        using (document)
        {
            return Explain(document.RootElement, wanted);
        }
    }

    public static Refusal Explain(JsonElement element, Type wanted)
    {
        var errors = new List<FieldError>();
        Walk(element, wanted, "", errors);
        return Refusal.Malformed(errors.Count > 0 ? errors : [new FieldError("(body)", Shown(element), "Cannot be read as the request this address takes; /openapi/v1.json describes it.")]);
    }

    private static Refusal NotJson(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var column = (int)(e.BytePositionInLine ?? 0);
        var field = string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column + 1}");
        if (utf8.IsEmpty)
        {
            return Refusal.Malformed(field, null, "The body is empty; send a JSON object.");
        }
        for (; line > 0; line--)
        {
            utf8 = utf8[(utf8.IndexOf((byte)'\n') + 1)..];
        }
        var rest = utf8[Math.Min(column, utf8.Length)..];
        return Refusal.Malformed(field, Encoding.UTF8.GetString(rest[..Math.Min(20, rest.Length)]), $"The body is not well-formed JSON from here on: {Cause(e)}");
    }

    /// <summary>The parser's sentence without its own position at the end.</summary>
    private static string Cause(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static void Walk(JsonElement element, Type type, string path, List<FieldError> errors)
    {
        if (errors.Count >= MostErrors)
        {
            return;
        }
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = JsonContract.Options.GetTypeInfo(type);
        if (ListConverter.ItemOf(type) is { } item)
        {
            WalkList(element, item, path, errors);
        }
        else if (info.Kind == JsonTypeInfoKind.Object)
        {
            WalkObject(element, info, path, errors);
        }
        else if (Attempt(element, type) is { } remedy)
        {
            errors.Add(new FieldError(Named(path), Shown(element), remedy));
        }
    }

    private static void WalkList(JsonElement element, Type item, string path, List<FieldError> errors)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new FieldError(Named(path), Shown(element), "Must be a list."));
            return;
        }
        var i = 0;
        foreach (var entry in element.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]");
            if (entry.ValueKind == JsonValueKind.Null)
            {
                errors.Add(new FieldError(at, "null", "Must not be null."));
            }
            else
            {
                Walk(entry, item, at, errors);
            }
        }
    }

    private static void WalkObject(JsonElement element, JsonTypeInfo info, string path, List<FieldError> errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError(Named(path), Shown(element), "Must be a JSON object."));
            return;
        }
        var known = info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null).ToDictionary(property => property.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                errors.Add(new FieldError(Named(path), null, "A member's name holds half of a surrogate pair."));
                continue;
            }
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (!seen.Add(name))
            {
                errors.Add(new FieldError(at, Shown(member.Value), "Occurs twice in the same object; send it once."));
            }
            else if (!known.TryGetValue(name, out var property))
            {
                errors.Add(new FieldError(at, Shown(member.Value), $"Is not known here; the members are {string.Join(", ", known.Keys)}."));
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!AllowsNull(property))
                {
                    errors.Add(new FieldError(at, "null", "Must not be null."));
                }
            }
            else
            {
                Walk(member.Value, property.PropertyType, at, errors);
            }
        }
        foreach (var property in known.Values.Where(property => IsRequired(property) && !seen.Contains(property.Name)))
        {
            errors.Add(new FieldError(path.Length == 0 ? property.Name : $"{path}.{property.Name}", null, "Is required."));
        }
    }

    private static string? Attempt(JsonElement element, Type type)
    {
        try
        {
            JsonSerializer.Deserialize(element, type, JsonContract.Options);
            return null;
        }
        catch (WrongValueException e)
        {
            return e.Remedy;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Wanted(type);
        }
    }

    private static string Wanted(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "Must be a text without halves of surrogate pairs.",
        TypeCode.Boolean => "Must be true or false.",
        TypeCode.Int32 => "Must be a whole number from -2147483648 to 2147483647.",
        TypeCode.Int64 => "Must be a whole number of at most 18 digits.",
        TypeCode.Decimal or TypeCode.Double => "Must be a number (without quotation marks).",
        _ when type == typeof(LocalDate) => "Must be a date such as 2026-11-22.",
        _ => "Has the wrong form; /openapi/v1.json describes the right one.",
    };

    private static bool AllowsNull(JsonPropertyInfo property) =>
        (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null)
        && (property.AssociatedParameter?.IsNullable ?? property.IsSetNullable);

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Named(string path) => path.Length == 0 ? "(body)" : path;

    private static string Shown(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }
}
