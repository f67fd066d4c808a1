namespace BreachNotify.Storage;

/// <summary>Configuration section <c>BreachNotify</c> and its sections as typed options.</summary>
public static class Settings
{
    public const string Section = "BreachNotify";

    /// <summary>Where a generated master key is kept; relative to the working directory.</summary>
    public const string MasterKeyFile = "data/master.key";

    /// <summary>Reads <c>BreachNotify:{section}</c>.</summary>
    /// <exception cref="StartupException">A value has the wrong form; the message names it.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection($"{Section}:{section}").Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException($"The configuration cannot be used: {e.Message} {e.InnerException?.Message}".TrimEnd(), e);
        }
    }
}

public static class StorageServices
{
    public static void AddStorage(this IServiceCollection services, DatabaseOptions options, IConfiguration configuration)
    {
        services.AddSingleton(_ => Database.Open(options));
        services.AddSingleton<Home>();
        services.AddSingleton(provider => MasterKey.Open(configuration[$"{Settings.Section}:MasterKey"], Settings.MasterKeyFile, provider.GetRequiredService<Database>()).GetAwaiter().GetResult());
    }
}
