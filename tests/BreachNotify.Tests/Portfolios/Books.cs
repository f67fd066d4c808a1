using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Tests.Portfolios;

/// <summary>Account files, what the exposure makes of them, and portfolios in a service.</summary>
public static class Books
{
    public const string Header = "PortNumber,AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,PolDed,CloudVendor,CountryCode";

    public static string Of(int policies) => Header + "\n" + string.Concat(Enumerable.Range(1, policies).Select(i => Row(i)));

    /// <param name="values">What stands in place of the usual, by column.</param>
    public static string Row(int i, params (string Column, string Value)[] values)
    {
        string[] usual = ["1", $"A{i}", "USD", $"P{i}", "2026-01-01", "2027-01-01", "CSB", "1", "5000000", "0", Number(20_000_000.0 + (i % 50 * 9_000_000)), "50000", Number(i % 4), i % 3 == 0 ? "FR" : "DE"];
        var columns = Header.Split(',');
        return string.Join(',', columns.Select((column, at) => Array.Find(values, value => value.Column == column) is { Column: not null } given ? given.Value : usual[at])) + "\n";

        static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>The table of exceedance as the engine writes it on one thread.</summary>
    public static string Ept(string file, int years, long seed)
    {
        var accounts = OedAccounts.Read(new StringReader(file));
        using var ept = new StringWriter();
        OrdTables.WriteEpt(ept, Simulation.Run(new BookModel(BookModel.UsualRate, BookModel.UsualExponent, BookModel.UsualSeverity, 0, 0.1).Of(accounts), years, seed, 1));
        return ept.ToString();
    }

    public static Task<HttpResponseMessage> Upload(HttpClient client, string file, string query = "?years=500&seed=7") => client.PostText($"/api/v1/portfolios{query}", file, "text/csv");

    /// <summary>As a form, with the file as its last part where there is one.</summary>
    public static async Task<HttpResponseMessage> Send(HttpClient client, byte[]? file, (string Name, string Value)[] fields, string query = "")
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }
        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "file", "book");
        }
        return await client.PostAsync(new Uri($"/api/v1/portfolios{query}", UriKind.Relative), form);
    }

    /// <returns>The portfolio's status once it has ended.</returns>
    public static async Task<JsonElement> Ended(HttpClient client, string id)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var status = await client.GetJson($"/api/v1/portfolios/{id}");
            if (status.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return status;
            }
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), status.ToString());
            await Task.Delay(5);
        }
    }

    public static async Task<string> Text(HttpClient client, string id, string file)
    {
        var response = await client.GetAsync(new Uri($"/api/v1/portfolios/{id}/{file}", UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
    }
}
