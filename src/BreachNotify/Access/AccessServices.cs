using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
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
        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<Door>();
        services.AddSingleton<IPolicyEvaluator>(provider => provider.GetRequiredService<Door>());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<Door>());
    }
}
