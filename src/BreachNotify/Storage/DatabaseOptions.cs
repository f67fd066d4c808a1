namespace BreachNotify.Storage;

/// <summary>Configuration section <c>BreachNotify:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>A file path or connection string; for SQLite relative to the working directory.</summary>
    public string ConnectionString { get; init; } = "data/breachnotify.db";
}
