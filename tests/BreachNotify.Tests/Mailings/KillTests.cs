using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BreachNotify.Tests.Mailings;

/// <summary>The promise of the ledger, against the real process: killed at any moment, it loses nobody and names every doubtful case.</summary>
public sealed class KillTests
{
    private const int People = 20_000;
    private const int Kills = 10;
    private const int Connections = 8;
    private const int Window = 16;

    [Fact]
    public async Task A_mailing_killed_ten_times_reaches_everybody_and_names_every_repetition()
    {
        await using var server = new RecordingSmtpServer();
        var folder = Directory.CreateTempSubdirectory("breachnotify-kill-").FullName;
        var process = await Start(folder, server);
        try
        {
            var id = await BeginMailing(process);
            for (var kill = 1; kill <= Kills; kill++)
            {
                var goal = People * kill / (Kills + 1);
                await Until(() => server.Messages.Count >= goal, process);
                process.Kill();
                process = await Start(folder, server);
            }
            JsonElement status = default;
            await Until(async () => (status = await process.Get($"mailings/{id}")).GetProperty("state").GetString() == "completed", process);

            var counts = status.GetProperty("counts");
            Assert.Equal(People, counts.GetProperty("accepted").GetInt32());
            Assert.Equal(People, counts.GetProperty("total").GetInt32());
            var received = server.Accepted.GroupBy(message => message.Recipient).ToDictionary(group => group.Key, group => group.ToList());
            Assert.Equal(People, received.Count);
            var repeated = received.Where(person => person.Value.Count > 1).ToList();
            Assert.All(repeated, person => Assert.Single(person.Value.Select(message => message.MessageId).Distinct()));
            Assert.True(server.Messages.Count - People <= Kills * Connections * Window, $"{server.Messages.Count - People} repetitions");
            var doubtful = await Doubtful(process, id);
            Assert.Subset(doubtful, repeated.Select(person => person.Key).ToHashSet());
            Assert.True(doubtful.Count <= Kills * Connections * Window, $"{doubtful.Count} in doubt");
            Assert.True((await process.Get("journal/verify")).GetProperty("holds").GetBoolean());
        }
        finally
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> BeginMailing(RunningService process)
    {
        var breach = (await process.Post("breaches", MailingUnderTest.CompleteBreach)).GetProperty("id").GetString();
        var id = (await process.Post($"breaches/{breach}/mailings", new { template = "people", fallbackLanguage = "en" })).GetProperty("id").GetString()!;
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(MailingUnderTest.People(People))) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        (await process.Client.PutAsync($"api/v1/mailings/{id}/recipients", file)).EnsureSuccessStatusCode();
        await process.Post($"mailings/{id}/freeze", new { });
        var approver = (await process.Post("keys", new { name = "Approver", roles = new[] { "approver" } })).GetProperty("key").GetString()!;
        using var approve = new HttpRequestMessage(HttpMethod.Post, $"api/v1/mailings/{id}/approve") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", approver) } };
        (await process.Client.SendAsync(approve)).EnsureSuccessStatusCode();
        await process.Post($"mailings/{id}/start", new { });
        return id;
    }

    private static async Task<HashSet<string>> Doubtful(RunningService process, string id)
    {
        var people = new HashSet<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await process.Get($"mailings/{id}/doubtful{(cursor.Length > 0 ? $"?cursor={cursor}" : "")}");
            people.UnionWith(page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("email").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        return people;
    }

    private static Task Until(Func<bool> holds, RunningService process) => Until(() => Task.FromResult(holds()), process);

    private static async Task Until(Func<Task<bool>> holds, RunningService process)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2) && !process.HasExited, $"It does not go on. {process.Output}");
            await Task.Delay(2);
        }
    }

    private static async Task<RunningService> Start(string folder, RecordingSmtpServer server)
    {
        var service = new RunningService(folder, [.. server.Settings, $"Mail:Connections={Connections}", $"Mail:Window={Window}"]);
        await service.Ready();
        return service;
    }
}

/// <summary>The service as a process of its own.</summary>
public sealed class RunningService
{
    private const string Key = "bootstrap-key-of-the-kill-tests";
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningService(string folder, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
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

    public async Task Ready()
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
