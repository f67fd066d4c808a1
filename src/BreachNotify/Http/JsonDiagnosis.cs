using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace BreachNotify.Http;

/// <summary>Says what is wrong with JSON that the serializer refused: every field of it, not the first alone.</summary>
public sealed class JsonDiagnosis
{
    private const int MostErrors = 20;

    private const string Unpaired = "Must be a text without halves of surrogate pairs.";

    private readonly JsonSerializerOptions _options;
    private readonly List<FieldError> _errors = [];

    private JsonDiagnosis(JsonSerializerOptions options) => _options = options;

    public static Refusal Explain(ReadOnlySpan<byte> utf8, Type wanted, JsonSerializerOptions options)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = options.MaxDepth });
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
            if (wanted == typeof(JsonDocument))
            {
                RefuseUnusable(document.RootElement);
            }
            return Explain(document.RootElement, wanted, options);
        }
    }

    public static Refusal Explain(JsonElement element, Type wanted, JsonSerializerOptions options)
    {
        var diagnosis = new JsonDiagnosis(options);
        diagnosis.Walk(element, wanted, "");
        return Refusal.Malformed(diagnosis._errors is { Count: > 0 } errors ? errors : [new FieldError("(body)", Shown(element), "Cannot be read as the request this address takes; /openapi/v1.json describes it.")]);
    }

    /// <summary>Refuses members that occur twice and halves of surrogate pairs, which a tree of nodes would only stumble over when it is used.</summary>
    /// <exception cref="Refusal">400, naming the first one.</exception>
    public static void RefuseUnusable(JsonElement element, string path = "")
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                RefuseUnusable(item, path + "[]");
            }
        }
        else if (element.ValueKind == JsonValueKind.String && !IsText(element))
        {
            throw Refusal.Malformed(Named(path), Shown(element), Unpaired);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var name = NameOf(member) ?? throw Refusal.Malformed(Named(path), null, "A member's name holds half of a surrogate pair.");
                var at = path.Length == 0 ? name : $"{path}.{name}";
                if (!seen.Add(name))
                {
                    throw Refusal.Malformed(at, Shown(member.Value), "Occurs twice in the same object; send it once.");
                }
                RefuseUnusable(member.Value, at);
            }
        }
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

    private void Walk(JsonElement element, Type type, string path)
    {
        if (_errors.Count >= MostErrors)
        {
            return;
        }
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = _options.GetTypeInfo(type);
        if (ListConverter.ItemOf(type) is { } item)
        {
            WalkList(element, item, path);
        }
        else if (info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { } elementType)
        {
            WalkList(element, elementType, path);
        }
        else if (info.Kind == JsonTypeInfoKind.Object)
        {
            WalkObject(element, info, path);
        }
        else if (info.Kind == JsonTypeInfoKind.Dictionary || typeof(JsonNode).IsAssignableFrom(type))
        {
            WalkAnyObject(element, info.ElementType ?? typeof(JsonNode), path);
        }
        else if (Attempt(element, type) is { } remedy)
        {
            _errors.Add(new FieldError(Named(path), Shown(element), remedy));
        }
    }

    private void WalkList(JsonElement element, Type item, string path, bool nulls = false)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            _errors.Add(new FieldError(Named(path), Shown(element), "Must be a list."));
            return;
        }
        var i = 0;
        foreach (var entry in element.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]");
            if (entry.ValueKind == JsonValueKind.Null)
            {
                if (nulls)
                {
                    continue;
                }
                _errors.Add(new FieldError(at, "null", "Must not be null."));
            }
            else
            {
                Walk(entry, item, at);
            }
        }
    }

    private void WalkObject(JsonElement element, JsonTypeInfo info, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(new FieldError(Named(path), Shown(element), "Must be a JSON object."));
            return;
        }
        var known = info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null).ToDictionary(property => property.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                _errors.Add(new FieldError(Named(path), null, "A member's name holds half of a surrogate pair."));
                continue;
            }
            var at = Join(path, name);
            if (!seen.Add(name))
            {
                _errors.Add(new FieldError(at, Shown(member.Value), "Occurs twice in the same object; send it once."));
            }
            else if (!known.TryGetValue(name, out var property))
            {
                _errors.Add(new FieldError(at, Shown(member.Value), $"Is not known here; the members are {string.Join(", ", known.Keys)}."));
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!AllowsNull(property))
                {
                    _errors.Add(new FieldError(at, "null", "Must not be null."));
                }
            }
            else
            {
                Walk(member.Value, property.PropertyType, at);
            }
        }
        foreach (var property in known.Values.Where(property => IsRequired(property) && !seen.Contains(property.Name)))
        {
            _errors.Add(new FieldError(Join(path, property.Name), null, "Is required."));
        }
    }

    private void WalkAnyObject(JsonElement element, Type valueType, string path)
    {
        if (element.ValueKind == JsonValueKind.Array && valueType == typeof(JsonNode))
        {
            WalkList(element, valueType, path, nulls: true);
        }
        else if (element.ValueKind == JsonValueKind.String && !IsText(element))
        {
            throw Refusal.Malformed(Named(path), Shown(element), Unpaired);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var at = Join(path, NameOf(member) ?? "?");
                if (!seen.Add(at))
                {
                    _errors.Add(new FieldError(at, Shown(member.Value), "Occurs twice in the same object; send it once."));
                }
                else if (member.Value.ValueKind != JsonValueKind.Null)
                {
                    Walk(member.Value, valueType, at);
                }
                else if (valueType != typeof(JsonNode))
                {
                    _errors.Add(new FieldError(at, "null", "Must not be null."));
                }
            }
        }
        else if (valueType != typeof(JsonNode) || path.Length == 0)
        {
            _errors.Add(new FieldError(Named(path), Shown(element), "Must be a JSON object."));
        }
        else if (Attempt(element, typeof(JsonElement)) is not null || (element.ValueKind == JsonValueKind.String && Attempt(element, typeof(string)) is not null))
        {
            _errors.Add(new FieldError(path, Shown(element), Unpaired));
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private string? Attempt(JsonElement element, Type type)
    {
        try
        {
            JsonSerializer.Deserialize(element, type, _options);
            return null;
        }
        catch (WrongValueException e)
        {
            return e.Remedy;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return element.ValueKind == JsonValueKind.String && type == typeof(string) ? Unpaired : Wanted(type);
        }
    }

    private string Wanted(Type type) => (type.IsEnum ? TypeCode.Object : Type.GetTypeCode(type)) switch
    {
        TypeCode.String => "Must be a text in quotation marks.",
        TypeCode.Boolean => "Must be true or false.",
        TypeCode.Int32 => "Must be a whole number from -2147483648 to 2147483647.",
        TypeCode.Int64 => "Must be a whole number of at most 18 digits.",
        TypeCode.Decimal => "Must be a number of at most 28 digits, without quotation marks.",
        TypeCode.Double => "Must be a number without quotation marks.",
        _ when type.IsEnum => $"Must be one of {string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(Enum.ToObject(type, value), type, _options).ToString()))}.",
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

    private static bool IsText(JsonElement element)
    {
        try
        {
            element.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Named(string path) => path.Length == 0 ? "(body)" : path;

    /// <summary>What was sent; where it cannot be decoded, its bytes with replacement characters.</summary>
    private static string Shown(JsonElement element)
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                return element.GetString()!;
            }
        }
        catch (InvalidOperationException)
        {
        }
        return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));
    }
}
