using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P10: from the start of the process to its first answer, of the service as it is published (<c>POST /deadlines</c> with a
/// key) and of an empty application. The service starts once on an empty folder, where it makes its database, and then again
/// on what it finds.
/// </summary>
public static class ColdStart
{
    private const string Key = "key-of-the-benchmarks";
    private const string Question = """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","regimes":["gdpr"]}""";

    public static async Task Compare()
    {
        var report = new Report("P10 cold start");
        var folder = Directory.CreateTempSubdirectory("breachnotify-benchmark-").FullName;
        var program = Path.Combine(folder, "program");
        await Peer.Run("dotnet", "publish", "src/BreachNotify", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-o", program);
        var masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Task<double> Ours() => ToFirstAnswer(folder, "/api/v1/deadlines", Path.Combine(program, "BreachNotify.dll"),
            $"--BreachNotify:MasterKey={masterKey}", $"--BreachNotify:Access:BootstrapKey={Key}", Service.Quiet);
        Task<double> Empty() => ToFirstAnswer(folder, "/", typeof(ColdStart).Assembly.Location, "empty", Service.Quiet);

        await Empty();
        var first = await Ours();
        report.Line(string.Create(CultureInfo.InvariantCulture, $"- service on an empty folder: {first:0} ms"));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Report.Rounds; round++)
        {
            ours.Add(await Ours());
            theirs.Add(await Empty());
        }
        report.Ratio("service", "ms", ours, "empty application", theirs);
        report.Save();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The peer: what <c>dotnet new web</c> makes.</summary>
    public static async Task ServeNothing(string[] args)
    {
        var app = WebApplication.Create(args);
        app.MapMethods("/", ["GET", "POST"], () => "Hello World!");
        await app.RunAsync();
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> ToFirstAnswer(string folder, string path, params string[] command)
    {
        var port = Peer.FreePort();
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [.. command, $"--urls=http://127.0.0.1:{port}"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        try
        {
            while (true)
            {
                try
                {
                    using var answer = await client.PostAsync($"http://127.0.0.1:{port}{path}", new StringContent(Question, Encoding.UTF8, "application/json"));
                    answer.EnsureSuccessStatusCode();
                    return watch.Elapsed.TotalMilliseconds;
                }
                catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && watch.Elapsed < TimeSpan.FromMinutes(1))
                {
                    await Task.Delay(2);
                }
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
