using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace BreachNotify.Tests;

/// <summary>
/// The real service in this process: Kestrel on a free port, a database of its own, everything below one temporary
/// folder. Its clock stands at <see cref="Start"/> until a test moves it.
/// </summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    public const string BootstrapKey = "bootstrap-key-of-the-tests";
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly bool _ownsFolder;

    private ServiceUnderTest(WebApplication app, string folder, bool ownsFolder, FakeTimeProvider clock)
    {
        (_app, Folder, _ownsFolder, Clock) = (app, folder, ownsFolder, clock);
        Address = new Uri(app.Urls.First());
        Anonymous = NewClient();
        Administrator = ClientFor(BootstrapKey);
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public Database Database => (Database)_app.Services.GetService(typeof(Database))!;

    /// <summary>Sends no key.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Sends the bootstrap key.</summary>
    public HttpClient Administrator { get; }

    /// <param name="settings">
    /// Such as <c>Mail:Window=4</c>, below the section BreachNotify, or with two dashes one of the host's own; they win over the
    /// defaults here.
    /// </param>
    public static Task<ServiceUnderTest> Run(params string[] settings) =>
        Run(Directory.CreateTempSubdirectory("breachnotify-").FullName, true, new FakeTimeProvider(Start), settings);

    /// <summary>On a folder that stays, to start a second time on the same data.</summary>
    public static Task<ServiceUnderTest> RunIn(string folder, params string[] settings) => Run(folder, false, new FakeTimeProvider(Start), settings);

    /// <summary>A client with a key of one role, made on first use; a <paramref name="number"/> for a second identity.</summary>
    public async Task<HttpClient> As(Role role, int number = 1)
    {
        var name = $"{Words<Role>.Of(role)} {number}";
        if (!_clients.TryGetValue(name, out var client))
        {
            var created = await Administrator.PostJson("/api/v1/keys", new { name, roles = new[] { role } });
            client = _clients[name] = ClientFor((await created.Json()).GetProperty("key").GetString()!);
        }
        return client;
    }

    /// <summary>Whoever expects "100 Continue" waits for it also on a busy machine: a refusal comes before the body is sent.</summary>
    private HttpClient NewClient() => new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = Address };

    public HttpClient ClientFor(string key)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values.Append(Anonymous).Append(Administrator))
        {
            client.Dispose();
        }
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task<ServiceUnderTest> Run(string folder, bool ownsFolder, FakeTimeProvider clock, string[] settings)
    {
        string[] defaults =
        [
            $"Database:ConnectionString={Path.Combine(folder, "breachnotify.db")}",
            $"MasterKey={Convert.ToBase64String(SHA256.HashData("a master key for tests"u8))}",
            $"Access:BootstrapKey={BootstrapKey}",
            $"Mail:PickupFolder={Path.Combine(folder, "pickup")}",
        ];
        string[] args = ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Critical", .. defaults.Concat(settings).Select(setting => setting.StartsWith("--", StringComparison.Ordinal) ? setting : $"--BreachNotify:{setting}")];
        var app = await Program.Build(args, clock);
        await app.StartAsync();
        return new ServiceUnderTest(app, folder, ownsFolder, clock);
    }
}

public static class HttpClientExtensions
{
    public static Task<HttpResponseMessage> PostJson(this HttpClient client, string path, object body) =>
        client.PostAsync(path, JsonContent.Create(body, options: JsonContract.Options));

    /// <summary>Text sent as it is, to send what is not JSON.</summary>
    public static Task<HttpResponseMessage> PostText(this HttpClient client, string path, string body, string contentType = "application/json") =>
        client.PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } });

    public static async Task<JsonElement> Json(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public static async Task<JsonElement> GetJson(this HttpClient client, string path)
    {
        var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Json();
    }
}

/// <summary>An answer of 400 and above as a test reads it.</summary>
public sealed record Problem(int Status, string Detail, IReadOnlyList<FieldError> Errors)
{
    public IEnumerable<string> Fields => Errors.Select(error => error.Field);

    /// <summary>Asserts the shape of RFC 9457 on the way.</summary>
    public static async Task<Problem> Of(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode >= 400, $"Not a problem but {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        Assert.Equal((int)response.StatusCode, root.GetProperty("status").GetInt32());
        Assert.NotEmpty(root.GetProperty("type").GetString()!);
        Assert.NotEmpty(root.GetProperty("title").GetString()!);
        return new Problem(
            (int)response.StatusCode,
            root.GetProperty("detail").GetString()!,
            root.TryGetProperty("errors", out var errors) ? errors.Deserialize<List<FieldError>>(JsonContract.Options)! : []);
    }
}
