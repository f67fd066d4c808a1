using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Operations;
using MimeKit;
using NodaTime;

namespace BreachNotify.Demo;

/// <summary>
/// The main job on a sample, through the front door of the service itself: a breach is registered, its deadlines and both
/// tiers of fines come out, and a thousand people get their notice into a folder. The case is that of a maker of luxury
/// goods whose mailboxes stood open for nine months.
/// </summary>
public sealed class Demonstration(HttpClient administrator, HttpClient officer, string folder)
{
    private static readonly string[] Administrators = ["administrator"];

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
        var person = await Post(administrator, "users", new { name = "Eva Example", email = "eva@example.com", roles = Administrators });
        Say("", $"The service stays up at {address} until Ctrl+C.", $"To see it in a browser choose a password at {person.GetProperty("link").GetString()}", $"Key (administrator): {key}", $"Try: curl -H 'Authorization: Bearer {key}' {address}api/v1/breaches");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private async Task Play()
    {
        Say("", "1. A breach is registered.");
        var aware = DateTimeOffset.Parse("2026-04-02T17:40:00+02:00", CultureInfo.InvariantCulture);
        var breach = await Post(officer, "breaches", SampleCase.Of(Instant.FromDateTimeOffset(aware)));
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

    private static async Task<string> NewKey(HttpClient client, string name, string role) =>
        (await Post(client, "keys", new { name, roles = new[] { role } })).GetProperty("key").GetString()!;

    private static HttpClient Client(Uri address, string key) => new()
    {
        BaseAddress = new Uri(address, "api/v1/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private static async Task<JsonElement> Get(HttpClient client, string path) => await Read(await client.GetAsync(path));

    private static async Task<JsonElement> Post(HttpClient client, string path, object? body) =>
        await Read(await client.PostAsync(path, body is null ? null : JsonContent.Create(body, options: JsonContract.Options)));

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
