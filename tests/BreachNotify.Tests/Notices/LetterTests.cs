using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BreachNotify.Mailings;
using BreachNotify.Notices;
using MimeKit;
using NodaTime;

namespace BreachNotify.Tests.Notices;

public sealed class LetterTests
{
    private static readonly LetterFacts Facts = new(
        new LetterController("Maison & Cie", "FR", "1 rue de l'Exemple"),
        new LetterContact("Claire Exemple", "dpo@controller.example", "+33 1 99 00 00 00"),
        "NATURE <script>", ["DATATYPE"], "CONSEQUENCES", "MEASURES", "ADVICE ONE\nADVICE TWO",
        Instant.FromUtc(2026, 4, 1, 9, 0), null, Instant.FromUtc(2026, 4, 2, 9, 0));

    public static TheoryData<string> Languages => [.. Templates().Languages];

    [Fact]
    public void The_notice_exists_in_English_French_German_and_Japanese() =>
        Assert.Subset(Templates().Languages.ToHashSet(), new HashSet<string> { "en", "de", "fr", "ja" });

    /// <summary>GDPR Art. 34(2) with Art. 33(3)(b), (c) and (d), and what makes the letter trustworthy.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_holds_every_element_of_Article_34_2_in_text_and_html(string language)
    {
        var (text, html) = Parts(Compose(language, "Ann Example", "REF-7"));
        Assert.Contains("NATURE &lt;script&gt;", html, StringComparison.Ordinal);
        foreach (var part in new[] { text, WebUtility.HtmlDecode(html) })
        {
            foreach (var element in new[] { "Maison & Cie", "NATURE <script>", "Claire Exemple", "dpo@controller.example", "+33 1 99 00 00 00", "CONSEQUENCES", "MEASURES", "ADVICE ONE", "ADVICE TWO", "DATATYPE", "BN-TEST", "REF-7", "Ann Example", "2026" })
            {
                Assert.Contains(element, part, StringComparison.Ordinal);
            }
            Assert.Contains("34", part, StringComparison.Ordinal);
            Assert.DoesNotContain("http", part, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_html_is_accessible_and_loads_nothing(string language)
    {
        var (_, html) = Parts(Compose(language, "<img src=x onerror=alert(1)>", ""));
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1>"));
        Assert.Equal(7, Regex.Count(html, "<h2>"));
        Assert.Contains("<main>", html, StringComparison.Ordinal);
        Assert.Contains("<title>", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<(img|script|a|link|iframe|form|object)[ >]", html);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img", html, StringComparison.Ordinal);
        foreach (Match colours in Regex.Matches(html, "background: (#[0-9a-f]{6}); color: (#[0-9a-f]{6})"))
        {
            Assert.True(Contrast(colours.Groups[1].Value, colours.Groups[2].Value) >= 7);
        }
        var open = Regex.Matches(html, "<(main|h1|h2|p|ul|li|body|html|head|style|title)[ >]").CountBy(tag => tag.Groups[1].Value).ToDictionary();
        var closed = Regex.Matches(html, "</(\\w+)>").CountBy(tag => tag.Groups[1].Value).ToDictionary();
        Assert.Equal(open.OrderBy(tag => tag.Key), closed.OrderBy(tag => tag.Key));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_person_without_name_or_reference_gets_a_whole_letter(string language)
    {
        var (text, _) = Parts(Compose(language, "", ""));
        Assert.DoesNotMatch(@"\{|\}| ,|  [a-z]", text);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_message_is_one_a_mail_server_takes(string language)
    {
        var bytes = Compose(language, string.Concat(Enumerable.Repeat("Ünïcode Näme ", 19)).Trim(), "R").Bytes.ToArray();
        var raw = Encoding.Latin1.GetString(bytes);
        Assert.Equal(raw.Count(c => c == '\n'), Regex.Count(raw, "\r\n"));
        Assert.Equal(raw.Count(c => c == '\r'), Regex.Count(raw, "\r\n"));
        Assert.All(raw.Split("\r\n"), line => Assert.True(line.Length <= 998 && line.All(char.IsAscii)));
        var message = Parsed(bytes);
        Assert.Equal("person@mail.example", Assert.Single(message.To.Mailboxes).Address);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Null(message.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal($"{message.Headers["X-BreachNotify-Recipient"]}@controller.example", message.MessageId);
        Assert.Contains("Maison & Cie", message.Subject, StringComparison.Ordinal);
    }

    private static LetterSet Templates() => new LetterTemplates(Path.Combine(AppContext.BaseDirectory, "templates")).Load("people");

    private static Message Compose(string language, string name, string reference)
    {
        var set = Templates();
        var audience = new Audience(1, "m", new byte[32], []);
        using var composer = new MessageComposer(MailOptions.Sender("Privacy <privacy@controller.example>")!, set.Languages.ToDictionary(each => each, each => set.Letter(each, Facts, "BN-TEST", null)), "en", audience);
        return composer.Compose("token", new Recipient("person@mail.example", name, language, reference, []), Instant.FromUtc(2026, 4, 3, 9, 0));
    }

    private static MimeMessage Parsed(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return MimeMessage.Load(stream);
    }

    private static (string Text, string Html) Parts(Message message)
    {
        var parsed = Parsed(message.Bytes.ToArray());
        Assert.Equal("multipart/alternative", parsed.Body!.ContentType.MimeType);
        return (parsed.TextBody!, parsed.HtmlBody!);
    }

    /// <summary>WCAG 2.2 contrast ratio.</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        static double Luminance(string colour)
        {
            var parts = Convert.FromHexString(colour[1..]).Select(part => part / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
            return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
        }
    }
}
