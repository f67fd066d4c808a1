using BreachNotify.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace BreachNotify.Browser.Tests;

/// <summary>
/// The Chromium installed on this machine, without a window. Where there is none the tests are skipped and say so; nothing
/// is downloaded.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task<IBrowser> Browser()
    {
        if (Places.Prepend(Environment.GetEnvironmentVariable("BREACHNOTIFY_CHROMIUM")).FirstOrDefault(File.Exists) is not { } program)
        {
            Assert.Skip("Chromium is not installed: not in /usr/bin, and BREACHNOTIFY_CHROMIUM names none.");
            return null!;
        }
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            // Root has no user namespace to put the sandbox in; the pages are our own.
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Environment.UserName == "root" ? ["--no-sandbox"] : [] });
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
