using System.Globalization;
using System.Text.RegularExpressions;
using BreachNotify.Operations;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P5: <c>POST /deadlines</c> and <c>POST /fines</c> under <c>wrk -t2 -c64</c> against a bare Minimal API endpoint that
/// returns a constant of the same size. Every request asks a different question.
/// </summary>
public static partial class Stateless
{
    private const string Seconds = "8s";

    public static async Task Compare()
    {
        var report = new Report("P5 stateless answers against a bare endpoint");
        await using var service = await Service.Start();
        foreach (var (path, body) in new[]
        {
            ("/api/v1/deadlines", """'{"awareAt":"2026-' .. string.format('%02d-%02dT%02d:%02d:00', i % 12 + 1, i % 28 + 1, i % 24, i % 60) .. '+02:00","authority":"DE","role":"controller","risk":"risk","regimes":["gdpr"]}'"""),
            ("/api/v1/fines", """'{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":' .. (300000000 + i) .. ',"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a"},{"provision":"5(1)(f)","seriousness":"medium","conduct":"a"}]}'"""),
        })
        {
            var size = (await service.Officer.PostAsync(path, new StringContent(Sample(path), null, "application/json"))).Content.Headers.ContentLength!.Value;
            var port = Peer.FreePort();
            using var bare = Peer.Start("dotnet", typeof(Stateless).Assembly.Location, "bare", $"--urls=http://127.0.0.1:{port}", $"--size={size}", Service.Quiet);
            await Peer.Listening(port);
            var script = Path.GetTempFileName();
            await File.WriteAllTextAsync(script, $$"""
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Authorization"] = "{{Service.AuthorizationHeader}}"
                local i = 0
                request = function() i = i + 1; return wrk.format(nil, "{{path}}", nil, {{body}}) end
                done = function(s) io.write("errors " .. s.errors.status .. "\n") end
                """);
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var (our, their) = (await Wrk(service.Address.Port, script), await Wrk(port, script));
                if (round > 0)
                {
                    ours.Add(our);
                    theirs.Add(their);
                }
            }
            File.Delete(script);
            report.Ratio($"POST {path}, {size} bytes", "requests/s", ours, "bare endpoint", theirs);
        }
        report.Save();
    }

    /// <summary>The peer: a process set up as the service is (server, logging, garbage collector) with one endpoint that returns a constant.</summary>
    public static async Task ServeConstant(string[] args)
    {
        var app = Hosting.CreateBuilder(args, TimeProvider.System).Build();
        var constant = new byte[int.Parse(app.Configuration["size"]!, CultureInfo.InvariantCulture)];
        Array.Fill(constant, (byte)'x');
        app.MapPost("/{**path}", () => TypedResults.Bytes(constant, "application/json"));
        await app.RunAsync();
    }

    private static string Sample(string path) => path.EndsWith("deadlines", StringComparison.Ordinal)
        ? """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","regimes":["gdpr"]}"""
        : """{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":300000000,"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a"},{"provision":"5(1)(f)","seriousness":"medium","conduct":"a"}]}""";

    private static async Task<double> Wrk(int port, string script)
    {
        var output = await Peer.Run("wrk", "-t2", "-c64", $"-d{Seconds}", "-s", script, $"http://127.0.0.1:{port}");
        if (!output.Contains("errors 0", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Some requests were refused: {output}");
        }
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
