using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BreachNotify.Tests.Mailings;

/// <summary>The service as a process of its own.</summary>
public sealed class RunningService
{
    private const string Key = "bootstrap-key-of-the-kill-tests";
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningService(string folder, string[] settings, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["BreachNotify__MasterKey"] = Convert.ToBase64String(SHA256.HashData("a master key for tests"u8));
        start.Environment["BreachNotify__Access__BootstrapKey"] = Key;
        foreach (var setting in settings)
        {
            var (name, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            start.Environment["BreachNotify__" + name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new();

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts and waits until it answers.</summary>
    public static async Task<RunningService> Start(string folder, string[] settings, IReadOnlyDictionary<string, string>? environment = null)
    {
        var service = new RunningService(folder, settings, environment ?? new Dictionary<string, string>());
        await service.Ready();
        return service;
    }

    private async Task Ready()
    {
        var exited = _process.WaitForExitAsync();
        Assert.True(await Task.WhenAny(_address.Task, exited) == _address.Task, $"It did not start: {Output}");
        Client.BaseAddress = await _address.Task;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        Client.Dispose();
    }

    /// <summary>Registers a breach and begins a mailing to so many people.</summary>
    public async Task<string> BeginMailing(int people, string doubtPolicy = "resend")
    {
        var breach = (await Post("breaches", MailingUnderTest.CompleteBreach)).GetProperty("id").GetString();
        var id = (await Post($"breaches/{breach}/mailings", new { template = "people", fallbackLanguage = "en", doubtPolicy })).GetProperty("id").GetString()!;
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(MailingUnderTest.People(people))) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        (await Client.PutAsync($"api/v1/mailings/{id}/recipients", file)).EnsureSuccessStatusCode();
        await Post($"mailings/{id}/freeze", new { });
        var approver = (await Post("keys", new { name = "Approver", roles = new[] { "approver" } })).GetProperty("key").GetString()!;
        using var approve = new HttpRequestMessage(HttpMethod.Post, $"api/v1/mailings/{id}/approve") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", approver) } };
        (await Client.SendAsync(approve)).EnsureSuccessStatusCode();
        await Post($"mailings/{id}/start", new { });
        return id;
    }

    /// <summary>The addresses of everybody who was ever in doubt.</summary>
    public async Task<HashSet<string>> Doubtful(string mailing)
    {
        var people = new HashSet<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await Get($"mailings/{mailing}/doubtful{(cursor.Length > 0 ? $"?cursor={cursor}" : "")}");
            people.UnionWith(page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("email").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        return people;
    }

    public async Task<JsonElement> Completed(string mailing)
    {
        JsonElement status = default;
        await Until(async () => (status = await Get($"mailings/{mailing}")).GetProperty("state").GetString() == "completed");
        return status;
    }

    public Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    /// <summary>Gives up after five minutes or when the process has ended.</summary>
    public async Task Until(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(5) || HasExited)
            {
                Assert.Fail($"It does not go on. {Output}");
            }
            await Task.Delay(2);
        }
    }

    public Task<JsonElement> Get(string path) => Client.GetJson($"/api/v1/{path}");

    public async Task<JsonElement> Post(string path, object body)
    {
        var response = await Client.PostJson($"/api/v1/{path}", body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.Json();
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
        const string Listens = "BreachNotify listens on ";
        if (line?.StartsWith(Listens, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line[Listens.Length..].Split(';', ',')[0]));
        }
    }
}
