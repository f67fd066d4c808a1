using BreachNotify.Access.Accounts;
using BreachNotify.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Access;

public sealed class SetUpTests
{
    [Fact]
    public async Task A_guessed_link_and_wrong_entries_are_refused_and_the_link_stays_good()
    {
        await using var service = await ServiceUnderTest.Run("Access:BootstrapKey=");
        using var visitor = new Visitor(service);
        Assert.Equal(404, (await visitor.Open("/setup/guess")).Status);
        var link = (await service.Services.GetRequiredService<SetUp>().Path())!;

        var page = await visitor.Send(await visitor.Open(link), ("name", " "), ("email", "ada@example"), ("password", "short"), ("repeated", "short"), ("zone", "Mars/Olympus"));

        Assert.Equal(422, page.Status);
        foreach (var field in new[] { "name", "email", "password", "zone" })
        {
            Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        }
        Assert.Contains("value=\"ada@example\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"short\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.Open(link)).Status);
    }

    [Fact]
    public async Task With_a_bootstrap_key_there_is_no_link()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Null(await service.Services.GetRequiredService<SetUp>().Path());
    }
}
