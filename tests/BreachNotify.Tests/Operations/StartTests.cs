using System.Diagnostics;
using System.Security.Cryptography;

namespace BreachNotify.Tests.Operations;

/// <summary>The real program as a process of its own, in a working directory of its own.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("breachnotify-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_first_start_makes_its_folders_and_a_key_file_nobody_else_can_read_and_prints_the_set_up_link()
    {
        using var service = await Started();
        Assert.Matches("http://127.0.0.1:[0-9]+/setup/[A-Za-z0-9_-]{32}", service.Output);
        Assert.True(File.Exists(Path.Combine(_folder, "data", "breachnotify.db")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "data", "master.key")));
        }
    }

    [Fact]
    public async Task A_second_start_finds_its_key_again()
    {
        using (await Started())
        {
        }
        using var again = await Started();
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused_until_the_first_is_gone()
    {
        using (await Started())
        {
            Assert.Contains("Another BreachNotify process", await Refused(), StringComparison.Ordinal);
        }
        using var again = await Started();
    }

    [Fact]
    public async Task A_wrong_a_malformed_and_a_missing_master_key_stop_the_start()
    {
        using (await Started())
        {
        }
        Assert.Contains("not the one this database was made with", await Refused(("BreachNotify__MasterKey", Convert.ToBase64String(SHA256.HashData("another"u8)))), StringComparison.Ordinal);
        Assert.Contains("BreachNotify:MasterKey must hold the base64 form of 32 bytes", await Refused(("BreachNotify__MasterKey", "c2hvcnQ=")), StringComparison.Ordinal);
        var file = Path.Combine(_folder, "data", "master.key");
        File.Move(file, file + ".away");
        Assert.Contains("needs its master key", await Refused(), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        File.Move(file + ".away", file);
        using var again = await Started();
    }

    [Theory]
    [InlineData("BreachNotify__Database__Provider", "oracle", "'sqlite' or 'postgres'")]
    [InlineData("BreachNotify__Mail__Port", "many", "Mail")]
    [InlineData("BreachNotify__Mail__Transport", "pigeon", "Transport")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:80", "ASPNETCORE_URLS")]
    public async Task A_wrong_setting_stops_the_start_with_one_message(string name, string value, string expected) =>
        Assert.Contains(expected, await Refused((name, value)), StringComparison.Ordinal);

    [Fact]
    public async Task A_settings_file_in_the_working_directory_is_read_and_the_environment_wins()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), """{ "BreachNotify": { "Database": { "Provider": "oracle" }, "Access": { "BootstrapKey": "from-the-file" } } }""");
        Assert.Contains("oracle", await Refused(), StringComparison.Ordinal);
        using var service = await Started(("BreachNotify__Database__Provider", "sqlite"));
        Assert.DoesNotContain("/setup/", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_not_json_stops_the_start()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), "{ oops");
        Assert.Contains("appsettings.json", await Refused(), StringComparison.Ordinal);
    }

    private async Task<Running> Started(params (string Name, string Value)[] environment)
    {
        var process = Launch(environment);
        var running = new Running(process);
        await running.UntilItListens();
        return running;
    }

    /// <summary>What it said on the error stream: one line, no stack trace, exit code 1.</summary>
    private async Task<string> Refused(params (string Name, string Value)[] environment)
    {
        using var process = Launch(environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Process Launch((string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "BreachNotify.dll")])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private sealed class Running(Process process) : IDisposable
    {
        public string Output { get; private set; } = "";

        /// <summary>Reads on until the line that ends a start, or to the end.</summary>
        public async Task UntilItListens()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                Output += line + "\n";
                if (line.Contains("BreachNotify listens", StringComparison.Ordinal))
                {
                    return;
                }
            }
            Assert.Fail($"It did not start: {Output}{await process.StandardError.ReadToEndAsync()}");
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
