using BreachNotify.Access;
using BreachNotify.Filings;
using NodaTime.Text;

namespace BreachNotify.Tests.Filings;

/// <summary>The form of the notice under the laws that are not the GDPR.</summary>
public sealed class FormLawTests
{
    [Theory]
    [InlineData("eudpr")]
    [InlineData("ch-fadp")]
    [InlineData("uk-gdpr")]
    public void Under_another_law_no_field_cites_the_GDPR_and_every_one_says_who_asks(string regime) => Assert.All(NoticeForm.Fields, field =>
    {
        var own = FormLaw.Under(regime, field);
        Assert.NotEmpty(own.Citation);
        Assert.DoesNotContain("GDPR", own.Citation.Replace("UK GDPR", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // What cites a text that nobody has read says so.
        Assert.True(own.Citation == field.Citation || regime == "uk-gdpr" || !own.Verified, own.Key);
    });

    [Fact]
    public void Under_the_GDPR_the_form_stays_as_it_is() => Assert.All(NoticeForm.Fields, field => Assert.Same(field, FormLaw.Under("gdpr", field)));

    [Theory]
    [InlineData("EU", "risk", "Regulation (EU) 2018/1725 Art. 34(3)(a)", "Regulation (EU) 2018/1725 Art. 34(1)", "Regulation (EU) 2018/1725 Art. 35(1)", "Regulation (EU) 2018/1725 Art. 34(4)")]
    [InlineData("CH", "high", "Swiss FADP Art. 24(2)", "Swiss FADP Art. 24(1)", "Swiss FADP Art. 24(4)", "Swiss Data Protection Ordinance Art. 15(2)")]
    [InlineData("GB", "risk", "UK GDPR Art. 33(3)(a)", "UK GDPR Art. 33(1)", "UK GDPR Art. 34(1)", "UK GDPR Art. 33(4)")]
    public async Task Notice_page_print_and_filing_cite_the_law_of_the_recipient(string authority, string risk, string nature, string basis, string people, string phases)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Pages.Visitor.SignedIn(service, Role.Officer);
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new
        {
            title = "Wrong list",
            awareAt = "2026-11-22T10:00:00Z",
            authority,
            risk,
            controller = new { name = "A body", country = authority == "EU" ? "BE" : authority },
            contact = new { name = "Ok", email = "ok@a.example" },
        })).Json()).GetProperty("id").GetString()!;

        var page = await officer.Open($"/register/{id}/notices/{authority}");
        Assert.Equal(200, page.Status);
        foreach (var citation in new[] { nature, basis, people, phases })
        {
            Assert.Contains(citation, page.Text, StringComparison.Ordinal);
        }
        Assert.DoesNotMatch(@"(?<!UK )GDPR Art\.", page.Text);
        var sent = await officer.Send(page, $"/register/{id}/notices/{authority}/filings", ("completeness", "incomplete"), ("channel", "Letter"), ("filedAt", "2026-11-22"), ("filedAt.time", "12:00"));
        Assert.Equal(303, sent.Status);
        foreach (var print in new[] { $"notices/{authority}", "filings/1" })
        {
            var html = await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/{print}?format=html", UriKind.Relative));
            Assert.Contains(nature, html, StringComparison.Ordinal);
            Assert.Contains($"To be determined ({phases}).", html, StringComparison.Ordinal);
            Assert.Equal(authority != "GB", html.Contains("(not verified)", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(null, "2026-04-02T00:00:00Z", "GDPR Art. 33(5)")]
    [InlineData("DE-BY", "2026-04-02T00:00:00Z", "GDPR Art. 33(5)")]
    [InlineData("NO", "2026-04-02T00:00:00Z", "GDPR Art. 33(5)")]
    [InlineData("GB", "2026-04-02T00:00:00Z", "UK GDPR Art. 33(5)")]
    [InlineData("GB", "2020-04-02T00:00:00Z", "GDPR Art. 33(5)")]
    [InlineData("CH", "2026-04-02T00:00:00Z", null)]
    [InlineData("EU", "2026-04-02T00:00:00Z", null)]
    [InlineData("US-CA", "2026-04-02T00:00:00Z", null)]
    public void What_is_asked_for_in_general_cites_the_law_of_the_place(string? place, string awareAt, string? expected) =>
        Assert.Equal(expected, FormLaw.CitedAt(place, InstantPattern.ExtendedIso.Parse(awareAt).Value, "GDPR Art. 33(5)"));
}
