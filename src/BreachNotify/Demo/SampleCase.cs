using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Demo;

/// <summary>A made-up breach at a maker of luxury goods whose mailboxes stood open for nine months, with everything on record that letters and notices need.</summary>
public static class SampleCase
{
    private static readonly Duration NineMonths = Duration.FromDays(274);

    public static BreachFacts Of(Instant aware) => new()
    {
        Title = "Mailboxes of customer care open to strangers",
        AwareAt = aware,
        Authority = "FR",
        Risk = RiskLevel.High,
        IncidentKind = IncidentKind.DataBreachByHackers,
        Controller = new Controller("Maison Exemple SA", "FR", "1 rue de l'Exemple, 75001 Paris"),
        Contact = new Contact("Data protection officer of Maison Exemple", "dpo@maison.example", "+33 1 99 00 00 00"),
        Nature = "Strangers were able to read three of our e-mail mailboxes, the first for nine months, after an employee had followed a link in a deceptive message. One mailbox held a table with customers' addresses; an investigation showed that the entries of fewer than 1,000 people were opened, yours among them.",
        DataTypes = new Texts(["name", "postal address", "e-mail address", "list of purchases"], true),
        Consequences = "Somebody may use your name, address and purchases to write or call you under a pretext, or know that valuable goods are kept at your home.",
        Measures = "We have closed the access, changed all passwords, introduced a second factor for signing in, informed the supervisory authority and filed a complaint with the police.",
        Advice = "Be careful with messages and calls that mention your purchases. We never ask for passwords or payments by e-mail or telephone. If somebody claims to visit on our behalf, call us first.",
        Affected = [new AffectedPeople("FR", 400), new AffectedPeople("DE", 250), new AffectedPeople("JP", 250), new AffectedPeople("GB", 100)],
        OccurredFrom = aware - NineMonths,
        OccurredUntil = aware,
        Translations = new Dictionary<string, Wording>
        {
            ["de"] = new Wording(
                "Unbefugte konnten drei unserer E-Mail-Postfächer lesen, das erste neun Monate lang, nachdem ein Mitarbeiter einem Link in einer betrügerischen Nachricht gefolgt war. In einem Postfach lag eine Liste mit Adressen von Kunden; die Untersuchung ergab, dass die Einträge von weniger als 1.000 Personen geöffnet wurden, darunter Ihrer.",
                ["Name", "Postanschrift", "E-Mail-Adresse", "Liste der Einkäufe"],
                "Jemand könnte Ihnen unter einem Vorwand schreiben oder Sie anrufen oder wissen, dass bei Ihnen wertvolle Waren aufbewahrt werden.",
                "Wir haben den Zugang geschlossen, alle Passwörter geändert, einen zweiten Faktor für die Anmeldung eingeführt, die Aufsichtsbehörde unterrichtet und Anzeige erstattet.",
                "Seien Sie vorsichtig bei Nachrichten und Anrufen, die Ihre Einkäufe erwähnen. Wir fragen nie per E-Mail oder Telefon nach Passwörtern oder Zahlungen. Kündigt jemand einen Besuch in unserem Namen an, rufen Sie uns vorher an."),
            ["fr"] = new Wording(
                "Des tiers ont pu lire trois de nos boîtes de courrier électronique, la première pendant neuf mois, après qu'un employé a suivi un lien dans un message trompeur. L'une d'elles contenait un tableau d'adresses de clients ; l'enquête a montré que les données de moins de 1 000 personnes, dont les vôtres, ont été ouvertes.",
                ["nom", "adresse postale", "adresse électronique", "liste d'achats"],
                "Quelqu'un pourrait vous écrire ou vous appeler sous un prétexte, ou savoir que des objets de valeur se trouvent chez vous.",
                "Nous avons fermé l'accès, changé tous les mots de passe, introduit un second facteur de connexion, informé l'autorité de contrôle et déposé plainte.",
                "Méfiez-vous des messages et des appels qui mentionnent vos achats. Nous ne demandons jamais de mot de passe ni de paiement par courriel ou par téléphone. Si quelqu'un annonce une visite de notre part, appelez-nous d'abord."),
            ["ja"] = new Wording(
                "従業員が不審なメッセージのリンクを開いたことにより、第三者が当社の三つのメールボックスを閲覧できる状態になり、最初のものは九か月間続いていました。そのうち一つにお客様の住所の一覧があり、調査の結果、お客様を含む千人未満の情報が開かれたことが分かりました。",
                ["お名前", "ご住所", "メールアドレス", "ご購入の一覧"],
                "何者かが口実を設けてお客様に連絡したり、高価な品がご自宅にあることを知ったりするおそれがあります。",
                "アクセスを遮断し、すべてのパスワードを変更し、二段階認証を導入し、監督機関に報告し、警察に届け出ました。",
                "ご購入に触れるメッセージやお電話にご注意ください。当社がメールや電話でパスワードやお支払いをお願いすることはありません。当社を名乗る訪問の連絡があった場合は、まず当社にお電話ください。"),
        },
    };
}
