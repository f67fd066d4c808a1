using System.Net;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Journal;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Access;

public sealed class KeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept()
    {
        await using var service = await ServiceUnderTest.Run();
        var created = await service.Administrator.PostJson("/api/v1/keys", new { name = "Ada", roles = new[] { "officer" } });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var body = await created.Json();
        var (id, key) = (body.GetProperty("id").GetString()!, body.GetProperty("key").GetString()!);

        var listed = await service.Administrator.GetJson("/api/v1/keys");
        Assert.DoesNotContain(key, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(listed.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
        var stored = await service.Database.Read(connection => connection.Query<string>("SELECT hash || name || roles FROM api_keys").AsList());
        Assert.DoesNotContain(stored, row => row.Contains(key, StringComparison.Ordinal));
        var journal = await service.Administrator.GetJson("/api/v1/journal");
        Assert.DoesNotContain(key, journal.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_stops_at_once()
    {
        await using var service = await ServiceUnderTest.Run();
        var created = await (await service.Administrator.PostJson("/api/v1/keys", new { name = "Ada", roles = new[] { "officer" } })).Json();
        using var client = service.ClientFor(created.GetProperty("key").GetString()!);
        await client.GetJson("/api/v1/journal");

        var revoked = await service.Administrator.DeleteAsync(new Uri($"/api/v1/keys/{created.GetProperty("id").GetString()}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(401, (await Problem.Of(await client.GetAsync(new Uri("/api/v1/journal", UriKind.Relative)))).Status);
    }

    [Fact]
    public async Task Key_changes_are_in_the_journal_with_who_made_them()
    {
        await using var service = await ServiceUnderTest.Run();
        var created = await (await service.Administrator.PostJson("/api/v1/keys", new { name = "Ada", roles = new[] { "officer" } })).Json();
        var id = created.GetProperty("id").GetString();
        await service.Administrator.DeleteAsync(new Uri($"/api/v1/keys/{id}", UriKind.Relative));
        await service.Administrator.DeleteAsync(new Uri($"/api/v1/keys/{id}", UriKind.Relative));

        var entries = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["key.created", "key.revoked"], entries.Select(entry => entry.GetProperty("kind").GetString()));
        Assert.All(entries, entry => Assert.Equal(("bootstrap", $"key:{id}"), (entry.GetProperty("actor").GetString(), entry.GetProperty("subject").GetString())));
    }

    [Fact]
    public async Task Refused_keys_become_one_journal_entry_for_every_ten_seconds()
    {
        await using var service = await ServiceUnderTest.Run();
        using var guess = service.ClientFor("bn_guess");
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(401, (await Problem.Of(await guess.GetAsync(new Uri("/api/v1/journal", UriKind.Relative)))).Status);
        }

        // Stopping writes what the running window has counted.
        await service.Services.GetRequiredService<RefusedSignIns>().StopAsync(CancellationToken.None);

        var entry = Assert.Single((await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray());
        Assert.Equal(("access.refused", 7), (entry.GetProperty("kind").GetString(), entry.GetProperty("payload").GetProperty("count").GetInt32()));
        Assert.DoesNotContain("guess", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"","roles":["officer"]}""", "name", "")]
    [InlineData("""{"name":"a\nb","roles":["officer"]}""", "name", "a\nb")]
    [InlineData("""{"name":"Ada","roles":[]}""", "roles", null)]
    [InlineData("""{"name":"Ada","roles":["chief"]}""", "roles[0]", "chief")]
    [InlineData("""{"name":"Ada","roles":["Officer"]}""", "roles[0]", "Officer")]
    [InlineData("""{"name":"Ada","roles":[null]}""", "roles[0]", "null")]
    [InlineData("""{"name":"Ada","roles":"officer"}""", "roles", "officer")]
    [InlineData("""{"name":null,"roles":["officer"]}""", "name", "null")]
    [InlineData("""{"name":7,"roles":["officer"]}""", "name", "7")]
    [InlineData("""{"roles":["officer"]}""", "name", null)]
    [InlineData("""{"name":"Ada","roles":["officer"],"admin":true}""", "admin", "true")]
    [InlineData("""{"name":"Ada","name":"Eve","roles":["officer"]}""", "name", "Eve")]
    [InlineData("""{"Name":"Ada","roles":["officer"]}""", "Name", "Ada")]
    [InlineData("""{"name":"\ud800","roles":["officer"]}""", "name", "\"\\ud800\"")]
    [InlineData("[]", "(body)", "[]")]
    [InlineData("null", "(body)", "null")]
    public async Task A_wrong_request_is_answered_with_field_value_and_remedy(string body, string field, string? value)
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/keys", body));
        Assert.Equal(400, problem.Status);
        var error = Assert.Single(problem.Errors, error => error.Field == field);
        Assert.Equal(value, error.Value);
        Assert.NotEmpty(error.Remedy);
    }
}
