using System.Text;
using BreachNotify.Access;
using BreachNotify.Tests.Mailings;
using Microsoft.Playwright;

namespace BreachNotify.Browser.Tests;

/// <summary>The way of a mailing through two people's browsers, to messages on a mail server.</summary>
public sealed class MailingPathTests(Chromium chromium)
{
    private const int People = 12;

    [Fact]
    public async Task An_officer_and_an_approver_bring_a_mailing_from_sign_in_to_its_end_by_keyboard()
    {
        await using var sink = new RecordingSmtpServer();
        await using var desk = await Desk.Run(chromium, null, sink.Settings);
        var (page, keys) = (desk.Page, desk.Page.Keyboard);
        var registered = await desk.Service.Administrator.PostAsync(new Uri("/api/v1/breaches", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(MailingUnderTest.CompleteBreach));
        var breach = System.Text.Json.JsonDocument.Parse(await registered.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;

        await desk.SignIn(Role.Officer);
        await desk.Open($"/register/{breach}");
        await Press("Prepare a mailing", "#retentionDays");
        await Press("Make the draft", "#steps");
        var path = new Uri(page.Url).AbsolutePath;

        await Press("Send a file of people", "#file");
        await Choose("email;name\nada@mail.example;Ada\n");
        // The answer takes the page's place, what is wrong stands beside the field and has the focus.
        await Press("Send the file", "#file-error");
        Assert.Equal("file", await page.EvaluateAsync<string>("document.activeElement.id"));
        await Choose(MailingUnderTest.People(People) + "nobody,Broken,en,X\n");
        await Press("Send the file", "#sent");
        Assert.Contains("nobody", await page.InnerTextAsync("#sent ~ .scroll"), StringComparison.Ordinal);
        await using (var file = await (await page.RunAndWaitForDownloadAsync(() => Press("Unusable rows, as a file"))).CreateReadStreamAsync())
        {
            Assert.StartsWith("line,column,value,reason", await new StreamReader(file).ReadToEndAsync(), StringComparison.Ordinal);
        }

        await desk.Open($"{path}/plan");
        await page.FillAsync("#pace", "1");
        await page.FillAsync("#reason", "The call centre is small.");
        await Press("Set the pace", "text=Now: 1 messages a second");
        await desk.Open(path);
        await Press("Freeze it", "text=You froze it.");

        await SignedInAs(Role.Approver);
        await Press("Approve it", State("Approved"));

        await SignedInAs(Role.Officer);
        await Press("Start the mailing", State("Being sent"));
        // The figures go on by themselves: the page is not opened again.
        await Until(async () => await page.GetByText($"of {People}").First.InnerTextAsync() is not "Settled: 0 of 12");
        await page.FillAsync("#reason", "A question from the board.");
        await Press("Pause it", State("Paused"));
        Assert.Contains("A question from the board.", await page.InnerTextAsync(".figures"), StringComparison.Ordinal);
        await Press("Resume it", State("Being sent"));
        await Until(async () => (await page.InnerTextAsync("#figures")).StartsWith("Completed", StringComparison.Ordinal));

        Assert.Equal(People, sink.Accepted.Select(message => message.Recipient).Distinct().Count());
        await page.WaitForSelectorAsync($"text=Settled: {People} of {People}");
        var evidence = await page.RunAndWaitForDownloadAsync(() => Press("Evidence, as a ZIP file"));
        Assert.EndsWith(".zip", evidence.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(desk.Complaints);

        Task Choose(string content) => page.SetInputFilesAsync("#file", new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });

        async Task Press(string text, string? then = null)
        {
            await desk.TabTo(text);
            await keys.PressAsync("Enter");
            if (then is not null)
            {
                await page.WaitForSelectorAsync(then);
            }
        }

        async Task SignedInAs(Role role)
        {
            await page.Context.ClearCookiesAsync();
            await desk.SignIn(role);
            await desk.Open(path);
        }

        static string State(string state) => $"#figures:has-text('{state}')";

        // The service's clock stands still unless it is moved on.
        async Task Until(Func<Task<bool>> holds)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!await holds())
            {
                Assert.False(patience.IsCancellationRequested, await page.InnerTextAsync("main"));
                desk.Service.Clock.Advance(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    [Fact]
    public async Task Without_scripts_people_are_sent_and_a_mailing_is_started()
    {
        await using var desk = await Desk.Run(chromium, new() { JavaScriptEnabled = false });
        await desk.SignIn(Role.Administrator);
        var mailing = await MailingUnderTest.Draft(desk.Service);
        await desk.Open($"/mailings/{mailing.Id}/people");
        await desk.Page.SetInputFilesAsync("#file", new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(MailingUnderTest.People(3)) });
        await desk.Page.ClickAsync("main form button");
        await desk.Page.WaitForSelectorAsync("#sent");

        await mailing.Do("pace", body: new { perSecond = 1, reason = "to be watched" });
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        await desk.Open($"/mailings/{mailing.Id}");
        await desk.Page.ClickAsync("main form button");

        await desk.Page.GetByText("Show the latest figures").WaitForAsync();
        await mailing.Completed();
        await desk.Page.GetByText("Show the latest figures").ClickAsync();
        await desk.Page.WaitForSelectorAsync("#figures:has-text('Completed')");
    }
}
