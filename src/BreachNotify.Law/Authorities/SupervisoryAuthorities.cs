using System.Collections.Frozen;
using NodaTime;

namespace BreachNotify.Law.Authorities;

/// <summary>
/// The authorities that receive notifications: the 30 EEA states, the German Länder, the EDPS, the ICO and the FDPIC.
/// Spanish regional authorities are left out; they answer for the public sector of their community alone.
/// </summary>
public static class SupervisoryAuthorities
{
    private static readonly LocalDate Gdpr = new(2018, 5, 25);
    private static readonly LocalDate Efta = new(2018, 7, 20);
    private static readonly LocalDate Eudpr = new(2018, 12, 11);
    private static readonly LocalDate Fadp = new(2023, 9, 1);

    /// <summary>All authorities; the two of Bavaria share the code <c>DE-BY</c>, the one for private bodies first.</summary>
    public static IReadOnlyList<Authority> All { get; } =
    [
        State("AT", "Datenschutzbehörde", "Europe/Vienna", "dsb.gv.at", verified: true),
        State("BE", "Autorité de protection des données / Gegevensbeschermingsautoriteit", "Europe/Brussels", "dataprotectionauthority.be", verified: true),
        State("BG", "Commission for Personal Data Protection", "Europe/Sofia", "cpdp.bg", verified: true),
        State("CY", "Commissioner for Personal Data Protection", "Asia/Nicosia", "dataprotection.gov.cy", verified: true),
        State("CZ", "Úřad pro ochranu osobních údajů", "Europe/Prague", "uoou.gov.cz", verified: true),
        State("DE", "Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit", "Europe/Berlin", "bfdi.bund.de", verified: true),
        State("DK", "Datatilsynet", "Europe/Copenhagen", "datatilsynet.dk", verified: true),
        State("EE", "Andmekaitse Inspektsioon", "Europe/Tallinn", "aki.ee", verified: true),
        State("ES", "Agencia Española de Protección de Datos", "Europe/Madrid", "sedeagpd.gob.es", verified: true),
        State("FI", "Tietosuojavaltuutettu", "Europe/Helsinki", "tietosuoja.fi", verified: true),
        State("FR", "Commission nationale de l'informatique et des libertés", "Europe/Paris", "notifications.cnil.fr", verified: true),
        State("GR", "Hellenic Data Protection Authority", "Europe/Athens", "dpa.gr", verified: true),
        State("HR", "Agencija za zaštitu osobnih podataka", "Europe/Zagreb", "azop.hr", verified: true),
        State("HU", "Nemzeti Adatvédelmi és Információszabadság Hatóság", "Europe/Budapest", "naih.hu", verified: true),
        State("IE", "Data Protection Commission", "Europe/Dublin", "forms.dataprotection.ie", verified: true),
        State("IS", "Persónuvernd", "Atlantic/Reykjavik", "personuvernd.is", verified: false, from: Efta),
        State("IT", "Garante per la protezione dei dati personali", "Europe/Rome", "garanteprivacy.it", verified: true),
        State("LI", "Datenschutzstelle", "Europe/Vaduz", "datenschutzstelle.li", verified: false, from: Efta),
        State("LT", "Valstybinė duomenų apsaugos inspekcija", "Europe/Vilnius", "vdai.lrv.lt", verified: true),
        State("LU", "Commission nationale pour la protection des données", "Europe/Luxembourg", "cnpd.public.lu", verified: true),
        State("LV", "Datu valsts inspekcija", "Europe/Riga", "dvi.gov.lv", verified: true),
        State("MT", "Office of the Information and Data Protection Commissioner", "Europe/Malta", "idpc.org.mt", verified: true),
        State("NL", "Autoriteit Persoonsgegevens", "Europe/Amsterdam", "datalekken.autoriteitpersoonsgegevens.nl", verified: false),
        State("NO", "Datatilsynet", "Europe/Oslo", "datatilsynet.no", verified: true, from: Efta),
        State("PL", "Prezes Urzędu Ochrony Danych Osobowych", "Europe/Warsaw", "uodo.gov.pl", verified: true),
        State("PT", "Comissão Nacional de Proteção de Dados", "Europe/Lisbon", "cnpd.pt", verified: true),
        State("RO", "Autoritatea Naţională de Supraveghere a Prelucrării Datelor cu Caracter Personal", "Europe/Bucharest", "dataprotection.ro", verified: true),
        State("SE", "Integritetsskyddsmyndigheten", "Europe/Stockholm", "imy.se", verified: true),
        State("SI", "Informacijski pooblaščenec", "Europe/Ljubljana", "ip-rs.si", verified: true),
        State("SK", "Úrad na ochranu osobných údajov Slovenskej republiky", "Europe/Bratislava", "dataprotection.gov.sk", verified: true),

        Land("BW", "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Baden-Württemberg", "baden-wuerttemberg.datenschutz.de", verified: true),
        Land("BY", "Bayerisches Landesamt für Datenschutzaufsicht", "lda.bayern.de"),
        Land("BY", "Bayerischer Landesbeauftragter für den Datenschutz", "datenschutz-bayern.de", territory: MunichTerritory),
        Land("BE", "Berliner Beauftragte für Datenschutz und Informationsfreiheit", "datenschutz-berlin.de"),
        Land("BB", "Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg", "lda.brandenburg.de"),
        Land("HB", "Landesbeauftragte für Datenschutz und Informationsfreiheit Bremen", "datenschutz.bremen.de"),
        Land("HH", "Hamburgischer Beauftragter für Datenschutz und Informationsfreiheit", "datenschutz-hamburg.de"),
        Land("HE", "Hessischer Beauftragter für Datenschutz und Informationsfreiheit", "datenschutz.hessen.de"),
        Land("MV", "Landesbeauftragter für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern", "datenschutz-mv.de"),
        Land("NI", "Landesbeauftragter für den Datenschutz Niedersachsen", "navo.niedersachsen.de", verified: true),
        Land("NW", "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen", "ldi.nrw.de", verified: true),
        Land("RP", "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz", "datenschutz.rlp.de"),
        Land("SL", "Unabhängiges Datenschutzzentrum Saarland", "datenschutz.saarland.de"),
        Land("SN", "Sächsische Datenschutz- und Transparenzbeauftragte", "datenschutz.sachsen.de"),
        Land("ST", "Landesbeauftragte für den Datenschutz Sachsen-Anhalt", "datenschutz.sachsen-anhalt.de"),
        Land("SH", "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein", "datenschutzzentrum.de"),
        Land("TH", "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit", "tlfdi.de"),

        Outside("EU", "European Data Protection Supervisor", "Europe/Brussels", "edps.europa.eu", verified: false, Eudpr),
        Outside("GB", "Information Commissioner's Office", "Europe/London", "ico.org.uk/for-organisations/report-a-breach", verified: true, Gdpr),
        Outside("CH", "Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter", "Europe/Zurich", "edoeb.admin.ch", verified: true, Fadp),
    ];

    private const string MunichTerritory = "DE-BY-MUNICH";

    private static readonly FrozenDictionary<string, Authority[]> ByCode = All
        .GroupBy(authority => authority.Code, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>The authority for a code and a sector.</summary>
    /// <returns>Null if the code is unknown; codes are upper case.</returns>
    public static Authority? Find(string code, Sector sector) => ByCode.GetValueOrDefault(code) switch
    {
        null => null,
        [var only] => only,
        var both => both[sector == Sector.Public ? 1 : 0],
    };

    private static Authority State(string code, string name, string zone, string site, bool verified, LocalDate? from = null) =>
        new(code, name, Zone(zone), code, IsEea: true, from ?? Gdpr, site, verified);

    private static Authority Land(string land, string name, string site, bool verified = false, string? territory = null) =>
        new($"DE-{land}", name, Zone("Europe/Berlin"), territory ?? $"DE-{land}", IsEea: true, Gdpr, site, verified);

    private static Authority Outside(string code, string name, string zone, string site, bool verified, LocalDate from) =>
        new(code, name, Zone(zone), code, IsEea: false, from, site, verified);

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
