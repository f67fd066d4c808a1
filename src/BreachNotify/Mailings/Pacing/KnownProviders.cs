using System.Collections.Frozen;

namespace BreachNotify.Mailings.Pacing;

/// <summary>
/// The large receiving providers: their own domains and the names of their mail exchangers. The limits are defaults to
/// start with, not published figures: no provider publishes them, and what it answers corrects them within minutes.
/// </summary>
public static class KnownProviders
{
    private static readonly (string Name, Limits Limits, string Domains, string Exchangers)[] Table =
    [
        ("gmail", new(100, 10), "gmail.com googlemail.com", "google.com googlemail.com smtp.goog"),
        ("outlook.com", new(50, 8), "outlook.com hotmail.com live.com msn.com outlook.de outlook.fr outlook.es outlook.it hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.co.uk hotmail.co.jp live.de live.fr live.it live.nl live.se live.dk live.no live.co.uk live.jp outlook.jp", "olc.protection.outlook.com"),
        ("microsoft-365", new(100, 10), "", "protection.outlook.com mx.microsoft"),
        ("yahoo", new(50, 5), "yahoo.com yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.uk ymail.com rocketmail.com aol.com aol.de aol.co.uk", "yahoodns.net"),
        ("yahoo-japan", new(20, 4), "yahoo.co.jp ybb.ne.jp", "yahoo.co.jp"),
        ("icloud", new(50, 5), "icloud.com me.com mac.com", "icloud.com apple.com"),
        ("gmx-web.de", new(30, 5), "gmx.de gmx.net gmx.at gmx.ch gmx.com web.de mail.com", "gmx.net web.de mail.com"),
        ("1und1", new(20, 4), "online.de 1und1.de", "kundenserver.de 1and1.com ionos.com"),
        ("t-online", new(20, 4), "t-online.de magenta.de", "t-online.de"),
        ("freenet", new(10, 3), "freenet.de", "freenet.de mobilcom.de"),
        ("orange", new(10, 3), "orange.fr wanadoo.fr voila.fr", "orange.fr wanadoo.fr"),
        ("sfr", new(10, 3), "sfr.fr neuf.fr cegetel.net", "sfr.fr neuf.fr"),
        ("free", new(10, 3), "free.fr", "free.fr"),
        ("laposte", new(10, 3), "laposte.net", "laposte.net"),
        ("libero", new(10, 3), "libero.it virgilio.it inwind.it iol.it", "libero.it"),
        ("telefonica", new(10, 3), "telefonica.net movistar.es", "telefonica.net"),
        ("wp", new(10, 3), "wp.pl o2.pl", "wp.pl"),
        ("onet", new(10, 3), "onet.pl onet.eu op.pl", "onet.pl"),
        ("seznam", new(10, 3), "seznam.cz email.cz", "seznam.cz"),
        ("ziggo", new(10, 3), "ziggo.nl home.nl", "ziggo.nl"),
        ("proton", new(20, 4), "proton.me protonmail.com pm.me", "protonmail.ch"),
        ("docomo", new(10, 3), "docomo.ne.jp", "docomo.ne.jp"),
        ("au", new(10, 3), "ezweb.ne.jp au.com", "au.com ezweb.ne.jp"),
        ("softbank", new(10, 3), "softbank.ne.jp i.softbank.jp", "softbank.ne.jp softbank.jp"),
        ("mimecast", new(30, 5), "", "mimecast.com"),
        ("proofpoint", new(30, 5), "", "pphosted.com ppe-hosted.com"),
        ("barracuda", new(20, 4), "", "barracudanetworks.com"),
        ("hornetsecurity", new(20, 4), "", "hornetsecurity.com antispameurope.com"),
    ];

    public static IEnumerable<(string Name, Limits Limits)> All => Table.Select(entry => (entry.Name, entry.Limits));

    /// <summary>Provider by domain of the recipient.</summary>
    public static FrozenDictionary<string, string> ByDomain { get; } = Table.SelectMany(entry => Words(entry.Domains), (entry, domain) => (domain, entry.Name)).ToFrozenDictionary(pair => pair.domain, pair => pair.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Provider by the name of a mail exchanger; null for one that is none of them.</summary>
    public static string? ByExchanger(string host)
    {
        host = host.TrimEnd('.');
        // The longest name first: consumer mailboxes of Microsoft lie below the same name as those of firms.
        return Exchangers.Where(known => host.Equals(known.Suffix, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + known.Suffix, StringComparison.OrdinalIgnoreCase)).Select(known => known.Name).FirstOrDefault();
    }

    private static readonly (string Suffix, string Name)[] Exchangers =
        [.. Table.SelectMany(entry => Words(entry.Exchangers), (entry, suffix) => (suffix, entry.Name)).OrderByDescending(known => known.suffix.Length)];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
