using System.Text.Json;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Filings;
using BreachNotify.Tests.Mailings;
using BreachNotify.Tests.Portfolios;

namespace BreachNotify.Tests.Pages;

/// <summary>Script in every text field that any page has, stored and sent back: it stays text wherever it is shown.</summary>
public sealed partial class HostileScriptTests
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    /// <summary>Without the signs that end a folder or the name itself.</summary>
    private const string HostileName = "'><img src=x onerror=alert(1)>.pdf";

    /// <summary>What would end the walk or take away what it is to see; those with a text field are sent last.</summary>
    private static readonly string[] Ending = ["/sign-out", "/sessions/", "/close", "/open", "/revoke", "/link", "/password", "/code/off", "/remove", "/cancel", "/destroy", "/freeze"];

    [Fact]
    public async Task Script_in_any_text_field_of_any_page_stays_text_on_all_of_them()
    {
        await using var service = await ServiceUnderTest.Run();
        using var visitor = await Visitor.SignedIn(service, Role.Administrator);
        await StoreEverywhere(service, visitor);

        var (seen, tried) = (new HashSet<string>(), new HashSet<string>());
        var last = new List<(Page Page, string Action, string[] Texts)>();
        foreach (var page in await Walk(visitor))
        {
            foreach (var (action, isGet, hasFile, texts) in Visitor.FormsOf(page))
            {
                seen.UnionWith(texts);
                if (Ending.Any(action.Contains))
                {
                    last.Add((page, action, texts));
                }
                else if (texts.Length > 0)
                {
                    var hostile = texts.Select(name => (name, Hostile)).ToArray();
                    IsText(hasFile ? await visitor.Upload(page, action, System.Text.Encoding.UTF8.GetBytes(Hostile), HostileName, hostile) : isGet ? await visitor.Open($"{action.Split('?')[0]}?{string.Join('&', hostile.Select(field => $"{Uri.EscapeDataString(field.name)}={Uri.EscapeDataString(field.Item2)}"))}") : await visitor.Edit(page, action, hostile));
                    tried.UnionWith(texts);
                }
            }
        }
        foreach (var (page, action, texts) in last.Where(form => form.Texts.Length > 0))
        {
            IsText(await visitor.Edit(page, action, [.. texts.Select(name => (name, Hostile))]));
            tried.UnionWith(texts);
        }

        Assert.Superset(new HashSet<string> { "title", "question", "nature", "toldText", "channel", "filter", "Reason", "subject", "name" }, seen);
        Assert.Empty(seen.Except(tried));
        Assert.InRange((await Walk(visitor)).Count, 40, 400);

        // What somebody without a session sent is kept for them, as text.
        using var stranger = new Visitor(service);
        IsText(await stranger.Post("/register/new", [("title", Hostile), (Hostile, "x")]));
        IsText(await stranger.Send(await stranger.Open($"/sign-in?return={Uri.EscapeDataString(Hostile)}"), ("email", Hostile), ("password", Hostile), ("code", Hostile)));
    }

    /// <summary>Every page that links lead to, each shown once.</summary>
    private static async Task<List<Page>> Walk(Visitor visitor)
    {
        var (known, left, pages) = (new HashSet<string>(), new Queue<string>(["/register", "/access", "/account", "/fines", "/losses", "/portfolios", "/help"]), new List<Page>());
        while (left.TryDequeue(out var path))
        {
            if (!known.Add(path))
            {
                continue;
            }
            var page = await visitor.Open(path);
            if (page.Location is { } elsewhere)
            {
                left.Enqueue(elsewhere.Split('#')[0]);
            }
            if (page.Response.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }
            IsText(page);
            pages.Add(page);
            foreach (var link in Links().Matches(page.Html).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value).Split('#')[0]))
            {
                if (link.Length > 1 && !link.StartsWith("/language/", StringComparison.Ordinal) && !link.StartsWith("/assets/", StringComparison.Ordinal) && link != "/jobs" && !Files().IsMatch(link))
                {
                    left.Enqueue(link);
                }
            }
        }
        return pages;
    }

    private static void IsText(Page page)
    {
        Assert.True(page.Status < 500, $"{page.Path} answers {page.Status}");
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Wherever the service takes a text it is this one.</summary>
    private static async Task StoreEverywhere(ServiceUnderTest service, Visitor visitor)
    {
        var admin = service.Administrator;
        var mailing = await MailingUnderTest.Draft(service, new
        {
            title = Hostile,
            awareAt = "2026-11-20T10:00:00Z",
            authority = "DE",
            controller = new { name = Hostile, country = "DE", address = Hostile, registration = Hostile },
            contact = new { name = Hostile, email = "dpo@controller.example", phone = Hostile },
            nature = Hostile,
            dataTypes = new[] { Hostile },
            consequences = Hostile,
            measures = Hostile,
            advice = Hostile,
            translations = new { de = new { nature = Hostile, consequences = Hostile, measures = Hostile, advice = Hostile } },
        });
        var breach = $"/api/v1/breaches/{mailing.Breach}";
        Good(await admin.PostJson($"{breach}/decisions", new { question = Hostile, answer = Hostile, reasons = Hostile }));
        Good(await admin.PostJson($"{breach}/acts", new { kind = "told", at = "2026-11-22T10:00:00Z", recipient = Hostile, channel = Hostile, ownReference = Hostile, authorityReference = Hostile, note = Hostile }));
        Good(await admin.PostText($"{breach}/severity", JsonSerializer.Serialize(new { categories = new[] { new { kind = "simple", score = 2, reason = Hostile } }, identifiability = 1, @override = new { level = "high", reason = Hostile } })));
        var answers = NoticeForm.Fields.Where(field => field.Answerable && field.Kind is FieldKind.Line or FieldKind.Text or FieldKind.Lines)
            .ToDictionary(field => field.Key, field => field.Kind == FieldKind.Lines ? (object)new[] { Hostile } : Hostile);
        answers["otherParties"] = new[] { new { role = "other", name = Hostile, contact = Hostile } };
        using (var patch = new HttpRequestMessage(HttpMethod.Patch, $"{breach}/notices/answers"))
        {
            patch.Headers.TryAddWithoutValidation("If-Match", "*");
            patch.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { fields = answers })) { Headers = { ContentType = new("application/merge-patch+json") } };
            Good(await admin.SendAsync(patch));
        }
        foreach (var completeness in new[] { "incomplete", "withdrawn" })
        {
            using var file = new HttpRequestMessage(HttpMethod.Post, $"{breach}/notices/DE/filings");
            file.Headers.TryAddWithoutValidation("If-Match", "*");
            file.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { completeness, channel = Hostile, authorityReference = Hostile, note = Hostile, reasonForWithdrawal = completeness == "withdrawn" ? Hostile : null })) { Headers = { ContentType = new("application/json") } };
            Good(await admin.SendAsync(file));
        }
        var files = $"/register/{mailing.Breach}/files";
        Assert.Equal(303, (await visitor.Upload(await visitor.Open(files), files, "%PDF"u8.ToArray(), HostileName, ("kind", "other"), ("belongs", "act:1"))).Status);

        var quoted = $"\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await mailing.Import($"email,name,language,reference,city\nada@mail.example,{quoted},en,{quoted},{quoted}\n{quoted},{quoted},{quoted},{quoted},{quoted}\nada@mail.example,{quoted},de,{quoted},{quoted}\n");
        Good(await admin.PostJson("/api/v1/keys", new { name = Hostile, roles = new[] { "officer" } }));
        Good(await admin.PostJson("/api/v1/users", new { name = Hostile, email = "grace@example.com", roles = new[] { "officer" } }));
        await Books.Upload(admin, Books.Of(3) + Books.Row(4, ("AccCurrency", Hostile.Replace("\"", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal))), $"?years=100&seed=1&name={Uri.EscapeDataString(Hostile)}");

        static void Good(HttpResponseMessage response) => Assert.True(response.IsSuccessStatusCode, response.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Links();

    /// <summary>What is no page.</summary>
    [GeneratedRegex("^/api/(?!.*format=html)")]
    private static partial Regex Files();
}
