using System.Collections.Frozen;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Authorities;

/// <summary>How an authority takes notices.</summary>
public enum FilingChannel
{
    /// <summary>A form on the authority's own site.</summary>
    OnlineForm,

    /// <summary>A portal of the state shared with other authorities.</summary>
    StatePortal,

    /// <summary>The authority's site; nobody has found out which way it offers.</summary>
    Site,
}

/// <summary>
/// How each supervisory authority is reached: languages it accepts, channel and address. The European Data Protection Board
/// keeps the list the public addresses were taken from (edpb.europa.eu/notify-data-breach). Languages are the official ones
/// of the seat unless a source says what the authority accepts.
/// </summary>
internal static class FilingChannels
{
    private const string Edpb = "edpb.europa.eu/notify-data-breach";

    private static readonly FrozenDictionary<string, Row> Rows = new Row[]
    {
        new("AT", "de", FilingChannel.OnlineForm, "dsb.gv.at", "dsb.gv.at: form in German only", Read: true),
        new("BE", "fr nl de", FilingChannel.OnlineForm, "dataprotectionauthority.be", Edpb, Read: true),
        new("BG", "bg", FilingChannel.Site, "cpdp.bg"),
        new("CY", "el en", FilingChannel.Site, "dataprotection.gov.cy"),
        new("CZ", "cs", FilingChannel.Site, "uoou.gov.cz"),
        new("DE", "de", FilingChannel.Site, "bfdi.bund.de"),
        new("DK", "da", FilingChannel.StatePortal, "virk.dk"),
        new("EE", "et", FilingChannel.Site, "aki.ee"),
        new("ES", "es", FilingChannel.OnlineForm, "sedeagpd.gob.es"),
        new("FI", "fi sv en", FilingChannel.OnlineForm, "tietosuoja.fi/en/data-breach-notification"),
        new("FR", "fr", FilingChannel.OnlineForm, "notifications.cnil.fr/notifications/"),
        new("GR", "el", FilingChannel.Site, "dpa.gr"),
        new("HR", "hr", FilingChannel.Site, "azop.hr"),
        new("HU", "hu", FilingChannel.OnlineForm, "dbn-online.naih.hu"),
        new("IE", "en ga", FilingChannel.OnlineForm, "forms.dataprotection.ie/report-a-breach-of-personal-data"),
        new("IS", "is", FilingChannel.Site, "personuvernd.is"),
        new("IT", "it", FilingChannel.OnlineForm, "servizi.gpdp.it/databreach/s/"),
        new("LI", "de", FilingChannel.Site, "datenschutzstelle.li"),
        new("LT", "lt", FilingChannel.Site, "vdai.lrv.lt"),
        new("LU", "fr de", FilingChannel.Site, "cnpd.public.lu"),
        new("LV", "lv", FilingChannel.Site, "dvi.gov.lv"),
        new("MT", "mt en", FilingChannel.OnlineForm, "idpc.org.mt"),
        new("NL", "nl", FilingChannel.OnlineForm, "datalekken.autoriteitpersoonsgegevens.nl"),
        new("NO", "nb nn", FilingChannel.StatePortal, "altinn.no"),
        new("PL", "pl", FilingChannel.StatePortal, "biznes.gov.pl"),
        new("PT", "pt", FilingChannel.Site, "cnpd.pt"),
        new("RO", "ro", FilingChannel.Site, "dataprotection.ro"),
        new("SE", "sv", FilingChannel.OnlineForm, "imy.se"),
        new("SI", "sl", FilingChannel.Site, "ip-rs.si"),
        new("SK", "sk", FilingChannel.Site, "dataprotection.gov.sk"),

        new("DE-BW", "de", FilingChannel.OnlineForm, "baden-wuerttemberg.datenschutz.de/datenpanne-melden"),
        new("DE-NI", "de", FilingChannel.StatePortal, "navo.niedersachsen.de"),

        new("EU", "en fr de", FilingChannel.Site, "edps.europa.eu"),
        new("GB", "en", FilingChannel.OnlineForm, "ico.org.uk/for-organisations/report-a-breach/"),
        new("CH", "de fr it", FilingChannel.OnlineForm, "databreach.edoeb.admin.ch"),
    }.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    /// <summary>How an authority is reached; a Land without a row of its own by its site, in German.</summary>
    internal static Addressee Of(Authority authority) => Rows.TryGetValue(authority.Code, out var row)
        ? new Addressee(authority.Name, row.Channel, row.Address, row.Languages.Split(' '), row.Source, row.Read)
        : new Addressee(authority.Name, FilingChannel.Site, authority.Source, authority.IsEea ? ["de"] : ["en"], null, false);

    private sealed record Row(string Code, string Languages, FilingChannel Channel, string Address, string? Source = null, bool Read = false);
}
