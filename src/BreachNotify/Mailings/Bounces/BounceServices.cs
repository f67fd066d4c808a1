namespace BreachNotify.Mailings.Bounces;

public static class BounceServices
{
    public static void AddBounces(this IServiceCollection services, BounceOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<BounceStore>();
        services.AddSingleton<FetchCertificate>(SnsCertificates.Download);
        services.AddSingleton<SnsCertificates>();
        services.AddSingleton<BounceMailbox>();
        if (options.Host is not null)
        {
            services.AddHostedService(provider => provider.GetRequiredService<BounceMailbox>());
        }
    }
}
