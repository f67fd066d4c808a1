using System.Diagnostics;
using System.Globalization;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P3: a CSV file becomes a validated, de-duplicated, encrypted and frozen audience, against <c>sqlite3 .import</c> into a
/// table with the same unique index.
/// </summary>
public static class Import
{
    private static readonly string[] Languages = ["en", "de", "fr", "ja"];

    public static async Task Compare(int rows)
    {
        var report = new Report($"P3 import of {rows} rows against sqlite3");
        var folder = Directory.CreateTempSubdirectory("breachnotify-import-").FullName;
        var csv = Path.Combine(folder, "people.csv");
        await WritePeople(csv, rows);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Report.Rounds; round++)
        {
            await using (var service = await Service.Start())
            {
                var mailing = await service.DraftMailing();
                var watch = Stopwatch.StartNew();
                var result = await service.Import(mailing, csv);
                await Service.Json(await service.Officer.PostAsync($"/api/v1/mailings/{mailing}/freeze", null));
                ours.Add(watch.Elapsed.TotalSeconds);
                if (result.GetProperty("accepted").GetInt32() != rows)
                {
                    throw new InvalidOperationException($"Not every row was accepted: {result}");
                }
            }
            var database = Path.Combine(folder, $"{round}.db");
            var peer = Stopwatch.StartNew();
            await Peer.Run("sqlite3", database,
                "CREATE TABLE people (email TEXT, name TEXT, language TEXT, reference TEXT); CREATE UNIQUE INDEX people_email ON people (email);",
                ".mode csv", $".import --skip 1 {csv} people");
            theirs.Add(peer.Elapsed.TotalSeconds);
            File.Delete(database);
        }
        Directory.Delete(folder, recursive: true);
        report.Ratio("import and freeze", "s", ours, "sqlite3 .import", theirs);
        report.Save();
    }

    /// <summary>Made-up people under a reserved domain, each with an address of their own.</summary>
    public static async Task WritePeople(string path, int rows)
    {
        await using var writer = new StreamWriter(path);
        await writer.WriteLineAsync("email,name,language,reference");
        for (var i = 0; i < rows; i++)
        {
            // Spread over the alphabet, as addresses are, so that no index is filled in order.
            var scattered = (uint)i * 2654435761u;
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"person{scattered:x8}@mail{i % 97}.example,Person Number {i},{Languages[i % Languages.Length]},C-{i:D8}"));
        }
    }
}
