using System.Reflection;
using DbUp;
using DbUp.Engine.Output;

namespace BreachNotify.Storage;

/// <summary>Brings the schema up to date with the numbered scripts under <c>Migrations</c>; a released script is never edited.</summary>
public static class Migrator
{
    /// <exception cref="StartupException">A script failed; the message names it.</exception>
    public static void Upgrade(Engine engine, string connectionString)
    {
        var (target, folder) = engine switch
        {
            Engine.Sqlite => (DeployChanges.To.SqliteDatabase(connectionString), ".Migrations.sqlite."),
            Engine.Postgres => (DeployChanges.To.PostgresqlDatabase(connectionString), ".Migrations.postgres."),
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
        };
        var result = target
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw result.ErrorScript is { } script
                ? new StartupException($"The schema script {script.Name} failed: {result.Error.Message}", result.Error)
                : result.Error;
        }
    }
}
