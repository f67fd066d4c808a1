using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace BreachNotify.Benchmarks;

/// <summary>The real service as a process of its own, on a temporary folder, with the identities a mailing needs.</summary>
public sealed class Service : IAsyncDisposable
{
    /// <summary>Says nothing about single requests.</summary>
    public const string Quiet = "--Logging:LogLevel:Default=Warning";

    private const string Key = "key-of-the-benchmarks";

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _administrator;

    private Service(Process process, string folder, Uri address)
    {
        (_process, _folder, Address) = (process, folder, address);
        _administrator = Client(Key);
        Officer = _administrator;
    }

    public Uri Address { get; }

    /// <summary>Registers, imports and freezes.</summary>
    public HttpClient Officer { get; private set; }

    /// <summary>Approves what the officer froze.</summary>
    public HttpClient Approver => _administrator;

    /// <summary>The most memory the process has held so far (<c>VmHWM</c>), in MB.</summary>
    public long PeakMegabytes => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024;

    public static string AuthorizationHeader => $"Bearer {Key}";

    public static async Task<Service> Start(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-benchmark-").FullName;
        var port = Peer.FreePort();
        string[] arguments =
        [
            typeof(BreachNotify.Program).Assembly.Location,
            $"--urls=http://127.0.0.1:{port}",
            $"--BreachNotify:MasterKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            $"--BreachNotify:Access:BootstrapKey={Key}",
            Quiet,
            .. settings.Select(setting => $"--BreachNotify:{setting}"),
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder })!;
        await Peer.Listening(port);
        var service = new Service(process, folder, new Uri($"http://127.0.0.1:{port}"));
        var created = await Json(await service._administrator.PostAsJsonAsync("/api/v1/keys", new { name = "officer", roles = new[] { "officer" } }));
        service.Officer = service.Client(created.GetProperty("key").GetString()!);
        return service;
    }

    /// <summary>A mailing with everything a notice must hold, still without recipients.</summary>
    public async Task<string> DraftMailing()
    {
        var breach = await Json(await Officer.PostAsJsonAsync("/api/v1/breaches", new
        {
            title = "Benchmark",
            awareAt = "2026-11-20T10:00:00Z",
            authority = "DE",
            risk = "high",
            controller = new { name = "Controller", country = "DE", address = "Street 1, 10115 Berlin" },
            contact = new { name = "Data protection officer", email = "dpo@controller.example", phone = "+49 30 000000" },
            nature = "Somebody outside the company copied a file with names, addresses and e-mail addresses of customers.",
            dataTypes = new[] { "name", "postal address", "e-mail address" },
            consequences = "You may get deceptive messages that use your name and address.",
            measures = "We closed the access, changed all passwords and called in specialists.",
            advice = "Be careful with messages that ask for passwords or payments.",
        }));
        var mailing = await Json(await Officer.PostAsJsonAsync($"/api/v1/breaches/{breach.GetProperty("id").GetString()}/mailings", new { template = "people", fallbackLanguage = "en" }));
        return mailing.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> Import(string mailing, string file)
    {
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await Json(await Officer.PutAsync($"/api/v1/mailings/{mailing}/recipients", content));
    }

    public static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement
            : throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private HttpClient Client(string key) => new()
    {
        BaseAddress = Address,
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };
}
