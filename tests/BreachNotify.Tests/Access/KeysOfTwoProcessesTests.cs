using System.Net;
using BreachNotify.Access;

namespace BreachNotify.Tests.Access;

public sealed class KeysOfTwoProcessesTests(PostgresServer server)
{
    [Fact]
    public async Task A_key_made_in_one_process_is_valid_in_the_other_and_its_revocation_arrives()
    {
        var database = await server.NewDatabase();
        await using var one = await ServiceUnderTest.Run(database);
        await using var other = await ServiceUnderTest.Run(database);
        var created = await (await one.Administrator.PostJson("/api/v1/keys", new { name = "Ada", roles = new[] { Role.Officer } })).Json();
        using var client = other.ClientFor(created.GetProperty("key").GetString()!);
        other.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await Ask(client)).StatusCode);

        await one.Administrator.DeleteAsync(new Uri($"/api/v1/keys/{created.GetProperty("id").GetString()}", UriKind.Relative));

        // The other process reads the keys again every two seconds of its clock; that reading runs beside these requests.
        other.Clock.Advance(TimeSpan.FromSeconds(2));
        while ((await Ask(client)).StatusCode == HttpStatusCode.OK)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
        Assert.Equal(401, (await Problem.Of(await Ask(client))).Status);
    }

    [Fact]
    public async Task Two_processes_that_start_together_on_an_empty_database_both_start()
    {
        var database = await server.EmptyDatabase();
        var started = await Task.WhenAll(Task.Run(() => ServiceUnderTest.Run(database)), Task.Run(() => ServiceUnderTest.Run(database)));
        foreach (var service in started)
        {
            await service.Administrator.GetJson("/api/v1/journal/verify");
            await service.DisposeAsync();
        }
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client) => client.GetAsync(new Uri("/api/v1/journal/verify", UriKind.Relative));
}
