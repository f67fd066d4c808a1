using System.Globalization;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Breaches.Desk;

/// <summary>What letters say of a breach in one language, where a translation is at hand.</summary>
public static class WordingPages
{
    public static readonly string[] Prose = ["nature", "consequences", "measures", "advice"];

    public static void MapWording(this RouteGroupBuilder register)
    {
        register.MapGet("/{id}/wording/{language}", Ask).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/wording/{language}", Change).RequireAuthorization(Policies.Officer);
    }

    private static async Task<IResult> Ask(string id, string language, string? @return, HttpContext context, BreachStore store)
    {
        var breach = await Known(id, language, store);
        var form = FormOf(breach, language);
        form.Set("return", Show.Local(@return ?? $"{RegisterPages.Path}/{id}"));
        return Page(context, breach, language, form);
    }

    private static async Task<IResult> Change(string id, string language, HttpContext context, BreachStore store, Actor actor)
    {
        var form = await Form.Read(context);
        form.Set("return", Show.Local(form["return"]));
        await Known(id, language, store);
        if (form["reason"].Length == 0)
        {
            form.Complain("reason", "error.required");
        }
        var done = await form.Try(() => Record(id, language, form, store, actor));
        if (done is not null)
        {
            return Show.SeeOther(Show.Local(form["return"]));
        }
        // Sent again from the page as it is now, it is a decision upon the newest record.
        var newest = await Known(id, language, store);
        var isSecond = form["version"] != newest.Version.ToString(CultureInfo.InvariantCulture);
        form.Set("version", newest.Version.ToString(CultureInfo.InvariantCulture));
        return Page(context, newest, language, form, isSecond ? FormOf(newest, language) : null);
    }

    private static Form FormOf(Breach breach, string language)
    {
        var wording = breach.Translations.GetValueOrDefault(language) ?? new Wording();
        return new Form(
            ("version", breach.Version.ToString(CultureInfo.InvariantCulture)),
            ("nature", wording.Nature),
            ("dataTypes", string.Join('\n', wording.DataTypes ?? [])),
            ("consequences", wording.Consequences),
            ("measures", wording.Measures),
            ("advice", wording.Advice));
    }

    private static async Task<Breach> Record(string id, string language, Form form, BreachStore store, Actor actor)
    {
        try
        {
            return await Recording.Patch(store, id, Patch(form, language), Recording.Reason(form["reason"]), actor, current => BreachPages.Unchanged(current, form));
        }
        // The form has the fields of one language alone.
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Status, refusal.Message, [.. refusal.Errors.Select(error => new FieldError(error.Field.Replace($"translations.{language}.", "", StringComparison.Ordinal), error.Value, error.Remedy))]);
        }
    }

    private static JsonObject Patch(Form form, string language)
    {
        var wording = new JsonObject();
        foreach (var name in Prose)
        {
            wording[name] = form.Optional(name);
        }
        wording["dataTypes"] = FactsForm.Lines(form["dataTypes"]) is { Length: > 0 } types ? new JsonArray([.. types.Select(type => (JsonNode)type)]) : null;
        return new JsonObject { ["translations"] = new JsonObject { [language] = wording.All(member => member.Value is null) ? null : wording } };
    }

    private static IResult Page(HttpContext context, Breach breach, string language, Form form, Form? meanwhile = null) => Show.Page<WordingPage>(
        context,
        new { Breach = breach, Language = language, Form = form, Meanwhile = meanwhile },
        form.Status);

    /// <exception cref="Refusal">404: there is no such breach, or no such language.</exception>
    private static async Task<Breach> Known(string id, string language, BreachStore store) =>
        CultureInfo.GetCultures(CultureTypes.AllCultures).Any(culture => culture.Name == language && language.Length > 0)
            ? await store.Find(id) ?? throw Refusal.NotFound("breach", id)
            : throw Refusal.NotFound("language", language);
}
