using Microsoft.AspNetCore.DataProtection;

namespace BreachNotify.Access;

public static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, AccessOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<KeyStore>();
        services.AddSingleton<SetUp>();
        services.AddSingleton<KeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<RefusedSignIns>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusedSignIns>());
        // Nothing is protected that would have to outlive the process, so that no key files are left in somebody's home.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // The framework would refuse routes that demand a role and are not guarded by its own middleware; Door guards them.
        services.Configure<RouteOptions>(routing => routing.SuppressCheckForUnhandledSecurityMetadata = true);
    }
}
