using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace BreachNotify.Benchmarks;

/// <summary>Personalised notices over 16 connections to a loopback sink, with the durable ledger.</summary>
public static class Mailing
{
    private const int Connections = 16;

    /// <summary>P1: against <c>smtp-source -d -s 16</c> (no ledger, one fixed message of 4 KB) to the same <c>smtp-sink</c>; DKIM beside.</summary>
    public static async Task Compare(int recipients)
    {
        using var place = await Place.With(recipients);
        var key = Path.Combine(place.Folder, "dkim.pem");
        using (var rsa = RSA.Create(2048))
        {
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem());
        }
        await using var service = await place.Service();
        await using var signing = await place.Service("Mail:Dkim:Domain=controller.example", "Mail:Dkim:Selector=notices", $"Mail:Dkim:KeyFile={key}");
        var (ours, signed, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var (our, sign, their) = (await place.Send(service), await place.Send(signing), await Source(place.Port, recipients));
            // The first round warms all up.
            if (round > 0)
            {
                ours.Add(our);
                signed.Add(sign);
                theirs.Add(their);
            }
        }
        var report = new Report($"P1 mailing of {recipients} notices against smtp-source");
        report.Ratio("notices with ledger", "messages/s", ours, "smtp-source", theirs);
        report.Ratio("the same, signed with DKIM (RSA-2048)", "messages/s", signed, "smtp-source", theirs);
        report.Save();
    }

    /// <summary>P2: against nodemailer's pooled transport with 16 connections (no ledger), each message composed for its recipient.</summary>
    public static async Task CompareNodemailer(int recipients)
    {
        using var place = await Place.With(recipients);
        await Peer.Run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", place.Folder, "nodemailer");
        var script = Path.Combine(place.Folder, "nodemailer.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "nodemailer.mjs"), script);
        await using var service = await place.Service();
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var our = await place.Send(service);
            var watch = Stopwatch.StartNew();
            await Peer.Run("node", script, place.Port.ToString(CultureInfo.InvariantCulture), recipients.ToString(CultureInfo.InvariantCulture), Connections.ToString(CultureInfo.InvariantCulture));
            if (round > 0)
            {
                ours.Add(our);
                theirs.Add(recipients / watch.Elapsed.TotalSeconds);
            }
        }
        var report = new Report($"P2 mailing of {recipients} notices against nodemailer");
        report.Ratio("notices with ledger", "messages/s", ours, "nodemailer", theirs);
        report.Save();
    }

    /// <summary>P4: import, freeze and send ten times as many people; how time and peak memory grow. Each is measured once, in a process of its own.</summary>
    public static async Task Scale(int recipients)
    {
        var report = new Report($"P4 mailings of {recipients} and of {recipients * 10L} people");
        var (small, large) = (await Whole(recipients), await Whole(recipients * 10));
        report.Line(string.Create(CultureInfo.InvariantCulture, $"- time grows {large.Seconds / small.Seconds:0.0} times, peak memory {(double)large.Megabytes / small.Megabytes:0.00} times"));
        report.Save();

        async Task<(double Seconds, long Megabytes)> Whole(int people)
        {
            using var place = await Place.With(people);
            await using var service = await place.Service();
            var watch = Stopwatch.StartNew();
            var mailing = await place.Frozen(service);
            var (imported, memory) = (watch.Elapsed.TotalSeconds, service.PeakMegabytes);
            var rate = await place.Send(service, mailing);
            report.Line(string.Create(CultureInfo.InvariantCulture, $"- {people} people: import and freeze {imported:0} s ({memory} MB at most), all {watch.Elapsed.TotalSeconds:0} s, {rate:0} messages/s, {service.PeakMegabytes} MB at most"));
            return (watch.Elapsed.TotalSeconds, service.PeakMegabytes);
        }
    }

    /// <summary>P9: <c>GET /mailings/{id}</c> of a large mailing against one of a thousand people in the same database.</summary>
    public static async Task CompareStatus(int recipients)
    {
        using var few = await Place.With(1000);
        using var many = await Place.With(recipients);
        await using var service = await many.Service();
        var (small, large) = (await few.Frozen(service), await many.Frozen(service));
        var report = new Report($"P9 status of {recipients} people against 1000");
        foreach (var path in new[] { "/api/v1/mailings", "/mailings" })
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var (our, their) = (await Milliseconds(path, large), await Milliseconds(path, small));
                if (round > 0)
                {
                    ours.Add(our);
                    theirs.Add(their);
                }
            }
            report.Ratio($"GET {path}/{{id}}, {recipients} people", "ms", ours, "1000 people", theirs);
        }
        report.Save();

        async Task<double> Milliseconds(string path, string mailing)
        {
            const int Requests = 500;
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Requests; i++)
            {
                (await service.Officer.GetAsync($"{path}/{mailing}")).EnsureSuccessStatusCode();
            }
            return watch.Elapsed.TotalMilliseconds / Requests;
        }
    }

    private static async Task<double> Source(int port, int recipients)
    {
        var watch = Stopwatch.StartNew();
        await Peer.Run("smtp-source", "-d", "-s", Connections.ToString(CultureInfo.InvariantCulture), "-l", "4096",
            "-m", recipients.ToString(CultureInfo.InvariantCulture), "-f", "notices@controller.example", "-t", "person@mail.example", $"127.0.0.1:{port}");
        return recipients / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A file of people, and a sink that takes their mail.</summary>
    private sealed class Place : IDisposable
    {
        private readonly Peer _sink;
        private readonly string _csv;
        private readonly int _recipients;

        private Place(string folder, string csv, int recipients, int port, Peer sink) =>
            (Folder, _csv, _recipients, Port, _sink) = (folder, csv, recipients, port, sink);

        public string Folder { get; }

        public int Port { get; }

        public static async Task<Place> With(int recipients)
        {
            var folder = Directory.CreateTempSubdirectory("breachnotify-mailing-").FullName;
            var csv = Path.Combine(folder, "people.csv");
            await Import.WritePeople(csv, recipients);
            var port = Peer.FreePort();
            var sink = Peer.Start("smtp-sink", "-u", "nobody", $"127.0.0.1:{port}", "1024");
            await Peer.Listening(port);
            return new Place(folder, csv, recipients, port, sink);
        }

        public Task<Service> Service(params string[] settings) => Benchmarks.Service.Start(
        [
            "Mail:Transport=smtp", "Mail:Host=127.0.0.1", $"Mail:Port={Port}", "Mail:Security=none", "Mail:From=notices@controller.example",
            $"Mail:Connections={Connections}", "Mail:Window=32", "Mail:Pacing=off", .. settings,
        ]);

        public async Task<string> Frozen(Service service)
        {
            var mailing = await service.DraftMailing();
            await service.Import(mailing, _csv);
            await Benchmarks.Service.Json(await service.Officer.PostAsync($"/api/v1/mailings/{mailing}/freeze", null));
            return mailing;
        }

        /// <returns>Messages a second, from the start until the mailing is completed.</returns>
        public async Task<double> Send(Service service, string? mailing = null)
        {
            mailing ??= await Frozen(service);
            await Benchmarks.Service.Json(await service.Approver.PostAsync($"/api/v1/mailings/{mailing}/approve", null));
            var watch = Stopwatch.StartNew();
            await Benchmarks.Service.Json(await service.Officer.PostAsync($"/api/v1/mailings/{mailing}/start", null));
            while (true)
            {
                var state = await Benchmarks.Service.Json(await service.Officer.GetAsync($"/api/v1/mailings/{mailing}"));
                if (state.GetProperty("state").GetString() == "completed")
                {
                    var accepted = state.GetProperty("counts").GetProperty("accepted").GetInt32();
                    return accepted == _recipients
                        ? _recipients / watch.Elapsed.TotalSeconds
                        : throw new InvalidOperationException($"Only {accepted} of {_recipients} were accepted.");
                }
                await Task.Delay(25);
            }
        }

        public void Dispose()
        {
            _sink.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
