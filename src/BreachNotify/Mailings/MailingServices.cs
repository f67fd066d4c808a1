using BreachNotify.Mailings.Bounces;
using BreachNotify.Mailings.Desk;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Notices;
using BreachNotify.Storage;

namespace BreachNotify.Mailings;

public static class MailingServices
{
    /// <exception cref="Storage.StartupException">A setting is missing or wrong.</exception>
    public static void AddMailings(this IServiceCollection services, MailOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton(new LetterTemplates(Path.Combine(AppContext.BaseDirectory, "templates")));
        services.AddSingleton<Transport>(options.Transport == "smtp" ? new SmtpTransport(options) : new PickupTransport(options.PickupFolder));
        services.AddSingleton(Providers.FromDns(options));
        services.AddSingleton<Ramp>();
        services.AddSingleton<Providers>();
        services.AddHostedService(provider => provider.GetRequiredService<Providers>());
        services.AddSingleton(provider => new SendingPace(options.MaxPerSecond, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Lane>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<RehearsalStore>();
        services.AddSingleton<Rehearsing>();
        services.AddSingleton<RehearsalReports>();
        services.AddSingleton<MailingStore>();
        services.AddSingleton<MailingsOf>(provider => provider.GetRequiredService<MailingStore>().Summaries);
        services.AddSingleton<MoveHistory>();
        services.AddSingleton<MailingMoves>(provider => provider.GetRequiredService<MoveHistory>().Of);
        services.AddSingleton<AudienceStore>();
        services.AddSingleton<FindAudience>(provider => provider.GetRequiredService<AudienceStore>().Find);
        services.AddSingleton<ReadableAudiences>(provider => provider.GetRequiredService<AudienceStore>().Readable);
        services.AddSingleton<Ledger>();
        services.AddSingleton<RecipientList>();
        services.AddSingleton<LookingUp>();
        services.AddSingleton<NoticeCheck>();
        services.AddSingleton<HygieneList>();
        services.AddSingleton<NarrowingStore>();
        services.AddSingleton<Narrowing>();
        services.AddSingleton<Families>();
        services.AddSingleton<UnreachedList>();
        services.AddSingleton<AudienceCensus>();
        services.AddSingleton<Planner>();
        services.AddSingleton<Drafting>();
        services.AddSingleton<Importing>();
        services.AddSingleton<Freezing>();
        services.AddSingleton<Previews>();
        services.AddSingleton<Moving>();
        services.AddSingleton<Standings>();
        services.AddSingleton<NextChannels>();
        services.AddSingleton<Overview>();
        services.AddSingleton<SentTwice>();
        services.AddSingleton<Verifying>();
        services.AddSingleton<Exporting>();
        services.AddSingleton<RetentionStore>();
        services.AddSingleton<Destroying>();
        services.AddHostedService(provider => provider.GetRequiredService<Destroying>());
        services.AddSingleton<Worker>();
        services.AddSingleton<Pump>();
        services.AddHostedService<Reconcile>();
        services.AddBounces(options.Bounces);
    }

    /// <summary>Nothing that was copied or restored sends by itself; to be called before anything runs.</summary>
    public static async Task<WebApplication> AskedIfMoved(this WebApplication app)
    {
        if (await app.Services.GetRequiredService<Home>().Arrive() is { } why)
        {
            await app.Services.GetRequiredService<MailingStore>().AskFirst(why);
        }
        return app;
    }
}
