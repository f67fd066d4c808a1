using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Alarms;
using BreachNotify.Breaches;
using BreachNotify.Breaches.Desk;
using BreachNotify.Calendars;
using BreachNotify.Deadlines;
using BreachNotify.Demo;
using BreachNotify.Documentation;
using BreachNotify.Documentation.Desk;
using BreachNotify.Filings;
using BreachNotify.Filings.Desk;
using BreachNotify.Fines;
using BreachNotify.Fines.Desk;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Losses;
using BreachNotify.Losses.Desk;
using BreachNotify.Mailings;
using BreachNotify.Mailings.Desk;
using BreachNotify.Operations;
using BreachNotify.Pages;
using BreachNotify.Pages.Help;
using BreachNotify.Portfolios;
using BreachNotify.Portfolios.Desk;
using BreachNotify.Printing;
using BreachNotify.Severity;
using BreachNotify.Storage;

namespace BreachNotify;

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            if (args is ["demo", .. var rest])
            {
                return await Demonstration.Run(rest, TimeProvider.System);
            }
            await using var app = await Build(args, TimeProvider.System);
            await app.Serve();
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync($"BreachNotify cannot start. {e.Message}");
            return 1;
        }
    }

    /// <summary>The whole service, opened and ready to be started.</summary>
    /// <exception cref="StartupException">Configuration, database or master key do not allow a start.</exception>
    public static async Task<WebApplication> Build(string[] args, TimeProvider clock)
    {
        var builder = Hosting.CreateBuilder(args, clock);
        var configuration = builder.Configuration;
        var services = builder.Services;
        var databaseOptions = configuration.Read<DatabaseOptions>("Database");

        services.ConfigureHttpJsonOptions(json => JsonContract.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddApiDescription();
        services.AddPages();
        services.AddStorage(databaseOptions, configuration);
        services.AddAccess(configuration.Read<AccessOptions>("Access"));
        services.AddFines(configuration.Read<FineOptions>("Fines"));
        services.AddSingleton<JournalReader>();
        services.AddSingleton<FindNextEnd>(_ => AlarmPlan.Next);
        services.AddSingleton<BreachStore>();
        services.AddHostedService<Recount>();
        services.AddSingleton<FindBreach>(provider => provider.GetRequiredService<BreachStore>().Find);
        services.AddSingleton<BreachHistory>(provider => provider.GetRequiredService<BreachStore>().History);
        services.AddSingleton<EveryBreach>(provider => provider.GetRequiredService<BreachStore>().Every);
        services.AddSingleton<NewestBreaches>(provider => provider.GetRequiredService<BreachStore>().Newest);
        services.AddSingleton<ChangedBreaches>(provider => provider.GetRequiredService<BreachStore>().Changed);
        services.AddSingleton<RecordAct>(provider => provider.GetRequiredService<BreachStore>().Act);
        services.AddFilings(configuration.Read<PrintOptions>("Print"));
        services.AddSingleton<RegisterEntries>();
        services.AddMailings(configuration.Read<MailOptions>("Mail"));
        services.AddAlarms(configuration.Read<AlarmOptions>("Alarms"));
        services.AddSingleton<CalendarFeeds>();
        services.AddPortfolios(configuration.Read<PortfolioOptions>("Portfolios"));
        services.AddJobs(databaseOptions);

        var app = builder.Build();
        app.UseHsts();
        app.UseMiddleware<Problems>();
        app.UseRouting();
        app.UseMiddleware<Door>();
        app.MapHealth();
        app.MapApiDescription();
        app.MapJobs();
        app.MapCalendarFeed();

        var pages = app.MapPages();
        SetUp.Map(pages);
        pages.MapStart();
        pages.MapSignIn();
        pages.MapRegister();
        pages.MapNoticePages();
        pages.MapFilesPage();
        pages.MapExportPage();
        pages.MapFinesPage();
        pages.MapLossPages();
        pages.MapPortfolioPages();
        pages.MapMailingPages();
        pages.MapHelp();
        pages.MapAccount();
        pages.MapAccess();

        var api = app.MapGroup("/api/v1");
        api.MapDeadlines();
        api.MapFines();
        api.MapSeverity();
        api.MapLosses();
        api.MapPortfolios();
        api.MapKeys();
        api.MapUsers();
        api.MapBreaches();
        api.MapNotices();
        api.MapFiled();
        api.MapNoticeFiles();
        api.MapDocumentation();
        api.MapAlarms();
        api.MapCalendars();
        api.MapMailings();
        api.MapJournal();
        return await (await app.Opened()).AskedIfMoved();
    }
}
