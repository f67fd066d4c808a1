using System.Globalization;
using System.Text.RegularExpressions;
using BreachNotify.Operations;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P5: <c>POST /deadlines</c> and <c>POST /fines</c> under <c>wrk -t2 -c64</c> against a bare Minimal API endpoint that
/// returns a constant of the same size as the answers have on average. No request asks what the one before it asked; the
/// deadlines are asked for 840 moments of one year, and again each time for an hour that was not asked for before, of which
/// nothing can have been kept.
/// </summary>
public static partial class Stateless
{
    private const string Seconds = "8s";

    private static readonly (string What, string Path, string Question)[] Cases =
    [
        ("deadlines", "/api/v1/deadlines", """'{"awareAt":"2026-' .. string.format('%02d-%02dT%02d:%02d:00', i % 12 + 1, i % 28 + 1, i % 24, i % 60) .. '+02:00","authority":"DE","role":"controller","risk":"risk","regimes":["gdpr"]}'"""),
        ("deadlines, always of another hour", "/api/v1/deadlines", """'{"awareAt":"' .. os.date('!%Y-%m-%dT%H:%M:00', 1600000000 + thread * 200000000 + i * 3660) .. '+02:00","authority":"DE","role":"controller","risk":"risk","regimes":["gdpr"]}'"""),
        ("fines", "/api/v1/fines", """'{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":' .. (300000000 + i) .. ',"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a"},{"provision":"5(1)(f)","seriousness":"medium","conduct":"a"}]}'"""),
    ];

    public static async Task Compare()
    {
        var report = new Report("P5 stateless answers against a bare endpoint");
        await using var service = await Service.Start();
        foreach (var (what, path, question) in Cases)
        {
            var script = Path.GetTempFileName();
            await File.WriteAllTextAsync(script, Asking(path, question));
            var size = await AverageSize(script, service.Address.Port);
            var port = Peer.FreePort();
            using var bare = Peer.Start("dotnet", typeof(Stateless).Assembly.Location, "bare", $"--urls=http://127.0.0.1:{port}", $"--size={size}", Service.Quiet);
            await Peer.Listening(port);
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var (our, their) = (await Rate(service.Address.Port, script), await Rate(port, script));
                if (round > 0)
                {
                    ours.Add(our);
                    theirs.Add(their);
                }
            }
            File.Delete(script);
            report.Ratio($"{what}, {size} bytes", "requests/s", ours, "bare endpoint", theirs);
        }
        report.Save();
    }

    private static string Asking(string path, string question) => $$"""
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "{{Service.AuthorizationHeader}}"
        local i, threads = 0, {}
        function setup(t) table.insert(threads, t); t:set("thread", #threads) end
        request = function() i = i + 1; return wrk.format(nil, "{{path}}", nil, {{question}}) end
        done = function(s)
            local bytes = 0
            for _, t in ipairs(threads) do bytes = bytes + (t:get("bytes") or 0) end
            io.write("errors " .. s.errors.status .. "\nsize " .. math.floor(bytes / s.requests) .. "\n")
        end
        """;

    private static async Task<long> AverageSize(string script, int port)
    {
        var counting = Path.GetTempFileName();
        await File.WriteAllTextAsync(counting, $$"""
            {{await File.ReadAllTextAsync(script)}}
            bytes = 0
            response = function(status, headers, body) bytes = bytes + #body end
            """);
        var size = long.Parse(Size().Match(await Wrk(port, counting, "2s")).Groups[1].Value, CultureInfo.InvariantCulture);
        File.Delete(counting);
        return size;
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

    private static async Task<double> Rate(int port, string script) =>
        double.Parse(RequestsASecond().Match(await Wrk(port, script, Seconds)).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<string> Wrk(int port, string script, string seconds)
    {
        var output = await Peer.Run("wrk", "-t2", "-c64", $"-d{seconds}", "-s", script, $"http://127.0.0.1:{port}");
        return output.Contains("errors 0", StringComparison.Ordinal)
            ? output
            : throw new InvalidOperationException($"Some requests were refused: {output}");
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsASecond();

    [GeneratedRegex("size ([0-9]+)")]
    private static partial Regex Size();
}
