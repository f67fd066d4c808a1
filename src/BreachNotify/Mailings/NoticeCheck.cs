using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>A mailing as anybody may know it who has its letter.</summary>
/// <param name="Controller">Who sent it.</param>
/// <param name="Sender">The address it comes from.</param>
/// <param name="Subject">Null where each language has the template's own.</param>
/// <param name="Contact">Where to ask.</param>
public sealed record SentNotice(string Controller, string Sender, string? Subject, Instant StartedAt, string? Contact);

/// <summary>
/// Tells a person who got a letter whether one with its reference was sent from here. A reference has 32 random bits, and an
/// address may ask as often as it may try to sign in, so that nobody finds one by trying.
/// </summary>
public sealed partial class NoticeCheck(MailingStore mailings, TimeProvider clock)
{
    private readonly AttemptLimit _limit = new(clock);

    /// <summary>Counts a question; false if it is one too many.</summary>
    public bool Admits(IPAddress? address) => _limit.Admits(address);

    /// <summary>Whether the text is a reference, with or without its dashes and in any case.</summary>
    public static bool IsReference(string text) => Reference().IsMatch(text);

    /// <returns>Null where no such letter was sent; a rehearsal sends none.</returns>
    public async Task<SentNotice?> Find(string reference)
    {
        if (Reference().Match(reference) is not { Success: true } match || await mailings.SentAs($"{match.Groups[1].Value}{match.Groups[2].Value}".ToLowerInvariant()) is not { } mailing)
        {
            return null;
        }
        var letter = await mailings.LetterOf(mailing.Id);
        var contact = letter.Facts.Contact;
        return new SentNotice(letter.Facts.Controller!.Name, letter.Sender, letter.Subject, mailing.StartedAt!.Value, contact is null ? null : contact.Phone is null ? contact.Email : $"{contact.Email}, {contact.Phone}");
    }

    [GeneratedRegex(@"^\s*BN[-\s]?([0-9a-f]{4})[-\s]?([0-9a-f]{4})\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
