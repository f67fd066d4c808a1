using System.Net.Sockets;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BreachNotify.Operations;

/// <summary>How the process sits on its machine: where it looks for files, where it listens, how it starts and stops.</summary>
public static class Hosting
{
    public const string DefaultAddress = "http://127.0.0.1:5080";
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];
    private const long LargestBody = 1024 * 1024;
    private const int LongestAddress = 32 * 1024;

    /// <summary>Assets lie beside the program, data and an optional appsettings.json in the working directory.</summary>
    /// <exception cref="StartupException">A configuration file cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args, TimeProvider clock)
    {
        var builder = Create(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            // A question on fines or losses is an address.
            kestrel.Limits.MaxRequestLineSize = LongestAddress;
        });
        if (!IsAddressConfigured(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
        builder.Services.AddSingleton(clock);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return builder;
    }

    /// <summary>Opens what must be right before anything is served: database, master key, keys.</summary>
    /// <exception cref="StartupException">Something is not.</exception>
    public static async Task<WebApplication> Opened(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<MasterKey>();
            await app.Services.GetRequiredService<KeyRing>().Reload();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts, says where it listens, and waits for the signal to stop.</summary>
    public static async Task Serve(this WebApplication app)
    {
        await app.Listen();
        await app.WaitForShutdownAsync();
    }

    /// <exception cref="StartupException">An address is taken or not of this machine.</exception>
    public static async Task Listen(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException)
        {
            throw new StartupException($"The address cannot be listened on: {e.Message} Set ASPNETCORE_URLS to an address that is free.", e);
        }
        if (await app.Services.GetRequiredService<SetUp>().Path() is { } path)
        {
            Console.WriteLine($"Nobody can administer this service yet. Open once: {app.Urls.First()}{path}");
        }
        Console.WriteLine($"BreachNotify listens on {string.Join(", ", app.Urls)}; the description of its interface is at {app.Urls.First()}/scalar");
    }

    private static WebApplicationBuilder Create(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            var local = Path.Combine(Environment.CurrentDirectory, "appsettings.json");
            if (File.Exists(local) && Environment.CurrentDirectory != builder.Environment.ContentRootPath.TrimEnd(Path.DirectorySeparatorChar))
            {
                // Before the environment and the command line, which win.
                var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
                var source = new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource { Path = local, Optional = false };
                source.ResolveFileProvider();
                var files = sources.TakeWhile(s => s is not Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationSource { Prefix: null or "" }).Count();
                sources.Insert(files, source);
            }
            return builder;
        }
        catch (InvalidDataException e)
        {
            throw new StartupException($"{e.Message} {e.InnerException?.Message}", e);
        }
    }

    private static bool IsAddressConfigured(ConfigurationManager configuration) =>
        AddressKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
