namespace BreachNotify.Portfolios;

public static class PortfolioServices
{
    /// <exception cref="Storage.StartupException">A setting is wrong.</exception>
    public static void AddPortfolios(this IServiceCollection services, PortfolioOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<PortfolioStore>();
        services.AddSingleton<PortfolioFiles>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Uploading>();
        services.AddSingleton<Simulating>();
        services.AddSingleton<StatusOf>();
        services.AddHostedService<Upkeep>();
    }
}
