using System.Diagnostics;
using System.Globalization;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P1: personalised notices over 16 connections with the durable ledger, against <c>smtp-source -d -s 16</c> (no ledger,
/// one fixed message of 4 KB) to the same <c>smtp-sink</c>.
/// </summary>
public static class Mailing
{
    private const int Connections = 16;

    public static async Task Compare(int recipients)
    {
        var report = new Report($"P1 mailing of {recipients} notices against smtp-source");
        var folder = Directory.CreateTempSubdirectory("breachnotify-mailing-").FullName;
        var csv = Path.Combine(folder, "people.csv");
        await Import.WritePeople(csv, recipients);
        var port = Peer.FreePort();
        using var sink = Peer.Start("smtp-sink", "-u", "nobody", $"127.0.0.1:{port}", "1024");
        await Peer.Listening(port);
        await using var service = await Service.Start(
            "Mail:Transport=smtp", "Mail:Host=127.0.0.1", $"Mail:Port={port}", "Mail:Security=none", "Mail:From=notices@controller.example",
            $"Mail:Connections={Connections}", "Mail:Window=32", "Mail:Pacing=off");
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var our = await Send(service, csv, recipients);
            var their = await Source(port, recipients);
            // The first round warms both up.
            if (round > 0)
            {
                ours.Add(our);
                theirs.Add(their);
            }
        }
        Directory.Delete(folder, recursive: true);
        report.Ratio("notices with ledger", "messages/s", ours, "smtp-source", theirs);
        report.Save();
    }

    private static async Task<double> Send(Service service, string csv, int recipients)
    {
        var mailing = await service.DraftMailing();
        await service.Import(mailing, csv);
        await Service.Json(await service.Officer.PostAsync($"/api/v1/mailings/{mailing}/freeze", null));
        await Service.Json(await service.Approver.PostAsync($"/api/v1/mailings/{mailing}/approve", null));
        var watch = Stopwatch.StartNew();
        await Service.Json(await service.Officer.PostAsync($"/api/v1/mailings/{mailing}/start", null));
        while (true)
        {
            var state = await Service.Json(await service.Officer.GetAsync($"/api/v1/mailings/{mailing}"));
            if (state.GetProperty("state").GetString() == "completed")
            {
                var accepted = state.GetProperty("counts").GetProperty("accepted").GetInt32();
                return accepted == recipients
                    ? recipients / watch.Elapsed.TotalSeconds
                    : throw new InvalidOperationException($"Only {accepted} of {recipients} were accepted.");
            }
            await Task.Delay(25);
        }
    }

    private static async Task<double> Source(int port, int recipients)
    {
        var watch = Stopwatch.StartNew();
        await Peer.Run("smtp-source", "-d", "-s", Connections.ToString(CultureInfo.InvariantCulture), "-l", "4096",
            "-m", recipients.ToString(CultureInfo.InvariantCulture), "-f", "notices@controller.example", "-t", "person@mail.example", $"127.0.0.1:{port}");
        return recipients / watch.Elapsed.TotalSeconds;
    }
}
