using System.Net.Mail;

namespace BreachNotify.Http;

/// <summary>Collects what is wrong with a request, so that one answer names all of it.</summary>
public sealed class Complaints
{
    private readonly List<FieldError> _errors = [];
    private readonly List<FieldError> _refusals = [];

    public bool Any => _errors.Count + _refusals.Count > 0;

    public void Add(string field, string? value, string remedy) => _errors.Add(new FieldError(field, value, remedy));

    /// <summary>The value is well-formed, but cannot be so.</summary>
    public void Refuse(string field, string? value, string remedy) => _refusals.Add(new FieldError(field, value, remedy));

    /// <exception cref="Refusal">400 if anything is malformed, 422 if anything is refused.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw Refusal.Malformed(_errors);
        }
        if (_refusals.Count > 0)
        {
            throw Refusal.Unprocessable(_refusals);
        }
    }

    /// <summary>A single line: a name, a title, a number.</summary>
    public void Line(string field, string? value, int longest)
    {
        if (value is null)
        {
            return;
        }
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(field, value, "Must not be empty.");
        }
        else if (value.Length > longest)
        {
            Add(field, value, $"Must have at most {longest} characters; it has {value.Length}.");
        }
        else if (value.Any(char.IsControl))
        {
            Add(field, value, "Must not contain line breaks or other control characters.");
        }
    }

    /// <summary>Text that may have paragraphs.</summary>
    public void Prose(string field, string? value, int longest)
    {
        if (value is null)
        {
            return;
        }
        if (value.Length > longest)
        {
            Add(field, value, $"Must have at most {longest} characters; it has {value.Length}.");
        }
        else if (value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            Add(field, value, "Must not contain control characters other than line breaks and tabs.");
        }
    }

    public void Email(string field, string? value)
    {
        if (value is not null && !IsEmail(value))
        {
            Add(field, value, "Must be one e-mail address such as dpo@controller.example.");
        }
    }

    private static bool IsEmail(string value) =>
        value.Length <= 254
        && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailAddress.TryCreate(value, out var parsed)
        && parsed.Address == value
        && parsed.Host.Contains('.', StringComparison.Ordinal)
        && !parsed.Host.StartsWith('.') && !parsed.Host.EndsWith('.');
}
