namespace BreachNotify.Alarms;

public static class AlarmServices
{
    /// <exception cref="Storage.StartupException">A setting is wrong.</exception>
    public static void AddAlarms(this IServiceCollection services, AlarmOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<AlarmStore>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<AlarmMail>();
        services.AddSingleton<AlarmDelivery>();
        services.AddSingleton<AlarmClock>();
        services.AddHostedService(provider => provider.GetRequiredService<AlarmClock>());
    }
}
