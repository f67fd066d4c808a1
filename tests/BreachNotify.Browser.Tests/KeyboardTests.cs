using BreachNotify.Access;
using BreachNotify.Access.Accounts;
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
        await page.WaitForURLAsync("**/register");

        await desk.TabTo("Register a breach");
        await keys.PressAsync("Enter");
        await page.WaitForURLAsync("**/register/new");
        await keys.TypeAsync("Laptop with patient files stolen from a car");
        await keys.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        Assert.Equal("Laptop with patient files stolen from a car", await page.InnerTextAsync("h1"));
        Assert.Contains("3 d 0 h left", await page.InnerTextAsync(".summary"), StringComparison.Ordinal);

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
