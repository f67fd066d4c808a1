using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BreachNotify.Benchmarks;

/// <summary>Prints a comparison of two things measured in turns in one run, and keeps it with machine and versions.</summary>
public sealed class Report(string name)
{
    public const int Rounds = 5;

    private readonly List<string> _lines = [$"# {name}", "", Machine(), ""];

    /// <summary>The middle of an odd number of measurements.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public void Line(string text)
    {
        Console.WriteLine(text);
        _lines.Add(text);
    }

    public void Ratio(string what, string unit, IReadOnlyList<double> ours, string peer, IReadOnlyList<double> theirs)
    {
        Line($"- {what}: median {Number(Median(ours))} {unit} ({Numbers(ours)})");
        Line($"- {peer}: median {Number(Median(theirs))} {unit} ({Numbers(theirs)})");
        Line(string.Create(CultureInfo.InvariantCulture, $"- ratio {Median(ours) / Median(theirs):0.00}"));
    }

    public void Save()
    {
        var folder = Directory.CreateDirectory("artifacts/benchmarks").FullName;
        var path = Path.Combine(folder, name.Split(' ')[0] + ".md");
        File.WriteAllLines(path, _lines);
        Console.WriteLine($"Kept in {path}");
    }

    private static string Machine() =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {Processor()}";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<double> values) => string.Join(", ", values.Select(Number));
}

/// <summary>Other programs, run to their end or until disposed.</summary>
public sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    /// <summary>Starts a server and returns at once; what it prints is dropped.</summary>
    public static Peer Start(string program, params string[] arguments)
    {
        var process = Launch(program, arguments);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Peer(process);
    }

    /// <summary>Runs to the end and returns what it printed.</summary>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something listens on a port of this machine.</summary>
    public static async Task Listening(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static Process Launch(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
