using System.Security.Cryptography;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Filings;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Filings.Desk;

/// <summary>Receipts and attachments through their page.</summary>
public sealed class FilesPageTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("%PDF receipt of the authority");

    [Fact]
    public async Task A_receipt_is_attached_to_an_act_shown_with_its_hash_fetched_and_removed_with_a_reason()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var id = await Registered(service);
        var path = $"/register/{id}/files";
        var page = await officer.Open($"{path}?kind=receipt&belongs=act:1");
        Assert.Contains("<option value=\"act:1\" selected", page.Html, StringComparison.Ordinal);

        var added = await officer.Upload(page, path, Content, "C:\\scans\\receipt.pdf", ("kind", "receipt"), ("belongs", "act:1"));

        Assert.Equal(303, added.Status);
        var file = Assert.Single((await service.Administrator.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").EnumerateArray());
        Assert.Equal(("receipt.pdf", "1", Convert.ToHexStringLower(SHA256.HashData(Content))), (file.GetProperty("name").GetString(), file.GetProperty("act").GetString(), file.GetProperty("sha256").GetString()));
        var breach = await officer.Open($"/register/{id}");
        Assert.Contains(file.GetProperty("sha256").GetString()!, breach.Html, StringComparison.Ordinal);
        Assert.Contains("File added: receipt", string.Join(' ', breach.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(Content, await officer.Client.GetByteArrayAsync(new Uri($"/api/v1/breaches/{id}/files/{file.GetProperty("id").GetString()}", UriKind.Relative)));

        var remove = $"{path}/{file.GetProperty("id").GetString()}/remove";
        page = await officer.Open(path);
        Assert.Equal(422, (await officer.Send(page, remove, ("Reason", ""))).Status);
        Assert.Equal(303, (await officer.Send(page, remove, ("Reason", "the wrong scan"))).Status);
        Assert.Contains("removed", (await officer.Open(path)).Text, StringComparison.Ordinal);
        Assert.Contains("the wrong scan", (await officer.Open($"/register/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("receipt.pdf", "receipt", "", "belongs")]
    [InlineData("", "other", "", "file")]
    [InlineData("x.pdf", "love letter", "", "kind")]
    public async Task What_is_wrong_stands_beside_its_field(string name, string kind, string belongs, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var id = await Registered(service);
        var path = $"/register/{id}/files";
        var page = await officer.Upload(await officer.Open(path), path, Content, name, ("kind", kind), ("belongs", belongs));
        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        Assert.Empty((await service.Administrator.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_comes_without_the_token_is_not_kept()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var id = await Registered(service);
        var path = $"/register/{id}/files";
        var page = await officer.Open(path);

        var large = await officer.Upload(page, path, new byte[Attaching.Largest + 1], "large.bin", ("kind", "other"), ("belongs", ""));
        Assert.Equal(422, large.Status);
        Assert.Contains("A file may have 25 MB.", large.Text, StringComparison.Ordinal);
        using var visitor = await Visitor.SignedIn(service, Role.Officer);
        var again = await visitor.Upload(page, path, Content, "x.pdf", ("kind", "other"), ("belongs", "act:1"));
        Assert.Equal(303, again.Status);
        Assert.Contains("Choose the file once more", (await visitor.Open(again.Location!)).Text, StringComparison.Ordinal);
        Assert.Empty((await service.Administrator.GetJson($"/api/v1/breaches/{id}/files")).GetProperty("items").EnumerateArray());
    }

    private static async Task<string> Registered(ServiceUnderTest service)
    {
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Wrong list", awareAt = "2026-11-22T10:00:00Z", authority = "DE" })).Json()).GetProperty("id").GetString()!;
        await service.Administrator.PostJson($"/api/v1/breaches/{id}/acts", new { kind = "told", at = "2026-11-22T11:00:00Z", channel = "Letter" });
        return id;
    }
}
