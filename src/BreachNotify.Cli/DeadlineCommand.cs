using System.CommandLine;
using System.Globalization;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify deadline</c>: by when must whom be told?</summary>
public static class DeadlineCommand
{
    private const string WantsAct = "must be a kind and an instant, with the obligation it meets where it meets one: classified=2026-08-01T10:00:00Z or filed:dora-19-initial=2026-08-04T14:00:00Z.";

    public static Command Create()
    {
        var aware = new Option<string>("--aware") { Description = "Awareness: RFC 3339 with offset, or local without offset (read in --zone)", Required = true };
        var occurred = new Option<string?>("--occurred") { Description = "When the breach happened, RFC 3339 with offset" };
        var authority = new Option<string?>("--authority") { Description = "Whose authority is notified: DE, DE-BY, FR, GB, CH, EU, US, US-CA, JP ...; not needed with --seat, --affected or a --regime that has one authority" };
        var seats = new Option<string[]>("--seat") { Description = "Country of an establishment of the controller, the main one first. May be repeated" };
        var inEea = new Option<bool?>("--established-in-eea") { Description = "true or false; default whether a seat lies there" };
        var affected = new Option<string[]>("--affected") { Description = "People affected in a country: GR=1200. May be repeated" };
        var facts = new Option<string[]>("--fact") { Description = "A fact a regime asks for: malicious=true, people=400, financialEntity=creditInstitution. May be repeated" };
        var zone = new Option<string?>("--zone") { Description = "IANA zone of a local awareness; default the authority's" };
        var sector = new Option<string?>("--sector") { Description = "private (default) or public" };
        var role = new Option<string?>("--role") { Description = "controller (default), jointController or processor" };
        var risk = new Option<string?>("--risk") { Description = "unlikely, risk (default) or high" };
        var regimes = new Option<string[]>("--regime") { Description = $"Regime id; default those of the authority. May be repeated: {string.Join(", ", DeadlineRules.Regimes)}" };
        var asOf = new Option<string?>("--as-of") { Description = "Date of the law applied; default the day of awareness" };
        var whatIf = new Option<string?>("--what-if") { Description = "A proposal laid over the law, such as digital-omnibus" };
        var filed = new Option<string?>("--filed") { Description = "When the notice was filed: is it in time, and under which readings?" };
        var acts = new Option<string[]>("--act") { Description = "What was done: classified=<instant>, filed:dora-19-initial=<instant>. May be repeated" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("deadline", "By when must whom be notified of a breach, under every reading of the law")
        {
            aware, occurred, authority, seats, inEea, affected, facts, zone, sector, role, risk, regimes, asOf, whatIf, filed, acts, json,
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var (where, who) = (Given(parsed.GetValue(seats)), Given(parsed.GetValue(affected)));
            var answer = DeadlineRules.Answer(new DeadlineQuestion
            {
                AwareAt = parsed.GetRequiredValue(aware),
                OccurredAt = parsed.GetValue(occurred),
                Authority = parsed.GetValue(authority),
                Facts = where is null && who is null && parsed.GetValue(inEea) is null ? null : new EstablishmentFacts
                {
                    Seats = where,
                    EstablishedInEea = parsed.GetValue(inEea),
                    Affected = who?.Select(AffectedOf).ToList(),
                },
                RegimeFacts = Given(parsed.GetValue(facts)) is { } stated ? FactOptions.Read(stated) : null,
                Zone = parsed.GetValue(zone),
                Sector = Word<Sector>("--sector", parsed.GetValue(sector)),
                Role = Word<Role>("--role", parsed.GetValue(role)),
                Risk = Word<RiskLevel>("--risk", parsed.GetValue(risk)),
                Regimes = Given(parsed.GetValue(regimes)),
                AsOf = parsed.GetValue(asOf),
                WhatIf = parsed.GetValue(whatIf),
                Acts = ActsOf(parsed.GetValue(filed), Given(parsed.GetValue(acts))),
            });
            if (parsed.GetValue(json))
            {
                Exit.WriteJson(answer);
            }
            else
            {
                DeadlineReport.Write(Spectre.Console.AnsiConsole.Console, answer);
            }
        }));
        return command;
    }

    private static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;

    private static T? Word<T>(string option, string? word)
        where T : struct, Enum => word is null ? null : Words.Parse<T>(option, word);

    private static AffectedPeople AffectedOf(string text) =>
        text.Split('=') is [var country, var people] && long.TryParse(people, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? new AffectedPeople(country, count)
            : throw new QuestionException(false, "--affected", text, "must be a country and a number of people, such as GR=1200.");

    private static List<Act>? ActsOf(string? filed, string[]? acts)
    {
        List<Act> found = [.. filed is null ? Array.Empty<Act>() : [new Act { Kind = ActKind.Filed, At = filed }], .. (acts ?? []).Select(ActOf)];
        return found.Count > 0 ? found : null;
    }

    private static Act ActOf(string text)
    {
        if (text.Split('=') is not [var what, var at])
        {
            throw new QuestionException(false, "--act", text, WantsAct);
        }
        var parts = what.Split(':');
        return parts.Length <= 2
            ? new Act { Kind = Words.Parse<ActKind>("--act", parts[0]), At = at, Obligation = parts.Length == 2 ? parts[1] : null }
            : throw new QuestionException(false, "--act", text, WantsAct);
    }
}
