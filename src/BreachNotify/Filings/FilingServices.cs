using BreachNotify.Printing;

namespace BreachNotify.Filings;

public static class FilingServices
{
    /// <exception cref="Storage.StartupException">The font that is configured cannot be used.</exception>
    public static void AddFilings(this IServiceCollection services, PrintOptions print)
    {
        services.AddSingleton(new Printed(print));
        services.AddSingleton<NoticeKeys>();
        services.AddSingleton<NoticeStore>();
        services.AddSingleton<NoticeFileStore>();
        services.AddSingleton<Dossiers>();
        services.AddSingleton<Answering>();
        services.AddSingleton<Attaching>();
        services.AddSingleton<Notifying>();
    }
}
