using System.Text;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Mailings.Desk;

/// <summary>On pages: a draft is narrowed and widened, a frozen mailing is rehearsed, and a person who asks is answered.</summary>
public sealed class PeopleOfAMailingTests
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_second_file_says_who_stays_what_fits_nobody_is_shown_and_everybody_is_taken_in_again()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var mailing = await MailingUnderTest.Draft(service);
        var path = $"/mailings/{mailing.Id}/narrow";
        Assert.Contains("Nobody is in it yet", (await officer.Open(path)).Text, StringComparison.Ordinal);
        await mailing.Import(MailingUnderTest.People(50));

        var refused = await Send("", "");
        Assert.Equal(422, refused.Status);
        Assert.All(new[] { "reason", "file" }, field => Assert.Contains($"id=\"{field}-error\"", refused.Html, StringComparison.Ordinal));
        Assert.Matches("<input id=\"reason\"[^>]*autofocus", refused.Html);
        var broken = await Send("reference\n\"R1\n", "forensic report");
        Assert.Equal(422, broken.Status);
        Assert.Contains("never closed. Nothing was changed", broken.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"forensic report\"", broken.Html, StringComparison.Ordinal);
        Assert.Contains("nobody would be left", (await Send("reference\nX\n", "forensic report")).Text, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Upload(await officer.Open(path), path, "x"u8.ToArray(), "a.csv", ("__RequestVerificationToken", "old"), ("reason", "forensic report"))).Status);

        var narrowed = await Send($"reference\nR1\nR7\n\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n", "forensic report");

        Assert.Equal(200, narrowed.Status);
        Assert.Matches(@"People before\s+50\s+Stay\s+2\s+Newly left out\s+48\s+Rows that fit nobody\s+1", Regex.Replace(narrowed.Text, @"\s+", " "));
        Assert.DoesNotContain("<script>alert", narrowed.Html, StringComparison.Ordinal);
        Assert.Contains("In the mailing now: 2. Left out: 48.", narrowed.Text, StringComparison.Ordinal);
        Assert.Contains("Left out by narrowing: 48", (await officer.Open($"/mailings/{mailing.Id}")).Text, StringComparison.Ordinal);

        Assert.Contains("id=\"why-error\"", (await officer.Send(narrowed, $"/mailings/{mailing.Id}/widen", ("why", ""))).Html, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Send(narrowed, $"/mailings/{mailing.Id}/widen", ("why", "too narrow"))).Status);
        // Sent twice, it is done; another who widens finds that nobody is left out.
        Assert.Equal(303, (await officer.Send(narrowed, $"/mailings/{mailing.Id}/widen", ("why", "too narrow"))).Status);
        Assert.Contains("Nobody is left out", (await officer.Send(narrowed, $"/mailings/{mailing.Id}/widen", ("why", "another reason"))).Text, StringComparison.Ordinal);
        Assert.Equal(50, (await mailing.Status()).GetProperty("counts").GetProperty("total").GetInt64());
        await mailing.Do("freeze");
        Assert.DoesNotContain("<form method=\"post\" action=\"/mailings", (await officer.Open(path)).Html, StringComparison.Ordinal);

        async Task<Page> Send(string file, string reason) =>
            await officer.Upload(await officer.Open(path), path, Encoding.UTF8.GetBytes(file), file.Length == 0 ? "" : "some.csv", ("named", "keep"), ("by", "reference"), ("reason", reason));
    }

    [Fact]
    public async Task A_frozen_mailing_is_rehearsed_once_however_often_its_form_is_sent_and_shows_what_would_be_handed_over()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var mailing = await MailingUnderTest.Draft(service);
        var path = $"/mailings/{mailing.Id}/rehearse";
        await mailing.Import($"email,name,language\nada@mail.example,\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\",de\nbob@mail.example,Bob,fr\n");
        Assert.Contains("can be rehearsed when it is frozen", (await officer.Open(path)).Text, StringComparison.Ordinal);
        await mailing.Do("freeze");
        var form = await officer.Open(path);
        var wrong = await officer.Send(form, path, ("mode", "accept"), ("speed", "5000"));
        Assert.Equal(422, wrong.Status);
        Assert.Contains("id=\"speed-error\"", wrong.Html, StringComparison.Ordinal);

        var first = await officer.Send(form, path, ("mode", "accept"), ("speed", ""));
        var second = await officer.Send(form, path, ("mode", "accept"), ("speed", ""));

        Assert.Equal(303, first.Status);
        Assert.Equal(first.Location, second.Location);
        var rehearsal = new MailingUnderTest(service, mailing.Breach, first.Location!.Split('/')[^1]);
        await rehearsal.Completed();
        Assert.Contains("Rehearsal of", (await officer.Open(path)).Text, StringComparison.Ordinal);
        var page = await officer.Open(first.Location!);
        Assert.Contains("nothing of it reaches anybody", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("#acts", page.Html, StringComparison.Ordinal);
        var samples = await officer.Open($"{first.Location}/samples");
        Assert.Equal(200, samples.Status);
        Assert.Contains("X-BreachNotify-Rehearsal: yes", samples.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", samples.Html, StringComparison.Ordinal);
        // A person's letter is shown in the person's own language.
        var letter = await officer.Open($"{first.Location}/letter?reader=person&line=3");
        Assert.Contains("<pre lang=\"fr\"", letter.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_asks_is_answered_and_the_question_stands_in_no_address()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3) + "broken,Broken,en,R9\n");
        await mailing.Start();
        await mailing.Completed();
        var path = $"/mailings/{mailing.Id}/lookup";
        var form = await officer.Open(path);
        foreach (var (by, value, why) in new[] { ("email", "", "Must be filled in"), ("email", Hostile, "Must be one e-mail address"), ("message", "none", "Must hold the Message-ID"), ("", "ada@mail.example", "Must be filled in"), ("email", new string('x', 30_000), "at most 20000") })
        {
            var refused = await officer.Send(form, path, ("by", by), ("value", value));
            Assert.Equal(422, refused.Status);
            Assert.Contains(why, refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", refused.Html, StringComparison.Ordinal);
            Assert.Matches("<(select|textarea) id=\"(by|value)\"[^>]*autofocus", refused.Html);
        }

        var found = await officer.Send(form, path, ("by", "email"), ("value", "person1@mail.example"));

        Assert.Equal((200, path), (found.Status, found.Path));
        Assert.Contains("Told: the receiving mail server took the message over.", found.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;", found.Html.Split("Message-ID</dt>")[1][..80], StringComparison.Ordinal);
        Assert.Contains("of the journal", found.Text, StringComparison.Ordinal);
        var nobody = await officer.Send(form, path, ("by", "reference"), ("value", "R9"));
        Assert.Contains("Nobody in this mailing has it", nobody.Text, StringComparison.Ordinal);
        Assert.Contains("/rejections?format=csv", nobody.Html, StringComparison.Ordinal);

        // In German, what the law and the features say comes in German.
        await officer.Open("/language/de");
        var german = await officer.Send(form, path, ("by", "email"), ("value", "niemand"));
        Assert.Contains("Muss eine E-Mail-Adresse sein: eine Adresse braucht eine Domain", german.Text, StringComparison.Ordinal);
        var breach = await officer.Open($"/register/{mailing.Breach}");
        Assert.Contains("Die Stunde, in die das Bekanntwerden fällt, wird nicht mitgezählt: Die erste Stunde beginnt 20.11.2026, 12:00 (+01:00).", breach.Text, StringComparison.Ordinal);
        Assert.Contains("The hour in which awareness falls is not counted: the first hour starts at 2026-11-20 12:00 (+01:00).", breach.Text, StringComparison.Ordinal);
        Assert.Contains("DSGVO Art. 33(1)", breach.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_with_a_letter_sees_whether_it_was_sent_from_here_and_nobody_finds_a_reference_by_trying()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(2));
        using var nobody = new Visitor(service);
        var reference = $"BN-{mailing.Id[^8..^4].ToUpperInvariant()}-{mailing.Id[^4..].ToUpperInvariant()}";
        Assert.Contains("No: no notice with this reference", (await nobody.Open($"/notice?reference={reference}")).Text, StringComparison.Ordinal);
        await mailing.Start();
        await mailing.Completed();

        var yes = await nobody.Open($"/notice?reference={reference.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)}");
        Assert.Contains("Yes: notices with this reference", yes.Text, StringComparison.Ordinal);
        Assert.All(new[] { "Maison Lumière", "dpo@controller.example" }, text => Assert.Contains(text, yes.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("Copied customer list", yes.Text, StringComparison.Ordinal);
        foreach (var wrong in new[] { "", "BN-%25%25%25%25-%25%25%25%25", "BN-1", Uri.EscapeDataString(Hostile), new string('x', 5000) })
        {
            var refused = await nobody.Open($"/notice?reference={wrong}");
            Assert.Equal(422, refused.Status);
            Assert.Matches("<input id=\"reference\"[^>]*autofocus", refused.Html);
            Assert.DoesNotContain("<script>alert", refused.Html, StringComparison.Ordinal);
        }
        for (var i = 0; i < 30; i++)
        {
            await nobody.Open("/notice?reference=BN-0000-0000");
        }
        Assert.Equal(429, (await nobody.Open($"/notice?reference={reference}")).Status);
    }
}
