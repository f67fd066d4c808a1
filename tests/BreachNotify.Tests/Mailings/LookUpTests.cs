using System.Text.Json;

namespace BreachNotify.Tests.Mailings;

/// <summary>Somebody asks whether they were told.</summary>
public sealed class LookUpTests(PostgresServer postgres)
{
    private const string People =
        """
        email,name,language,reference,email2
        ada@mail.example,Ada,de,R1,
        ada@mail.example,Ada again,de,R2,
        bob@mail.example,Bob,en,R3,bob@second.example
        gone@mail.example,Gone,fr,R4,
        ,Nobody's Address,fr,R5,
        """;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Who_asks_is_told_when_how_and_what_proves_it_and_each_look_is_journalled_without_a_name(string engine)
    {
        await using var server = new RecordingSmtpServer(atDot: (_, recipient) => recipient == "gone@mail.example" ? "550 5.1.1 No such user" : null);
        await using var service = await ServiceUnderTest.Run([.. engine == "sqlite" ? [] : await postgres.NewDatabase(), .. server.Settings]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(People.ReplaceLineEndings("\n"));
        await MailingUnderTest.Good(await mailing.Narrow("?remove=reference&reason=not%20affected", "reference\nR3\n"));
        Assert.Equal(JsonValueKind.Null, Only(await Look("reference", "R1")).GetProperty("messageId").ValueKind);
        await mailing.Start();
        await mailing.Completed();

        var both = (await Look("email", " ADA@MAIL.example ")).GetProperty("people").EnumerateArray().ToList();
        Assert.Equal([2, 3], both.Select(person => Number(person, "line")));
        var ada = both[0];
        Assert.Equal((2, "accepted", 1), (Number(ada, "line"), ada.GetProperty("letter").GetProperty("state").GetString(), Number(ada.GetProperty("letter"), "attempts")));
        Assert.Contains(ada.GetProperty("messageId").GetString()!, server.Accepted.Single(message => message.Recipient == "ada@mail.example").Text, StringComparison.Ordinal);
        // Whoever shares the address is told by the same letter.
        var again = Only(await Look("reference", "R2"));
        Assert.Equal((3, 2, ada.GetProperty("messageId").GetString()), (Number(again, "line"), Number(again.GetProperty("letter"), "line"), again.GetProperty("messageId").GetString()));
        // The headers of a message lead to the person.
        Assert.Equal(2, Number(Only(await Look("message", $"Received: by mx\nMessage-ID: {ada.GetProperty("messageId").GetString()!.ToUpperInvariant()}\n")), "line"));

        var bob = Only(await Look("email", "bob@second.example"));
        Assert.True(bob.GetProperty("leftOut").GetBoolean());
        Assert.Equal(JsonValueKind.Null, bob.GetProperty("letter").ValueKind);
        var gone = Only(await Look("reference", "R4")).GetProperty("letter");
        Assert.Equal("rejected", gone.GetProperty("state").GetString());
        Assert.Contains("5.1.1", gone.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("otherChannel", Only(await Look("reference", "R5")).GetProperty("letter").GetProperty("state").GetString());
        Assert.Empty((await Look("email", "nobody@mail.example")).GetProperty("people").EnumerateArray());
        Assert.Empty((await Look("message", new string('a', 32))).GetProperty("people").EnumerateArray());

        var found = await Look("reference", "R1");
        var journal = (await service.Administrator.GetJson($"/api/v1/journal?subject=mailing:{mailing.Id}")).GetProperty("items").EnumerateArray().ToList();
        var completed = journal.Single(entry => entry.GetProperty("kind").GetString() == "mailing.completed");
        Assert.Equal((completed.GetProperty("payload").GetProperty("ledger").GetString(), completed.GetProperty("sequence").GetInt64()), (found.GetProperty("ledger").GetProperty("hash").GetString(), found.GetProperty("ledger").GetProperty("entry").GetInt64()));
        Assert.Equal((await mailing.Status()).GetProperty("hash").GetString(), found.GetProperty("hash").GetString());
        var looks = journal.Where(entry => entry.GetProperty("kind").GetString() == "mailing.lookedUp").ToList();
        Assert.Equal(10, looks.Count);
        Assert.All(looks, look => Assert.Matches("""^\{"by":"(email|reference|message)","found":[0-2]\}$""", look.GetProperty("payload").GetRawText()));
        Assert.True((await mailing.Get("verify")).GetProperty("holds").GetBoolean());

        async Task<JsonElement> Look(string by, string value) => await MailingUnderTest.Good(await mailing.Do("lookup", body: new { by, value }));

        static JsonElement Only(JsonElement found) => Assert.Single(found.GetProperty("people").EnumerateArray());

        static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task What_leads_to_nobody_is_refused_by_name_and_not_journalled()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        Assert.Equal(409, (await Problem.Of(await mailing.Do("lookup", body: new { by = "email", value = "ada@mail.example" }))).Status);
        await mailing.Import(MailingUnderTest.People(2));
        foreach (var (by, value) in new[] { ("email", ""), ("email", "nobody"), ("email", new string('x', 30_000)), ("reference", "a\nb"), ("reference", "  "), ("message", "no token"), ("message", new string('a', 31)) })
        {
            Assert.Equal(["value"], (await Problem.Of(await mailing.Do("lookup", body: new { by, value }))).Fields);
        }
        Assert.Equal(400, (await Problem.Of(await mailing.Do("lookup", body: new { by = "name", value = "Ada" }))).Status);
        Assert.DoesNotContain("lookedUp", (await service.Administrator.GetJson("/api/v1/journal")).GetRawText(), StringComparison.Ordinal);
    }
}
