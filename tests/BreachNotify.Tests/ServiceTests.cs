using BreachNotify.Access;

namespace BreachNotify.Tests;

/// <summary>Tests of a running service on an engine that a derived class names.</summary>
public abstract class ServiceTests : IAsyncLifetime
{
    protected ServiceUnderTest Service { get; private set; } = null!;

    /// <summary>A client with an officer's key.</summary>
    protected HttpClient Officer { get; private set; } = null!;

    /// <summary>Settings beside those of the database.</summary>
    protected virtual string[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        Service = await ServiceUnderTest.Run([.. await NewDatabase(), .. Settings]);
        Officer = await Service.As(Role.Officer);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }
    }

    /// <summary>Settings of an empty database.</summary>
    protected virtual Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}
