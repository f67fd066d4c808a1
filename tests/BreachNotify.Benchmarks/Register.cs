using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace BreachNotify.Benchmarks;

/// <summary>The first page of a long register against that of a short one, in every order; and how fast breaches are registered.</summary>
public static class Register
{
    private const int Few = 1000;

    public static async Task Compare(int breaches)
    {
        await using var small = await Service.Start();
        await using var large = await Service.Start();
        await Fill(small, Few);
        var watch = Stopwatch.StartNew();
        await Fill(large, breaches);
        var report = new Report($"Register of {breaches} breaches against {Few}");
        report.Line(string.Create(CultureInfo.InvariantCulture, $"- {breaches / watch.Elapsed.TotalSeconds:0} breaches/s registered"));
        foreach (var path in new[] { "/register", "/register?order=newest", "/register?order=title", "/register?order=newest&state=overdue", "/register?filter=Benchmark%20999", "/api/v1/breaches" })
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var (our, their) = (await Milliseconds(large, path), await Milliseconds(small, path));
                if (round > 0)
                {
                    ours.Add(our);
                    theirs.Add(their);
                }
            }
            report.Ratio($"GET {path}, {breaches} breaches", "ms", ours, $"{Few} breaches", theirs);
        }
        report.Save();
    }

    private static Task Fill(Service service, int breaches) => Parallel.ForAsync(0, breaches, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellation) =>
    {
        var aware = DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(3.0 * i);
        using var answer = await service.Officer.PostAsJsonAsync("/api/v1/breaches", new { title = $"Benchmark {i}", awareAt = aware.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), authority = "DE", risk = "risk" }, cancellation);
        answer.EnsureSuccessStatusCode();
    });

    private static async Task<double> Milliseconds(Service service, string path)
    {
        const int Requests = 50;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Requests; i++)
        {
            (await service.Officer.GetAsync(path)).EnsureSuccessStatusCode();
        }
        return watch.Elapsed.TotalMilliseconds / Requests;
    }
}
