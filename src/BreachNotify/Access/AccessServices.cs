using BreachNotify.Access.Accounts;
using BreachNotify.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace BreachNotify.Access;

public static class AccessServices
{
    private const int LongestSessionHours = 168;

    /// <exception cref="StartupException">A setting is out of range.</exception>
    public static void AddAccess(this IServiceCollection services, AccessOptions options)
    {
        if (options.SessionHours is < 1 or > LongestSessionHours)
        {
            throw new StartupException($"BreachNotify:Access:SessionHours is '{options.SessionHours}'; it must be 1 to {LongestSessionHours}.");
        }
        services.AddSingleton(options);
        services.AddSingleton<KeyStore>();
        services.AddSingleton<SetUp>();
        services.AddSingleton<KeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<RefusedSignIns>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusedSignIns>());
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<FindSession>(provider => provider.GetRequiredService<SessionStore>().Find);
        services.AddSingleton<SignIn>();
        services.AddSingleton<AttemptLimit>();
        services.AddSingleton<ActorNames>(provider => () => provider.GetRequiredService<AccountStore>().NamesWith(provider.GetRequiredService<KeyStore>()));
        services.AddDataProtection().SetApplicationName("BreachNotify");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, FormKeys>();
        // It warns that no encryptor is set; FormKeys encrypts what it stores.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        // It warns of every form without a token; whoever sent it is asked to send it again.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        // The framework would refuse routes that demand a role and are not guarded by its own middleware; Door guards them.
        services.Configure<RouteOptions>(routing => routing.SuppressCheckForUnhandledSecurityMetadata = true);
    }
}
