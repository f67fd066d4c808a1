using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;
using BreachNotify.Pages;
using NodaTime;

namespace BreachNotify.Filings.Desk;

/// <summary>
/// The answers of a notice as a form, and the form as a merge patch. Beside each field stands what was shown, so that only
/// what somebody touched is changed: two people who answer different questions do not meet.
/// </summary>
public static class AnswerForm
{
    /// <summary>The field that says for whom answers hold: every authority, or with <see cref="One"/> the one alone.</summary>
    public const string Scope = "scope";
    public const string One = "one";

    private static readonly string[] OfOneRecipient = [NoticeForm.EarlierReference, NoticeForm.OwnReference, NoticeForm.ReasonsForDelay];

    /// <summary>The name of the hidden field that holds an answer as it was shown.</summary>
    public static string Shown(string key) => FactsForm.Shown(key);

    public static Form Of(Notice notice)
    {
        var form = new Form((Scope, ""));
        foreach (var answer in notice.Fields.Where(answer => answer.Field.Answerable))
        {
            var text = Text(answer, notice.Track.Zone);
            form.Set(answer.Field.Key, text);
            form.Set(Shown(answer.Field.Key), text);
            if (answer.Field.Kind == FieldKind.Time)
            {
                var parts = text.Split(' ');
                form.Set(answer.Field.Key, parts[0]);
                form.Set(Moments.TimeOf(answer.Field.Key), parts.Length > 1 ? parts[1] : "");
            }
        }
        return form;
    }

    /// <summary>What somebody touched. What cannot be read, and what somebody else changed meanwhile, is noted in the form.</summary>
    public static JsonObject Patch(Form form, Notice notice)
    {
        var (all, one) = (new JsonObject(), new JsonObject());
        foreach (var answer in notice.Fields.Where(answer => answer.Field.Answerable && (form.Has(answer.Field.Key) || form.Has(Shown(answer.Field.Key)))))
        {
            var (field, shown, entered, current) = (answer.Field, form[Shown(answer.Field.Key)], Entered(form, answer.Field), Text(answer, notice.Track.Zone));
            if (entered == shown || (entered == current && answer.State != FieldState.NotAsked))
            {
                continue;
            }
            if (current != shown && answer.State != FieldState.NotAsked)
            {
                form.Set(Shown(field.Key), current);
                form.Complain(field.Key, current.Length > 0 ? "notice.meanwhile" : "notice.meanwhileRemoved", answer.Text);
                continue;
            }
            var forOne = answer.Source == AnswerSource.PersonForRecipient || (answer.Source is null && OfOneRecipient.Contains(field.Key)) || (entered.Length > 0 && (form[Scope] == One || OfOneRecipient.Contains(field.Key)));
            if (entered.Length > 0)
            {
                (forOne ? one : all)[field.Key] = Read(form, field, entered, notice.Track.Zone);
            }
            else if (answer.Source is AnswerSource.Register or AnswerSource.Service)
            {
                form.Complain(field.Key, "notice.fromRegister");
            }
            else
            {
                (forOne ? one : all)[field.Key] = null;
            }
        }
        var patch = new JsonObject();
        if (all.Count > 0)
        {
            patch["fields"] = all;
        }
        if (one.Count > 0)
        {
            patch["recipients"] = new JsonObject { [notice.Track.Recipient] = one };
        }
        return patch;
    }

    /// <summary>A refusal of answers with the fields as the form names them.</summary>
    public static Refusal Named(Refusal refusal) => new(refusal.Status, refusal.Message, [.. refusal.Errors.Select(error => error with { Field = KeyIn(error.Field) })]);

    private static string KeyIn(string path) =>
        path.Split('.') is [("fields" or "recipients") and var part, .. var rest] && rest.Length >= (part == "fields" ? 1 : 2) ? rest[part == "fields" ? 0 : 1] : path;

    private static string Entered(Form form, FormField field) => field.Kind == FieldKind.Time ? $"{form[field.Key]} {form[Moments.TimeOf(field.Key)]}".Trim() : form[field.Key];

    private static string Text(NoticeField answer, DateTimeZone zone)
    {
        if (answer.Value is not { } value)
        {
            return "";
        }
        return answer.Field.Kind switch
        {
            FieldKind.Line or FieldKind.Text or FieldKind.Word or FieldKind.Date => value.GetString()!.ReplaceLineEndings("\n").Trim(),
            // Boxes are sent in the order of the form.
            FieldKind.Words => string.Join(',', answer.Field.Words!.Where(word => value.EnumerateArray().Any(item => item.GetString() == word))),
            FieldKind.YesNo => value.GetBoolean() ? "true" : "false",
            FieldKind.Time => Moment.TryParse(value.GetString()!, out var moment) && moment.Instant is { } at ? at.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) : value.GetString()!,
            FieldKind.Number => value.GetRawText(),
            FieldKind.Lines => string.Join('\n', value.EnumerateArray().Select(item => item.GetString())),
            FieldKind.Parties => string.Join('\n', value.Deserialize<IReadOnlyList<Party>>(JsonContract.Options)!.Select(party => $"{Words<PartyRole>.Of(party.Role)}; {party.Name}{(party.Contact is null ? "" : $"; {party.Contact}")}")),
            FieldKind.Countries => string.Join('\n', value.Deserialize<IReadOnlyList<AffectedPeople>>(JsonContract.Options)!.Select(affected => string.Create(CultureInfo.InvariantCulture, $"{affected.Country} {affected.People}"))),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Field.Kind, null),
        };
    }

    private static JsonNode? Read(Form form, FormField field, string entered, DateTimeZone zone) => field.Kind switch
    {
        FieldKind.Line or FieldKind.Text or FieldKind.Word or FieldKind.Date => entered,
        FieldKind.Words => new JsonArray([.. entered.Split(',').Select(word => (JsonNode)word)]),
        FieldKind.YesNo => entered == "true",
        FieldKind.Time => Moments.Read(form, field.Key) is { } moment ? Moment.Format(moment.In(zone, field.Key)) : null,
        FieldKind.Number => Numbers.Count(form, field.Key),
        FieldKind.Lines => new JsonArray([.. FactsForm.Lines(entered).Select(line => (JsonNode)line)]),
        FieldKind.Parties => Items(form, field, entered, "error.party", PartyIn),
        FieldKind.Countries => Items(form, field, entered, "error.affected", FactsForm.AffectedIn),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
    };

    private static JsonArray Items(Form form, FormField field, string entered, string error, Func<string, JsonObject?> read)
    {
        var items = new JsonArray();
        foreach (var line in FactsForm.Lines(entered))
        {
            if (read(line) is { } item)
            {
                items.Add(item);
            }
            else
            {
                form.Complain(field.Key, error, line);
            }
        }
        return items;
    }

    private static JsonObject? PartyIn(string line) => line.Split(';', 3, StringSplitOptions.TrimEntries) switch
    {
        [var role, { Length: > 0 } name, .. var contact] when Words<PartyRole>.TryParse(role, out _) => contact is [{ Length: > 0 } how]
            ? new JsonObject { ["role"] = role, ["name"] = name, ["contact"] = how }
            : new JsonObject { ["role"] = role, ["name"] = name },
        _ => null,
    };
}
