using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Notices;

namespace BreachNotify.Mailings;

/// <summary>Checks that a draft can be sent to everybody in it and fixes what will be sent.</summary>
public sealed class Freezing(MailingStore mailings, AudienceStore audiences, NarrowingStore narrowings, Families families, FindBreach findBreach, LetterTemplates templates, Transport transport, MailOptions options)
{
    private const string Other = "Somebody Else";

    /// <returns>The hash over letter, templates, settings and people.</returns>
    /// <exception cref="Refusal">409: not a draft. 422: something is missing, named.</exception>
    public async Task<string> Freeze(string id, Actor actor)
    {
        var mailing = await mailings.Get(id);
        if (MailingStates.After(mailing.State, Move.Freeze) is null)
        {
            throw MailingStore.NotAllowed(mailing.State, Move.Freeze);
        }
        if (mailing.RehearsalOf is not null)
        {
            throw Refusal.Conflict("The rehearsal was broken off while its people were being copied: cancel it and begin another one.");
        }
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        var facts = FactsOf(breach);
        var errors = facts.Missing().Select(field => new FieldError(field, null, "The breach record needs it before people can be told (GDPR Art. 34(2)); add it with PATCH /breaches/{id}.")).ToList();
        var audience = mailing.Audience is { } audienceId ? await audiences.Find(audienceId) : null;
        if (audience is null || (await mailings.CountsOf(id)).Total == 0)
        {
            errors.Add(new FieldError("recipients", null, "There is nobody to tell; send at least one usable row with PUT /mailings/{id}/recipients."));
        }
        else if (audience.Family && await families.TooLarge(audience) is (var line, var people))
        {
            errors.Add(new FieldError("recipients", $"line {line}", $"{people} people share the address of this line; a family letter names at most {Families.Largest}. Import with duplicates=person, or without family."));
        }
        var sender = mailing.Sender ?? options.From ?? DefaultSender(facts);
        if (sender is null)
        {
            errors.Add(new FieldError("from", null, "The mailing needs a sender: the member from of the mailing, or BreachNotify:Mail:From."));
        }
        else if (options.Dkim is { } dkim && !dkim.IsAligned(MailOptions.Sender(sender)!))
        {
            errors.Add(new FieldError("from", sender, $"Messages are signed for {dkim.Domain}, which is not the sender's domain nor above it: receivers would not count the signature. Send from an address under {dkim.Domain}, or change BreachNotify:Mail:Dkim."));
        }
        if (transport.Obstacle() is { } obstacle)
        {
            errors.Add(new FieldError("transport", transport.Description, obstacle));
        }
        if (errors.Count > 0)
        {
            throw Refusal.Unprocessable(errors);
        }
        var import = (await mailings.ImportOf(mailing)).Import!;
        var letter = new FrozenLetter(sender!, mailing.Subject, mailing.FallbackLanguage, ReferenceOf(mailing), facts, await Rehearse(mailing, audience!, facts, sender!), new ImportRule(import.DuplicatesBy, import.Family));
        var (narrowed, leftOut) = await narrowings.Fingerprint(audience!);
        var hash = HashOf(letter, await audiences.DigestOf(audience!), leftOut);
        await mailings.Freeze(mailing, narrowed, letter, hash, actor);
        return hash;
    }

    /// <summary>Renders every language for the person with the longest values and for the one with none.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Rehearse(Mailing mailing, Audience audience, LetterFacts facts, string sender)
    {
        try
        {
            var set = templates.Load(mailing.Template);
            var letters = set.Languages.ToDictionary(language => language, language => set.Letter(language, facts, ReferenceOf(mailing), mailing.Subject));
            using var composer = new MessageComposer(MailOptions.Sender(sender)!, letters, mailing.FallbackLanguage, audience);
            var longest = (await audiences.ExtremesOf(audience, composer.Key)).Longest;
            foreach (var language in set.Languages)
            {
                var address = longest[0].Length > 0 ? longest[0] : "nobody@example.invalid";
                composer.Compose("rehearsal", new Recipient(address, longest[1], language, longest[3], [.. longest.Skip(4)]), mailing.CreatedAt);
                composer.Compose("rehearsal", new Recipient(address, "", language, "", [.. longest.Skip(4).Select(_ => "")]), mailing.CreatedAt);
                if (audience.Family)
                {
                    RehearseFamily(composer, letters[language], new Recipient(address, longest[1], language, longest[3], [.. longest.Skip(4)]), audience, mailing);
                }
            }
            return set.Files;
        }
        catch (TemplateException e)
        {
            throw Refusal.Unprocessable(new FieldError("template", mailing.Template, e.Message));
        }
    }

    /// <summary>The largest family with the longest values, and one that shows whether the letter names everybody.</summary>
    private static void RehearseFamily(MessageComposer composer, Letter letter, Recipient longest, Audience audience, Mailing mailing)
    {
        composer.Compose("rehearsal", longest, mailing.CreatedAt, [.. Enumerable.Range(1, Families.Largest - 1).Select(number => longest with { Name = $"{number} {longest.Name}", Reference = $"{number} {longest.Reference}" })]);
        var values = longest.Values(audience.Further, [longest with { Name = Other }]);
        if (new[] { letter.Text, letter.Html }.Any(part => !part.Fill(values).ToString().Contains(Other, StringComparison.Ordinal)))
        {
            throw new TemplateException($"The letter in '{letter.Language}' does not name everybody at an address, as a family letter must: print person.name in its text and its HTML.");
        }
    }

    /// <summary>SHA-256 over the RFC 8785 form of the letter, the digest of the people and that of the lines left out.</summary>
    public static string HashOf(FrozenLetter letter, byte[] people, byte[] leftOut)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(letter, JsonContract.Options)));
        hash.AppendData(people);
        hash.AppendData(leftOut);
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? DefaultSender(LetterFacts facts) =>
        facts is { Controller: { } controller, Contact: { } contact } && EmailAddress.Normalise(contact.Email, out _) is { } address
            ? new MimeKit.MailboxAddress(Encoding.UTF8, controller.Name, address).ToString()
            : null;

    /// <summary>Short enough to be read out on the telephone.</summary>
    public static string ReferenceOf(Mailing mailing) => $"BN-{mailing.Id[^8..^4].ToUpperInvariant()}-{mailing.Id[^4..].ToUpperInvariant()}";

    /// <summary>What a notice tells of the breach.</summary>
    public static LetterFacts FactsOf(Breach breach) => new(
        breach.Controller is { } controller ? new LetterController(controller.Name, controller.Country, controller.Address, controller.Registration) : null,
        breach.Contact is { } contact ? new LetterContact(contact.Name, contact.Email, contact.Phone) : null,
        breach.Nature,
        breach.DataTypes?.Items ?? [],
        breach.Consequences,
        breach.Measures,
        breach.Advice,
        breach.OccurredFrom?.Instant,
        breach.OccurredUntil?.Instant,
        breach.AwareAt.Instant,
        breach.Translations.ToDictionary(wording => wording.Key, wording => new LetterWording(wording.Value.Nature, wording.Value.DataTypes, wording.Value.Consequences, wording.Value.Measures, wording.Value.Advice)));
}
