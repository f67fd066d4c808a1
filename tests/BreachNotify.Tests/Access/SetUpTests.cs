using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Access;

public sealed partial class SetUpTests
{
    [Fact]
    public async Task The_set_up_link_makes_one_administrator_key_and_is_dead_afterwards()
    {
        await using var service = await ServiceUnderTest.Run("Access:BootstrapKey=");
        var link = new Uri((await service.Services.GetRequiredService<SetUp>().Path())!, UriKind.Relative);
        Assert.Contains("<form", await service.Anonymous.GetStringAsync(link), StringComparison.Ordinal);

        var page = await Post(service, link, "Ada <i>");

        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        using var administrator = service.ClientFor(Key().Match(html).Value);
        Assert.Equal("Ada <i>", (await administrator.GetJson("/api/v1/keys")).GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(404, (await Problem.Of(await service.Anonymous.GetAsync(link))).Status);
        Assert.Equal(404, (await Problem.Of(await Post(service, link, "Eve"))).Status);
        Assert.Null(await service.Services.GetRequiredService<SetUp>().Path());
    }

    [Fact]
    public async Task A_guessed_link_and_an_empty_name_are_refused()
    {
        await using var service = await ServiceUnderTest.Run("Access:BootstrapKey=");
        Assert.Equal(404, (await Problem.Of(await Post(service, new Uri("/setup/guess", UriKind.Relative), "Eve"))).Status);
        var link = new Uri((await service.Services.GetRequiredService<SetUp>().Path())!, UriKind.Relative);
        Assert.Equal(["name"], (await Problem.Of(await Post(service, link, " "))).Fields);
        Assert.Equal(HttpStatusCode.OK, (await service.Anonymous.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task With_a_bootstrap_key_there_is_no_link()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Null(await service.Services.GetRequiredService<SetUp>().Path());
    }

    private static async Task<HttpResponseMessage> Post(ServiceUnderTest service, Uri link, string name)
    {
        using var form = new FormUrlEncodedContent([new("name", name)]);
        return await service.Anonymous.PostAsync(link, form);
    }

    [GeneratedRegex("bn_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
