using BreachNotify.Access;
using BreachNotify.Access.Accounts;
using BreachNotify.Tests.Portfolios;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Browser.Tests;

/// <summary>Whole paths without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task From_the_set_up_link_to_a_registered_and_decided_breach_the_keyboard_suffices()
    {
        await using var desk = await Desk.Run(chromium, null, "Access:BootstrapKey=");
        var (page, keys) = (desk.Page, desk.Page.Keyboard);
        await desk.Open((await desk.Service.Services.GetRequiredService<SetUp>().Path())!);
        // The first field has the focus.
        foreach (var entry in new[] { "Ada Lovelace", "ada@example.com", Desk.Password, Desk.Password })
        {
            await keys.TypeAsync(entry);
            await keys.PressAsync("Tab");
        }
        await keys.PressAsync("Enter");
        await desk.Arrive("/register$");

        await desk.TabTo("Register a breach");
        await keys.PressAsync("Enter");
        await desk.Arrive("/register/new$");
        await keys.TypeAsync("Laptop with patient files stolen from a car");
        await keys.PressAsync("Enter");
        await desk.Arrive("(?<!/new)$");
        Assert.Equal("Laptop with patient files stolen from a car", await page.InnerTextAsync("h1"));
        // The browser counts on by the second.
        Assert.Matches("(3 d 0 h|2 d 23 h) left", await page.InnerTextAsync(".summary"));

        await desk.TabTo("Record a decision");
        await keys.PressAsync("Enter");
        await desk.TabTo("Question");
        await keys.TypeAsync("Is it a personal-data breach?");
        await desk.TabTo("Answer");
        await keys.TypeAsync("yes");
        await keys.PressAsync("Enter");
        // Reasons are missing: the field that lacks them has the focus.
        await page.WaitForSelectorAsync("#reasons-error");
        await keys.TypeAsync("The disk was not encrypted.");
        await desk.TabTo("Record the decision");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#decisions ~ .entries > li");
        Assert.Contains("The disk was not encrypted.", await page.InnerTextAsync(".entries"), StringComparison.Ordinal);
        Assert.Empty(desk.Complaints);
    }

    [Fact]
    public async Task An_insurer_computes_one_insured_prints_the_page_and_has_a_book_simulated_by_keyboard()
    {
        await using var desk = await Desk.Run(chromium);
        await desk.SignIn(Role.Insurer);
        var (page, keys) = (desk.Page, desk.Page.Keyboard);
        Assert.EndsWith("/losses", page.Url, StringComparison.Ordinal);
        // The first field has the focus: the name of the insured.
        await keys.TypeAsync("Example Ltd");
        foreach (var (label, value) in new[] { ("Currency", "USD"), ("Country", "US"), ("Revenue", "100 000 000"), ("Retention", "50000"), ("Limit", "5000000"), ("1 EUR", "1.1"), ("Source of the rates", "ECB"), ("People affected", "25000") })
        {
            await desk.TabTo(label);
            await keys.TypeAsync(value);
        }
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#summary");
        await desk.TabTo("One-page report");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync(".report");
        using var printed = PdfSharp.Pdf.IO.PdfReader.Open(new MemoryStream(await page.PdfAsync(new() { PreferCSSPageSize = true })), PdfSharp.Pdf.IO.PdfDocumentOpenMode.Import);
        Assert.Equal(1, printed.PageCount);

        await desk.TabTo("Books");
        await keys.PressAsync("Enter");
        await page.SetInputFilesAsync("#file", new Microsoft.Playwright.FilePayload { Name = "book.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Books.Of(20)) });
        await desk.TabTo("Send and simulate");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync(".figures");
        for (var i = 0; i < 600 && await page.Locator("#figures").InnerTextAsync() != "completed"; i++)
        {
            desk.Service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }
        await page.WaitForSelectorAsync(".chart");
        Assert.Empty(desk.Complaints);
    }

    [Fact]
    public async Task The_readings_unfold_by_keyboard_and_the_skip_link_leads_past_the_navigation()
    {
        await using var desk = await Desk.Run(chromium);
        await desk.SignIn(Role.Officer);
        var created = await (await desk.Service.Administrator.PostAsync(new Uri("/api/v1/breaches", UriKind.Relative), new StringContent(
            """{"title":"Wrong list","awareAt":"2026-11-21T10:00:00Z","authority":"DE"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")))).Content.ReadAsStringAsync();
        await desk.Open($"/register/{System.Text.Json.JsonDocument.Parse(created).RootElement.GetProperty("id").GetString()}");
        await desk.Page.Keyboard.PressAsync("Tab");
        await desk.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await desk.Page.EvaluateAsync<string>("document.activeElement.id"));

        await desk.TabTo("The 5 readings");
        await desk.Page.Keyboard.PressAsync("Enter");

        Assert.True(await desk.Page.Locator(".reading").First.IsVisibleAsync());
        Assert.Equal(5, await desk.Page.Locator(".reading").CountAsync());
    }
}
