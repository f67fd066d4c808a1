using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;

namespace BreachNotify.Tests.Mailings;

/// <summary>A mailing driven through the service's addresses.</summary>
public sealed class MailingUnderTest(ServiceUnderTest service, string breach, string id)
{
    public static readonly object CompleteBreach = new
    {
        title = "Copied customer list",
        awareAt = "2026-11-20T10:00:00Z",
        authority = "DE",
        controller = new { name = "Maison Lumière", country = "FR", address = "1 rue de l'Exemple\n75000 Paris" },
        contact = new { name = "Claire Exemple", email = "dpo@controller.example", phone = "+33 1 99 00 00 00" },
        nature = "Somebody copied our customer list <b>from a server</b>.",
        dataTypes = new[] { "name", "e-mail address" },
        consequences = "Others may write to you and pretend to be us.",
        measures = "We closed the server.",
        advice = "Be careful with messages that ask for money.\nNever tell a password.",
        occurredFrom = "2026-11-18T10:00:00Z",
    };

    public string Id => id;

    public string Breach => breach;

    private string Path => $"/api/v1/mailings/{id}";

    public static async Task<MailingUnderTest> Draft(ServiceUnderTest service, object? breach = null, string doubtPolicy = "resend", string? from = null, object? quietHours = null)
    {
        var officer = await service.As(Role.Officer);
        var registered = await officer.PostJson("/api/v1/breaches", breach ?? CompleteBreach);
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
        var breachId = (await registered.Json()).GetProperty("id").GetString()!;
        var created = await officer.PostJson($"/api/v1/breaches/{breachId}/mailings", new { template = "people", fallbackLanguage = "en", doubtPolicy, from, quietHours });
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync());
        return new MailingUnderTest(service, breachId, (await created.Json()).GetProperty("id").GetString()!);
    }

    /// <summary>Header row and one row a person.</summary>
    public static string People(int count) => "email,name,language,reference\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        $"person{i}@mail.example,Person {i},{(i % 4) switch { 0 => "en", 1 => "de-AT", 2 => "fr", _ => "ja" }},R{i}\n"));

    /// <param name="rule">Query parameters, such as <c>?duplicates=person</c>.</param>
    public async Task<HttpResponseMessage> Import(byte[] file, string contentType = "text/csv", string rule = "") =>
        await (await service.As(Role.Officer)).PutAsync($"{Path}/recipients{rule}", new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } });

    public async Task<JsonElement> Import(string file, string rule = "") => await Good(await Import(Encoding.UTF8.GetBytes(file), rule: rule));

    /// <param name="how">Query parameters, such as <c>?keep=reference</c>.</param>
    public async Task<HttpResponseMessage> Narrow(string how, string file) =>
        await (await service.As(Role.Officer)).PostAsync($"{Path}/narrow{how}", new StringContent(file, Encoding.UTF8, "text/csv"));

    /// <summary>Every item of a list below the mailing, whatever the pages.</summary>
    public async Task<List<JsonElement>> All(string list)
    {
        var items = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Get(cursor == "" ? list : $"{list}?cursor={cursor}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        return items;
    }

    public async Task<string> Csv(string list)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{list}") { Headers = { Accept = { new("text/csv") } } };
        return await (await (await service.As(Role.Officer)).SendAsync(request)).Content.ReadAsStringAsync();
    }

    /// <summary>Frozen, approved and started.</summary>
    public async Task Start()
    {
        foreach (var (move, role) in new[] { ("freeze", Role.Officer), ("approve", Role.Approver), ("start", Role.Officer) })
        {
            await Good(await Do(move, role));
        }
    }

    public static async Task<JsonElement> Good(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Json();
    }

    public async Task<HttpResponseMessage> Do(string move, Role role = Role.Officer, object? body = null) =>
        await (await service.As(role)).PostJson($"{Path}/{move}", body ?? new { });

    public async Task Started(int people)
    {
        await Import(People(people));
        await Start();
    }

    public async Task<JsonElement> Status() => await (await service.As(Role.Officer)).GetJson(Path);

    public async Task<JsonElement> Get(string below) => await (await service.As(Role.Officer)).GetJson($"{Path}/{below}");

    /// <summary>Reads the state, moving the clock on in between, until it is as wanted; counts must add up all the way.</summary>
    public async Task<JsonElement> Until(Func<JsonElement, bool> wanted, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await Status();
            var counts = status.GetProperty("counts");
            Assert.Equal(counts.GetProperty("total").GetInt64(), counts.EnumerateObject().Where(count => count.Name != "total").Sum(count => count.Value.GetInt64()));
            if (wanted(status))
            {
                return status;
            }
            Assert.False(patience.IsCancellationRequested, $"Not reached: {status}");
            service.Clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
        }
    }

    public Task<JsonElement> Completed() => Until(status => status.GetProperty("state").GetString() == "completed");
}
