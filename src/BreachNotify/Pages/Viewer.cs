using System.Globalization;
using System.Security.Claims;
using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;

namespace BreachNotify.Pages;

/// <summary>Who looks at a page: language, zone, roles.</summary>
public sealed class Viewer(TimeProvider clock)
{
    public const string LanguageCookie = "breachnotify-language";

    public static readonly IReadOnlyList<string> Languages = ["en", "de"];

    // Region formats with 24 hours and the day before the month.
    private static readonly Dictionary<string, CultureInfo> Cultures = new() { ["en"] = CultureInfo.GetCultureInfo("en-IE"), ["de"] = CultureInfo.GetCultureInfo("de-DE") };

    private HttpContext? _context;

    /// <summary>The zone proposed to a person who has not stated one: the machine's.</summary>
    public static string DefaultZone => DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZoneInfo.Local.Id)?.Id ?? "Etc/UTC";

    public HttpContext Context => _context ?? throw new InvalidOperationException("The page was not shown by Show.");

    public string Language { get; private set; } = Languages[0];

    public CultureInfo Culture => Cultures[Language];

    public Instant Now { get; } = clock.GetCurrentInstant();

    public bool IsSignedIn => Context.User.Identity?.IsAuthenticated == true;

    public string Name => Context.User.FindFirstValue(ClaimTypes.Name)!;

    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Context.User.FindFirstValue(SessionStore.ZoneClaim) ?? DefaultZone];

    public void Set(HttpContext context)
    {
        _context = context;
        var chosen = context.Request.Cookies[LanguageCookie];
        Language = Languages.Contains(chosen) ? chosen! : Preferred(context.Request);
    }

    public bool May(string policy) => Policies.RolesOf(policy).Any(Context.User.IsInRole);

    /// <summary>Day and 24-hour time in a zone, without its name.</summary>
    public string Time(Instant at, DateTimeZone zone) =>
        LocalDateTimePattern.Create(Language == "de" ? "ddd d. MMM uuuu, HH:mm" : "ddd d MMM uuuu, HH:mm", Culture).Format(at.InZone(zone).LocalDateTime);

    public string Day(LocalDate day) => LocalDatePattern.Create(Language == "de" ? "ddd d. MMM uuuu" : "ddd d MMM uuuu", Culture).Format(day);

    /// <summary>The end of a period: midnight is written as 24:00 of the day that ends.</summary>
    public string End(Instant at, DateTimeZone zone) => at.InZone(zone).TimeOfDay == LocalTime.Midnight
        ? Time(at - Duration.FromMinutes(1), zone).Replace("23:59", "24:00", StringComparison.Ordinal)
        : Time(at, zone);

    /// <summary>An amount with the separators of the language; cents only where there are some.</summary>
    public string Money(Law.Money money) => $"{money.Amount.ToString(money.Amount == decimal.Truncate(money.Amount) ? "N0" : "N2", Culture)}\u00a0{money.Currency}";

    public string Money(Law.MoneyRange range) => $"{Money(new Law.Money(range.Low, range.Currency))} – {Money(new Law.Money(range.High, range.Currency))}";

    private static string Preferred(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : "")
            .FirstOrDefault(Languages.Contains) ?? Languages[0];
}
