using BreachNotify.Access;

namespace BreachNotify.Browser.Tests;

/// <summary>The officer's path to the filed notice, without a mouse.</summary>
public sealed class NoticePathTests(Chromium chromium)
{
    [Fact]
    public async Task From_sign_in_over_registering_to_the_filed_notice_the_keyboard_suffices()
    {
        await using var desk = await Desk.Run(chromium);
        var (page, keys) = (desk.Page, desk.Page.Keyboard);
        await desk.SignIn(Role.Officer);
        await desk.TabTo("Register a breach");
        await keys.PressAsync("Enter");
        await desk.Arrive("/register/new$");
        await keys.TypeAsync("Newsletter with all addresses in Cc");
        await page.SelectOptionAsync("#authority", "DE-HH");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#deadlines");

        await desk.TabTo("Notice to this authority");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#answers");
        Assert.Contains("As it stands it cannot be filed.", await page.InnerTextAsync(".summary"), StringComparison.Ordinal);
        // A link leads to the question that blocks it.
        await desk.TabTo("2.1 Name of the controller");
        await keys.PressAsync("Enter");
        await page.FocusAsync("#controllerName");
        await keys.TypeAsync("Beispiel GmbH");
        await desk.TabTo("2.6 Data protection officer or other contact point");
        await keys.TypeAsync("Dr. Eva Beispiel");
        // What is half typed outlives a reload.
        await page.ReloadAsync();
        Assert.Equal("Beispiel GmbH", await page.InputValueAsync("#controllerName"));
        await page.FocusAsync("#contactName");
        await desk.TabTo("2.6 E-mail of the contact point");
        await keys.TypeAsync("dpo@beispiel.example");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#channel");
        Assert.Contains("As it stands it can be filed as: incomplete.", await page.InnerTextAsync(".summary"), StringComparison.Ordinal);

        // Without the channel it is not put on record, and the field that lacks it has the focus.
        await page.FocusAsync("#note");
        await desk.TabTo("Put the filing on record");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#channel-error");
        Assert.Equal("channel", await page.EvaluateAsync<string>("document.activeElement.id"));
        await keys.TypeAsync("Online form");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#filing-1");
        Assert.Contains("1: new notice, incomplete", await page.InnerTextAsync("#filing-1"), StringComparison.Ordinal);

        await desk.TabTo("Attach the receipt of filing 1");
        await keys.PressAsync("Enter");
        await page.SetInputFilesAsync("#file", new Microsoft.Playwright.FilePayload { Name = "receipt.pdf", MimeType = "application/pdf", Buffer = "%PDF"u8.ToArray() });
        await page.FocusAsync("#file");
        await desk.TabTo("Add the file");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("li code");
        await desk.TabTo("Newsletter with all addresses in Cc");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("#acts");
        Assert.Contains("In time under every reading.", await page.InnerTextAsync(".duty"), StringComparison.Ordinal);
        Assert.Contains("receipt.pdf", await page.InnerTextAsync("#acts ~ .entries"), StringComparison.Ordinal);
        Assert.Empty(desk.Complaints);
    }
}
