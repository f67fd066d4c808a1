using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Operations;
using MimeKit;

namespace BreachNotify.Demo;

/// <summary>
/// The main job on a sample, through the front door of the service itself: a breach is registered, its deadlines and both
/// tiers of fines come out, and a thousand people get their notice into a folder. The case is that of a maker of luxury
/// goods whose mailboxes stood open for nine months.
/// </summary>
public sealed class Demonstration(HttpClient administrator, HttpClient officer, string folder)
{
    private const int People = 1000;

    /// <summary>Runs the demonstration and, unless <c>--exit</c> is among the arguments, leaves the service up.</summary>
    public static async Task<int> Run(string[] args, TimeProvider clock)
    {
        var exit = args.Contains("--exit");
        var folder = Path.GetFullPath(Path.Combine("data", "demo"));
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        var key = "demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string[] settings =
        [
            .. args.Where(arg => arg != "--exit"),
            $"--BreachNotify:Database:ConnectionString={Path.Combine(folder, "breachnotify.db")}",
            $"--BreachNotify:Mail:Transport=pickup",
            $"--BreachNotify:Mail:PickupFolder={Path.Combine(folder, "pickup")}",
            $"--BreachNotify:MasterKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            $"--BreachNotify:Access:BootstrapKey={key}",
            "--BreachNotify:Database:Provider=sqlite",
            .. DefaultAddressTaken() ? (string[])["--urls=http://127.0.0.1:0"] : [],
        ];
        await using var app = await Program.Build(settings, clock);
        await app.Listen();
        var address = new Uri(app.Urls.First());
        using var administrator = Client(address, key);
        using var officer = Client(address, await NewKey(administrator, "Privacy officer", "officer"));
        await new Demonstration(administrator, officer, folder).Play();
        if (exit)
        {
            await app.StopAsync();
            return 0;
        }
        var person = await Invite(administrator, "Eva Example", "eva@example.com", "administrator");
        Say("", $"The service stays up at {address} until Ctrl+C.", $"To see it in a browser choose a password at {person.GetProperty("link").GetString()}", $"Key (administrator): {key}", $"Try: curl -H 'Authorization: Bearer {key}' {address}api/v1/breaches");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private async Task Play()
    {
        Say("", "1. A breach is registered.");
        var aware = DateTimeOffset.Parse("2026-04-02T17:40:00+02:00", CultureInfo.InvariantCulture);
        var breach = await Post(officer, "breaches", Case(aware));
        var id = breach.GetProperty("id").GetString()!;
        Say($"   {breach.GetProperty("title").GetString()}, aware {aware:yyyy-MM-dd HH:mm zzz}");

        Say("", "2. By when must whom be told? Thursday before Easter, the readings of the 72 hours side by side:");
        var deadlines = await Get(officer, $"breaches/{id}/deadlines");
        foreach (var obligation in deadlines.GetProperty("obligations").EnumerateArray())
        {
            ShowObligation(obligation);
        }
        Say($"   rule book {deadlines.GetProperty("ruleBook")}, proof {deadlines.GetProperty("proof")}");

        Say("", "3. What may a fine come to? Group turnover EUR 300 million:");
        ShowFines(await Post(officer, "fines", new
        {
            regime = "gdpr",
            entity = new { kind = "undertaking", turnover = new { amount = 300_000_000m, currency = "EUR" } },
            infringements = new[]
            {
                new { provision = "33(1)", seriousness = "low" },
                new { provision = "32", seriousness = "medium" },
                new { provision = "5(1)(f)", seriousness = "medium" },
            },
        }));

        Say("", $"4. {People} people in four languages are told.");
        await Mail(id);

        var verified = await Get(administrator, "journal/verify");
        Say("", $"5. The journal holds: {verified.GetProperty("holds")}, {verified.GetProperty("entries")} entries, head {verified.GetProperty("head")}");
    }

    private async Task Mail(string breach)
    {
        var mailing = (await Post(officer, $"breaches/{breach}/mailings", new { template = "people", fallbackLanguage = "en", from = "Maison Exemple <privacy@maison.example>" })).GetProperty("id").GetString()!;
        using var csv = new ByteArrayContent(SamplePeople.Csv(People)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        var import = await Read(await officer.PutAsync($"mailings/{mailing}/recipients", csv));
        Say($"   imported: {import.GetProperty("rows")} rows, {import.GetProperty("accepted")} accepted, {import.GetProperty("duplicates")} duplicates, {import.GetProperty("rejected")} rejected");
        Say($"   frozen by the officer: {(await Post(officer, $"mailings/{mailing}/freeze", null)).GetProperty("hash")}");
        await Post(administrator, $"mailings/{mailing}/approve", null);
        Say("   approved by another identity");
        await Post(officer, $"mailings/{mailing}/start", null);
        var state = await Finished(mailing);
        var counts = state.GetProperty("counts");
        Say($"   {state.GetProperty("state")}: {counts.GetProperty("accepted")} accepted of {counts.GetProperty("total")}, {counts.GetProperty("inDoubt")} in doubt, {counts.GetProperty("rejected")} rejected");
        var pickup = Path.Combine(folder, "pickup");
        var letters = Directory.EnumerateFiles(pickup, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Say($"   {letters.Count} letters lie in {pickup}; one of them:", "");
        var letter = await MimeMessage.LoadAsync(letters[0]);
        Say($"   | To: {letter.To}", $"   | Subject: {letter.Subject}", "   |");
        foreach (var line in (letter.TextBody ?? "").Split('\n').Take(14))
        {
            Say($"   | {line.TrimEnd()}");
        }
        Say("   | ...");
    }

    private async Task<JsonElement> Finished(string mailing)
    {
        // The service pushes its state; the demonstration reads until it ends.
        using var events = await officer.GetAsync($"mailings/{mailing}/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                var state = JsonDocument.Parse(line[5..]).RootElement;
                Say($"   {state.GetProperty("state")}, {state.GetProperty("counts").GetProperty("accepted")} accepted");
                if (state.GetProperty("state").GetString() is "completed" or "paused" or "cancelled")
                {
                    return state;
                }
            }
        }
        return await Get(officer, $"mailings/{mailing}");
    }

    private static void ShowObligation(JsonElement obligation)
    {
        var required = obligation.GetProperty("required").GetBoolean() ? "required" : "not required";
        Say($"   {obligation.GetProperty("id").GetString()} to {obligation.GetProperty("recipient").GetString()}: {required}, {(obligation.TryGetProperty("standard", out var standard) ? standard.GetString() : $"due {obligation.GetProperty("due").GetString()}")}");
        if (!obligation.TryGetProperty("readings", out var readings))
        {
            return;
        }
        foreach (var reading in readings.EnumerateArray())
        {
            Say($"      {reading.GetProperty("id").GetString(),-22} {reading.GetProperty("local").GetString()}  {reading.GetProperty("standing").GetString()}");
        }
    }

    private static void ShowFines(JsonElement fines)
    {
        foreach (var tier in fines.GetProperty("tiers").EnumerateArray())
        {
            Say($"   Art. {tier.GetProperty("id").GetString()}: at most {Amount(tier.GetProperty("ceiling"), "amount")} ({tier.GetProperty("limb").GetString()} amount governs)");
        }
        foreach (var found in fines.GetProperty("infringements").EnumerateArray())
        {
            var range = found.GetProperty("adjustedAmount");
            Say($"   Art. {found.GetProperty("provision").GetString(),-8} {found.GetProperty("seriousness").GetString(),-7} starts between {Amount(range, "low")} and {Amount(range, "high")}");
        }
        Say($"   all together at most {Amount(fines.GetProperty("total").GetProperty("ceiling"), "amount")}; a start and a ceiling, not an expected fine");
    }

    private static string Amount(JsonElement money, string member) =>
        string.Create(CultureInfo.InvariantCulture, $"{money.GetProperty("currency").GetString()} {money.GetProperty(member).GetDecimal():#,0.##}");

    private static object Case(DateTimeOffset aware) => new
    {
        title = "Mailboxes of customer care open to strangers",
        awareAt = aware,
        authority = "FR",
        risk = "high",
        incidentKind = "dataBreachByHackers",
        controller = new { name = "Maison Exemple SA", country = "FR", address = "1 rue de l'Exemple, 75001 Paris" },
        contact = new { name = "Data protection officer of Maison Exemple", email = "dpo@maison.example", phone = "+33 1 99 00 00 00" },
        nature = "Strangers were able to read three of our e-mail mailboxes, the first for nine months, after an employee had followed a link in a deceptive message. One mailbox held a table with customers' addresses; an investigation showed that the entries of fewer than 1,000 people were opened, yours among them.",
        dataTypes = new[] { "name", "postal address", "e-mail address", "list of purchases" },
        consequences = "Somebody may use your name, address and purchases to write or call you under a pretext, or know that valuable goods are kept at your home.",
        measures = "We have closed the access, changed all passwords, introduced a second factor for signing in, informed the supervisory authority and filed a complaint with the police.",
        advice = "Be careful with messages and calls that mention your purchases. We never ask for passwords or payments by e-mail or telephone. If somebody claims to visit on our behalf, call us first.",
        affected = new[] { new { country = "FR", people = 400 }, new { country = "DE", people = 250 }, new { country = "JP", people = 250 }, new { country = "GB", people = 100 } },
        occurredFrom = aware.AddMonths(-9),
        occurredUntil = aware,
        translations = new Dictionary<string, object>
        {
            ["de"] = new
            {
                nature = "Unbefugte konnten drei unserer E-Mail-Postfächer lesen, das erste neun Monate lang, nachdem ein Mitarbeiter einem Link in einer betrügerischen Nachricht gefolgt war. In einem Postfach lag eine Liste mit Adressen von Kunden; die Untersuchung ergab, dass die Einträge von weniger als 1.000 Personen geöffnet wurden, darunter Ihrer.",
                dataTypes = new[] { "Name", "Postanschrift", "E-Mail-Adresse", "Liste der Einkäufe" },
                consequences = "Jemand könnte Ihnen unter einem Vorwand schreiben oder Sie anrufen oder wissen, dass bei Ihnen wertvolle Waren aufbewahrt werden.",
                measures = "Wir haben den Zugang geschlossen, alle Passwörter geändert, einen zweiten Faktor für die Anmeldung eingeführt, die Aufsichtsbehörde unterrichtet und Anzeige erstattet.",
                advice = "Seien Sie vorsichtig bei Nachrichten und Anrufen, die Ihre Einkäufe erwähnen. Wir fragen nie per E-Mail oder Telefon nach Passwörtern oder Zahlungen. Kündigt jemand einen Besuch in unserem Namen an, rufen Sie uns vorher an.",
            },
            ["fr"] = new
            {
                nature = "Des tiers ont pu lire trois de nos boîtes de courrier électronique, la première pendant neuf mois, après qu'un employé a suivi un lien dans un message trompeur. L'une d'elles contenait un tableau d'adresses de clients ; l'enquête a montré que les données de moins de 1 000 personnes, dont les vôtres, ont été ouvertes.",
                dataTypes = new[] { "nom", "adresse postale", "adresse électronique", "liste d'achats" },
                consequences = "Quelqu'un pourrait vous écrire ou vous appeler sous un prétexte, ou savoir que des objets de valeur se trouvent chez vous.",
                measures = "Nous avons fermé l'accès, changé tous les mots de passe, introduit un second facteur de connexion, informé l'autorité de contrôle et déposé plainte.",
                advice = "Méfiez-vous des messages et des appels qui mentionnent vos achats. Nous ne demandons jamais de mot de passe ni de paiement par courriel ou par téléphone. Si quelqu'un annonce une visite de notre part, appelez-nous d'abord.",
            },
            ["ja"] = new
            {
                nature = "従業員が不審なメッセージのリンクを開いたことにより、第三者が当社の三つのメールボックスを閲覧できる状態になり、最初のものは九か月間続いていました。そのうち一つにお客様の住所の一覧があり、調査の結果、お客様を含む千人未満の情報が開かれたことが分かりました。",
                dataTypes = new[] { "お名前", "ご住所", "メールアドレス", "ご購入の一覧" },
                consequences = "何者かが口実を設けてお客様に連絡したり、高価な品がご自宅にあることを知ったりするおそれがあります。",
                measures = "アクセスを遮断し、すべてのパスワードを変更し、二段階認証を導入し、監督機関に報告し、警察に届け出ました。",
                advice = "ご購入に触れるメッセージやお電話にご注意ください。当社がメールや電話でパスワードやお支払いをお願いすることはありません。当社を名乗る訪問の連絡があった場合は、まず当社にお電話ください。",
            },
        },
    };

    private static async Task<string> NewKey(HttpClient client, string name, string role) =>
        (await Post(client, "keys", new { name, roles = new[] { role } })).GetProperty("key").GetString()!;

    private static Task<JsonElement> Invite(HttpClient client, string name, string email, string role) => Post(client, "users", new { name, email, roles = new[] { role } });

    private static HttpClient Client(Uri address, string key) => new()
    {
        BaseAddress = new Uri(address, "api/v1/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private static async Task<JsonElement> Get(HttpClient client, string path) => await Read(await client.GetAsync(path));

    private static async Task<JsonElement> Post(HttpClient client, string path, object? body) =>
        await Read(await client.PostAsync(path, body is null ? null : JsonContent.Create(body)));

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement
            : throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {text}");
    }

    private static bool DefaultAddressTaken()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, new Uri(Hosting.DefaultAddress).Port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static void Say(params string[] lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }
    }
}
