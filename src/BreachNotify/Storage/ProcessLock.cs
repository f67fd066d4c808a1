namespace BreachNotify.Storage;

/// <summary>
/// The operating system's lock that keeps a second process off the same SQLite file. It vanishes with a killed process;
/// a lease in a table would block the restart until it ran out.
/// </summary>
public sealed class ProcessLock : IDisposable
{
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process holds the lock.</exception>
    public static ProcessLock Take(string path)
    {
        try
        {
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path) && e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StartupException($"Another BreachNotify process is using this database (lock file '{path}'). Stop it first, or give this one a database of its own; several processes need PostgreSQL.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
