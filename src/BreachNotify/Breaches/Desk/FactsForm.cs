using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BreachNotify.Http;
using BreachNotify.Law.Authorities;
using BreachNotify.Pages;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Breaches.Desk;

/// <summary>The facts of a breach as a form, and the form as a merge patch; fields are named as in the interface.</summary>
public static partial class FactsForm
{
    private static readonly string[] Moments = ["awareAt", "occurredFrom", "occurredUntil"];
    private static readonly string[] Words = ["authority", "risk", "incidentKind"];
    private static readonly string[] Prose = ["nature", "consequences", "measures", "advice"];

    private static readonly (string Name, string[] Members)[] Parties =
        [("controller", ["name", "country", "address", "registration"]), ("contact", ["name", "email", "phone"])];

    /// <param name="breach">The record.</param>
    /// <param name="viewer">The zone in which times are shown where neither the record nor its authority names one.</param>
    public static Form Of(Breach breach, DateTimeZone viewer)
    {
        var zone = breach.Zone is { } named ? DateTimeZoneProviders.Tzdb[named]
            : breach.Authority is { } code ? (SupervisoryAuthorities.Find(code, breach.Sector) ?? AuthoritiesAbroad.Find(code))?.Zone ?? viewer
            : viewer;
        var form = new Form(
            ("version", breach.Version.ToString(CultureInfo.InvariantCulture)),
            ("reason", ""),
            ("title", breach.Title),
            ("zone", zone.Id),
            ("authority", breach.Authority),
            ("sector", Words<Sector>.Of(breach.Sector)),
            ("role", Words<Law.Deadlines.Role>.Of(breach.Role)),
            ("risk", breach.Risk is { } risk ? Words<Law.RiskLevel>.Of(risk) : ""),
            ("incidentKind", breach.IncidentKind is { } kind ? Words<IncidentKind>.Of(kind) : ""),
            ("controller.name", breach.Controller?.Name),
            ("controller.country", breach.Controller?.Country),
            ("controller.address", breach.Controller?.Address),
            ("controller.registration", breach.Controller?.Registration),
            ("contact.name", breach.Contact?.Name),
            ("contact.email", breach.Contact?.Email),
            ("contact.phone", breach.Contact?.Phone),
            ("nature", breach.Nature),
            ("dataTypes", string.Join('\n', breach.DataTypes?.Items ?? [])),
            ("consequences", breach.Consequences),
            ("measures", breach.Measures),
            ("advice", breach.Advice),
            ("affected", string.Join('\n', breach.Affected.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Country} {entry.People}")))));
        SetMoment(form, "awareAt", breach.AwareAt, zone);
        SetMoment(form, "occurredFrom", breach.OccurredFrom, zone);
        SetMoment(form, "occurredUntil", breach.OccurredUntil, zone);
        return form;
    }

    /// <summary>What the form states, an empty field as absent; what cannot be read is noted in the form.</summary>
    public static JsonObject Patch(Form form)
    {
        var patch = new JsonObject { ["title"] = form.Line("title", 300), ["zone"] = form.Optional("zone"), ["sector"] = form.Optional("sector"), ["role"] = form.Optional("role") };
        foreach (var name in Words.Concat(Prose))
        {
            patch[name] = form.Optional(name);
        }
        // A time left as it was shown keeps the seconds it was stated with.
        foreach (var name in Moments.Where(name => form[Shown(name)] != Entered(form, name)))
        {
            patch[name] = Pages.Moments.Read(form, name, required: name == "awareAt")?.ToString();
        }
        foreach (var (party, members) in Parties)
        {
            var values = new JsonObject();
            foreach (var member in members)
            {
                // The first two belong to every party.
                values[member] = form.Optional($"{party}.{member}") ?? (Array.IndexOf(members, member) < 2 ? "" : null);
            }
            patch[party] = members.All(member => form[$"{party}.{member}"].Length == 0) ? null : values;
        }
        var types = Lines(form["dataTypes"]);
        patch["dataTypes"] = types switch { [] => null, [var only] => (JsonNode)only, _ => new JsonArray([.. types.Select(type => (JsonNode)type)]) };
        patch["affected"] = Affected(form);
        return patch;
    }

    /// <summary>The name of the hidden field that holds a time as it was shown.</summary>
    public static string Shown(string name) => $"{name}.shown";

    /// <summary>What the form of a record says about a fact.</summary>
    public static string TextOf(Breach breach, string fact, DateTimeZone viewer) => Of(breach, viewer).TextOf(fact);

    private static JsonArray Affected(Form form)
    {
        var affected = new JsonArray();
        foreach (var line in Lines(form["affected"]))
        {
            if (AffectedIn(line) is { } entry)
            {
                affected.Add(entry);
            }
            else
            {
                form.Complain("affected", "error.affected", line);
            }
        }
        return affected;
    }

    /// <summary>A country and its people as one line names them; null if it does not.</summary>
    public static JsonObject? AffectedIn(string line) =>
        CountryAndPeople().Match(line) is { Success: true } match && long.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            ? new JsonObject { ["country"] = match.Groups[1].Value.ToUpperInvariant(), ["people"] = people }
            : null;

    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void SetMoment(Form form, string name, Moment? moment, DateTimeZone zone)
    {
        if (moment?.Instant?.InZone(zone).LocalDateTime is { } local)
        {
            form.Set(name, LocalDatePattern.Iso.Format(local.Date));
            form.Set(Pages.Moments.TimeOf(name), local.ToString("HH:mm", CultureInfo.InvariantCulture));
        }
        else
        {
            form.Set(name, "");
            form.Set(Pages.Moments.TimeOf(name), "");
        }
        form.Set(Shown(name), Entered(form, name));
    }

    /// <summary>Another zone makes another time of it.</summary>
    private static string Entered(Form form, string name) => $"{form[name]} {form[Pages.Moments.TimeOf(name)]} {form["zone"]}";

    [GeneratedRegex(@"^([A-Za-z]{2}(?:-[A-Za-z]{2})?)[\s:;,=]+([0-9]{1,12})$")]
    private static partial Regex CountryAndPeople();
}
