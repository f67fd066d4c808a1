using BreachNotify.Http;

namespace BreachNotify.Pages;

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">Its name; empty for the form as a whole.</param>
/// <param name="Key">The key of the text that says it; null where a feature says it.</param>
/// <param name="Arguments">What the text inserts.</param>
/// <param name="English">A feature's own words, which are English.</param>
public sealed record Flaw(string Field, string? Key, object?[] Arguments, string? English = null);

/// <summary>A form as it was sent, with what is wrong about it: shown again, nothing is lost.</summary>
public sealed class Form
{
    /// <summary>Never shown again and never kept.</summary>
    private static readonly string[] Unkept = ["password", "repeated", "current", "code", "__RequestVerificationToken"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<Flaw> _flaws = [];
    private readonly Dictionary<string, string> _fieldOf = new(StringComparer.Ordinal);
    private bool _isTooLarge;

    public Form(params IEnumerable<(string Name, string? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            _values[name] = value ?? "";
        }
    }

    public IReadOnlyList<Flaw> Flaws => _flaws;

    public bool HasErrors => _flaws.Count > 0;

    /// <summary>With which its page answers: 413 for a file that is too large, 422 where something else is wrong in it, else 200.</summary>
    public int Status => _isTooLarge ? StatusCodes.Status413PayloadTooLarge : HasErrors ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    /// <summary>What may be kept until the person is signed in again.</summary>
    public IEnumerable<KeyValuePair<string, string>> Kept => _values.Where(pair => !Unkept.Contains(pair.Key));

    /// <summary>A value without space around it; empty where nothing was sent.</summary>
    public string this[string name] => Secret(name).Trim();

    /// <exception cref="Refusal">415: not a form; 400: it cannot be read.</exception>
    public static async Task<Form> Read(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, "This address takes what its page sends.");
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesFile>() is { } takes)
        {
            await UploadedFile.Begin(context, takes);
        }
        try
        {
            // Browsers send line ends as CR LF (HTML, section "constructing the entry list").
            var form = new Form((await context.Request.ReadFormAsync(context.RequestAborted)).Select(pair => (pair.Key, (string?)pair.Value.ToString().ReplaceLineEndings("\n"))));
            if (context.Features.Get<UploadedFile>() is { TooLarge: { } size } file)
            {
                form._isTooLarge = true;
                form.Complain(file.Field, "upload.large", size.Has, size.Most);
            }
            return form;
        }
        catch (InvalidDataException e)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}");
        }
    }

    /// <summary>A copy in which these values stand where a field was left empty.</summary>
    public Form Filled(params IEnumerable<(string Name, string? Value)> used) =>
        new(Kept.Select(pair => (pair.Key, (string?)pair.Value)).Concat(used.Where(field => Optional(field.Name) is null)));

    /// <summary>Its values as the query of an address.</summary>
    public string Query => QueryString.Create(Kept.Where(pair => pair.Value.Length > 0).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Value!;

    /// <summary>Whether the form has a field of that name.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    public void Set(string name, string? value) => _values[name] = value ?? "";

    /// <summary>Takes what the form of a newer state holds into the fields that were left as they were shown; what was typed stays.</summary>
    /// <param name="shown">The form as it was shown.</param>
    /// <param name="newer">The form of the newer state.</param>
    public void Follow(Form shown, Form newer)
    {
        foreach (var name in newer._values.Keys.Where(name => name is not "version" and not "reason" && this[name] == shown[name]))
        {
            _values[name] = newer.Secret(name);
        }
    }

    /// <summary>What the fields of a fact say, which are named after it; times that stand there for comparison left out.</summary>
    public string TextOf(string fact) => string.Join(", ", _values
        .Where(pair => pair.Value.Length > 0 && (pair.Key == fact || pair.Key.StartsWith(fact + ".", StringComparison.Ordinal)) && !pair.Key.EndsWith(".shown", StringComparison.Ordinal)).Select(pair => pair.Value));

    /// <summary>A value exactly as it was typed.</summary>
    public string Secret(string name) => _values.GetValueOrDefault(name, "");

    /// <summary>A value, or null where the field was left empty.</summary>
    public string? Optional(string name) => this[name] is { Length: > 0 } value ? value : null;

    /// <summary>A line that must be there.</summary>
    public string Line(string name, int longest)
    {
        var value = this[name];
        if (value.Length == 0)
        {
            Complain(name, "error.required");
        }
        else if (value.Length > longest)
        {
            Complain(name, "error.long", longest, value.Length);
        }
        else if (value.Any(char.IsControl))
        {
            Complain(name, "error.control");
        }
        return value;
    }

    /// <summary>A feature calls a field by another name; what it refuses there stands beside the field.</summary>
    public Form Calls(string field, string itsName)
    {
        _fieldOf[itsName] = field;
        return this;
    }

    public void Complain(string field, string key, params object?[] arguments) => _flaws.Add(new Flaw(field, key, arguments));

    /// <summary>Notes what a feature refused. Fields that the form does not have become remarks about the whole.</summary>
    public void Take(Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status412PreconditionFailed)
        {
            Complain("", "error.meanwhile");
            return;
        }
        foreach (var error in refusal.Errors)
        {
            // A form may hold a list or an amount in one field: "affected[2].country" belongs to "affected".
            if (_fieldOf.TryGetValue(error.Field, out var called))
            {
                _flaws.Add(new Flaw(called, null, [], error.Remedy));
                continue;
            }
            var field = _values.Keys.Where(name => error.Field == name || error.Field.StartsWith(name + "[", StringComparison.Ordinal) || error.Field.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length) ?? error.Field;
            _flaws.Add(_values.ContainsKey(field)
                ? new Flaw(field, null, [], field == error.Field ? error.Remedy : $"{error.Field} ({error.Value}): {error.Remedy}")
                : new Flaw("", null, [], $"{error.Field}: {error.Remedy}"));
        }
        if (refusal.Errors.Count == 0)
        {
            _flaws.Add(new Flaw("", null, [], refusal.Message));
        }
    }

    public Flaw? FlawOf(string field) => _flaws.FirstOrDefault(flaw => flaw.Field == field);
}
