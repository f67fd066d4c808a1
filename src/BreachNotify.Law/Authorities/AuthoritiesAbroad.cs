using System.Collections.Frozen;
using NodaTime;

namespace BreachNotify.Law.Authorities;

/// <summary>
/// Who receives notices outside Europe, as far as a regime of this product is theirs: the zone of its seat, a calendar where
/// its law counts working days, and the regimes that are asked by default.
/// </summary>
public static class AuthoritiesAbroad
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Authority> All { get; } =
    [
        Abroad("US", "Federal authorities of the United States", "America/New_York", "US", "us-hipaa", "us-sec"),
        Abroad("US-CA", "Attorney General of California", "America/Los_Angeles", "US", "us-ca"),
        Abroad("US-CO", "Attorney General of Colorado", "America/Denver", "US", "us-co"),
        Abroad("US-FL", "Department of Legal Affairs of Florida", "America/New_York", "US", "us-fl"),
        Abroad("US-NY", "Attorney General of New York", "America/New_York", "US", "us-ny"),
        Abroad("US-TX", "Attorney General of Texas", "America/Chicago", "US", "us-tx"),
        Abroad("US-WA", "Attorney General of Washington", "America/Los_Angeles", "US", "us-wa"),
        Abroad("AU", "Office of the Australian Information Commissioner", "Australia/Sydney", null, "au-ndb"),
        Abroad("BR", "Autoridade Nacional de Proteção de Dados", "America/Sao_Paulo", "BR", "br-lgpd"),
        Abroad("CA", "Office of the Privacy Commissioner of Canada", "America/Toronto", null, "ca-pipeda"),
        Abroad("CN", "Cyberspace Administration of China", "Asia/Shanghai", null, "cn-csl"),
        Abroad("IN", "Data Protection Board of India", "Asia/Kolkata", null, "in-dpdp"),
        Abroad("JP", "Personal Information Protection Commission", "Asia/Tokyo", "JP", "jp-appi"),
        Abroad("KR", "Personal Information Protection Commission", "Asia/Seoul", null, "kr-pipa"),
        Abroad("SG", "Personal Data Protection Commission", "Asia/Singapore", null, "sg-pdpa"),
    ];

    private static readonly FrozenDictionary<string, Authority> ByCode = All.ToFrozenDictionary(authority => authority.Code, StringComparer.Ordinal);

    /// <summary>The authority for a code; null if there is none.</summary>
    public static Authority? Find(string code) => ByCode.GetValueOrDefault(code);

    private static Authority Abroad(string code, string name, string zone, string? territory, params string[] regimes) =>
        new(code, name, DateTimeZoneProviders.Tzdb[zone], territory ?? "", IsEea: false, LocalDate.MinIsoValue, "", Verified: false) { Regimes = regimes };
}
