using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings.Bounces;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>Bounces that providers report, each with its own proof.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Topic = "arn:aws:sns:eu-central-1:123456789012:bounces";
    private const string PostmarkSecret = "a-secret-of-some-length";
    private const string Certificate = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _ecdsa.Dispose();
    }

    [Theory]
    [InlineData("ses")]
    [InlineData("postmark")]
    [InlineData("sendgrid")]
    public async Task A_way_that_is_not_configured_is_not_there(string way)
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Anonymous.PostText($"/api/v1/bounces/{way}", "{}"));
        Assert.Equal(404, problem.Status);
        Assert.Contains("Mail:Bounces", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Amazon_SES_reports_a_bad_address_once_however_often_it_is_told(string version)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var mailing = await Completed(service, 4);
        var note = Note("Notification", Bounce(server.TokenOf("person2@mail.example"), "Permanent", "5.1.1", "smtp; 550 5.1.1 <person2@mail.example>... User unknown"), version);

        Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", note, "text/plain; charset=UTF-8")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", note, "text/plain; charset=UTF-8")).StatusCode);

        var status = await mailing.Status();
        Assert.Equal((3, 1, 1), (Count(status, "accepted"), Count(status, "rejected"), Came(status, "bounced")));
        var person = Assert.Single((await mailing.Get("recipients?state=rejected")).GetProperty("items").EnumerateArray());
        Assert.Equal("Came back: 550 5.1.1 <person2@mail.example>... User unknown", person.GetProperty("reason").GetString());
        // The note names two recipients.
        Assert.Equal(2, (await Source(service, "ses")).GetProperty("matched").GetInt32());
    }

    [Fact]
    public async Task Amazon_SES_reports_of_each_kind_lead_where_they_should()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var mailing = await Completed(service, 8);
        string Token(int person) => server.TokenOf($"person{person}@mail.example");

        foreach (var message in new[]
        {
            Bounce(Token(0), "Transient", "4.4.7", "smtp; 421 4.4.7 expired"),
            Bounce(Token(1), "Transient", null, null),
            Bounce(Token(2), "Undetermined", null, null),
            Bounce(Token(3), "Permanent", "5.7.1", "smtp; 550 5.7.1 policy"),
            Ses(Token(4), "complaint", new { complainedRecipients = new[] { new { emailAddress = "a@mail.example" }, new { emailAddress = "b@mail.example" } }, complaintFeedbackType = "abuse", fresh = true }, "Complaint"),
            Ses(Token(5), "complaint", new { complainedRecipients = new[] { new { emailAddress = "a@mail.example" } }, complaintSubType = "OnAccountSuppressionList" }, "Complaint"),
            Ses(Token(6), "deliveryDelay", new { delayType = "MailboxFull", delayedRecipients = new[] { new { emailAddress = "a@mail.example", status = "4.2.2", diagnosticCode = "smtp; 452 4.2.2 full" } } }, "DeliveryDelay"),
            Ses(Token(7), "delivery", new { recipients = new[] { "a@mail.example" } }, "Delivery"),
            Ses(Token(7), "nothing", new { }, "SomethingNew"),
        })
        {
            Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", Note("Notification", message))).StatusCode);
        }

        var people = (await mailing.Get("recipients")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["otherChannel", "accepted", "otherChannel", "otherChannel", "accepted", "otherChannel", "accepted", "accepted"],
            people.Select(person => person.GetProperty("state").GetString()));
        Assert.True(people[4].GetProperty("complained").GetBoolean());
        Assert.Equal("Delayed: 452 4.2.2 full", people[6].GetProperty("reason").GetString());
        var status = await mailing.Status();
        Assert.Equal((4, 1, 2), (Came(status, "refused"), Came(status, "complained"), Came(status, "delayed")));
        Assert.Equal(2, (await Source(service, "ses")).GetProperty("ignored").GetInt32());
    }

    [Fact]
    public async Task A_message_that_Amazon_SNS_did_not_sign_for_the_topic_is_refused_and_changes_nothing()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var mailing = await Completed(service, 2);
        var message = Bounce(server.TokenOf("person1@mail.example"), "Permanent", "5.1.1", "550 5.1.1 no");
        using var stranger = RSA.Create(2048);

        string[] forged =
        [
            "not json", "[]", "{}", "null",
            Note("Notification", message, key: stranger),
            Note("Notification", message).Replace("5.1.1", "5.1.2", StringComparison.Ordinal),
            Note("Notification", message, topic: "arn:aws:sns:eu-central-1:999999999999:bounces"),
            Note("Notification", message, version: "3"),
            Note("Notification", message, certificate: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"),
            Note("Notification", message, certificate: "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"),
            Note("Notification", message, certificate: "https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef.pem"),
            Note("Notification", message, certificate: "https://evil@sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"),
            Note("Notification", message, certificate: "https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef.pem"),
            Note("Notification", message, certificate: "relative.pem"),
        ];
        foreach (var body in forged)
        {
            var response = await Post(service, "ses", body);
            Assert.True((await Problem.Of(response)).Status == 401, body);
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        }
        Assert.Equal(2, Count(await mailing.Status(), "accepted"));
        Assert.Equal(0, (await Source(service, "ses")).GetProperty("matched").GetInt32());
    }

    [Fact]
    public async Task A_certificate_is_fetched_once_and_from_nowhere_else_and_only_while_it_is_in_force()
    {
        var asked = new List<Uri>();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(ServiceUnderTest.Start);
        var certificates = new SnsCertificates((address, _) => { asked.Add(address); return Task.FromResult(Pem()); }, new BounceOptions { SesTopic = Topic }, clock);

        Assert.NotNull(await certificates.Find(Certificate, CancellationToken.None));
        Assert.NotNull(await certificates.Find(Certificate, CancellationToken.None));
        Assert.Null(await certificates.Find("https://sns.eu-west-1.amazonaws.com/a.pem", CancellationToken.None));
        Assert.Null(await certificates.Find("https://sns.eu-central-1.amazonaws.com/a.html", CancellationToken.None));
        Assert.Null(await certificates.Find(null, CancellationToken.None));
        Assert.Equal([new Uri(Certificate)], asked);
        clock.Advance(TimeSpan.FromDays(40));
        Assert.Null(await certificates.Find(Certificate, CancellationToken.None));
    }

    [Fact]
    public async Task A_person_confirms_the_subscription_and_the_service_calls_nobody()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var subscribe = $"https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={Topic}&Token=2336412f37";

        Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", Note("SubscriptionConfirmation", "You have chosen to subscribe.", subscribe: subscribe))).StatusCode);
        Assert.Equal(subscribe, (await Source(service, "ses")).GetProperty("confirm").GetString());
        Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", Note("SubscriptionConfirmation", "You have chosen to subscribe.", subscribe: "https://evil.example/"))).StatusCode);
        Assert.Equal(subscribe, (await Source(service, "ses")).GetProperty("confirm").GetString());

        Assert.Equal(HttpStatusCode.OK, (await Post(service, "ses", Note("Notification", Ses("", "send", new { }, "Send")))).StatusCode);
        Assert.Equal(JsonValueKind.Null, (await Source(service, "ses")).GetProperty("confirm").ValueKind);
    }

    [Fact]
    public async Task Postmark_gives_back_the_token_as_metadata()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var mailing = await Completed(service, 8);
        Assert.All(server.Accepted, message => Assert.Contains($"X-PM-Metadata-recipient: {message.MessageId.Split('@')[0].TrimStart('<')}\n", message.Text, StringComparison.Ordinal));

        var types = new[] { "HardBounce", "SoftBounce", "Transient", "Blocked", "AutoResponder", "SpamComplaint", "ManuallyDeactivated", "SomethingNew" };
        foreach (var (type, i) in types.Select((type, i) => (type, i)))
        {
            var note = JsonSerializer.Serialize(new
            {
                RecordType = type == "SpamComplaint" ? "SpamComplaint" : "Bounce",
                ID = 4_242_424_242L + i,
                Type = type,
                TypeCode = 1,
                MessageID = "883953f4-6105-42a2-a16a-77a8eac79483",
                Metadata = new Dictionary<string, string> { ["recipient"] = server.TokenOf($"person{i}@mail.example") },
                Details = type == "HardBounce" ? "smtp;550 5.1.1 The email account that you tried to reach does not exist." : $"about {type}",
                Email = $"person{i}@mail.example",
                BouncedAt = "2026-11-22T12:28:50.3963933-04:00",
                Inactive = true,
            });
            Assert.Equal(HttpStatusCode.OK, (await Post(service, "postmark", note, password: PostmarkSecret)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await Post(service, "postmark", note, password: PostmarkSecret)).StatusCode);
        }

        var people = (await mailing.Get("recipients")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["rejected", "otherChannel", "accepted", "otherChannel", "accepted", "accepted", "rejected", "otherChannel"],
            people.Select(person => person.GetProperty("state").GetString()));
        Assert.Equal("Came back: 550 5.1.1 The email account that you tried to reach does not exist.", people[0].GetProperty("reason").GetString());
        Assert.True(people[5].GetProperty("complained").GetBoolean());
        Assert.Equal(7, (await Source(service, "postmark")).GetProperty("matched").GetInt32());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic ???")]
    [InlineData("Basic dXNlcjp3cm9uZw==")]
    [InlineData("Bearer bootstrap-key-of-the-tests")]
    public async Task Postmark_without_its_password_is_refused(string? header)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bounces/postmark") { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("Authorization", header);

        var response = await service.Anonymous.SendAsync(request);

        Assert.Equal(401, (await Problem.Of(response)).Status);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task SendGrid_reports_many_events_at_once_and_each_counts_once()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        var mailing = await Completed(service, 8);
        object Event(int person, string kind, string? type = null, string? status = null, string? reason = null) => new Dictionary<string, object?>
        {
            ["email"] = $"person{person}@mail.example",
            ["timestamp"] = 1513299569,
            ["smtp-id"] = $"<{server.TokenOf($"person{person}@mail.example")}@controller.example>",
            ["sg_event_id"] = $"event{person}{kind}==",
            ["sg_message_id"] = "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
            ["event"] = kind,
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["unheard-of"] = new[] { 1, 2 },
        };
        var body = JsonSerializer.Serialize(new[]
        {
            Event(0, "processed"), Event(0, "bounce", "bounce", "5.1.1", "550 5.1.1 does not exist"), Event(1, "bounce", "blocked", "5.0.0", "550 blocked"),
            Event(2, "deferred"), Event(3, "dropped", reason: "Bounced Address"), Event(4, "dropped", reason: "Unsubscribed Address"), Event(5, "spamreport"), Event(6, "open"), Event(7, "delivered"),
        });

        Assert.Equal(HttpStatusCode.OK, (await Signed(service, body)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Signed(service, body)).StatusCode);

        var people = (await mailing.Get("recipients")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["rejected", "otherChannel", "accepted", "rejected", "otherChannel", "accepted", "accepted", "accepted"],
            people.Select(person => person.GetProperty("state").GetString()));
        Assert.True(people[5].GetProperty("complained").GetBoolean());
        Assert.Equal(6, (await Source(service, "sendgrid")).GetProperty("matched").GetInt32());
        Assert.Single((await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "mailing.returned");
    }

    [Fact]
    public async Task SendGrid_events_with_another_key_or_body_or_of_long_ago_are_refused()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = ServiceUnderTest.Start.ToUnixTimeSeconds();

        Assert.Equal(200, (int)(await Signed(service, "[]", now - (24 * 3600))).StatusCode);
        Assert.Equal(401, (await Problem.Of(await Signed(service, "[]", now - (26 * 3600)))).Status);
        Assert.Equal(401, (await Problem.Of(await Signed(service, "[]", now + 3600))).Status);
        Assert.Equal(401, (await Problem.Of(await Signed(service, "[]", key: stranger))).Status);
        Assert.Equal(401, (await Problem.Of(await Signed(service, "[]", sent: "[ ]"))).Status);
        Assert.Equal(401, (await Problem.Of(await service.Anonymous.PostText("/api/v1/bounces/sendgrid", "[]"))).Status);
        Assert.Equal(400, (await Problem.Of(await Signed(service, "not json"))).Status);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null, 1, \"x\", [], {\"event\": 5}]")]
    [InlineData("[{\"event\": \"bounce\", \"smtp-id\": \"\\ud800\", \"reason\": \"\\udc00\", \"\\ud800\": {\"a\": [\"\\ud800\"]}}]")]
    [InlineData("{\"RecordType\": \"Bounce\", \"Type\": 7, \"Metadata\": [\"\\ud800\"], \"Details\": {}}")]
    public async Task What_is_proven_but_odd_is_taken_without_harm(string body)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);

        Assert.Equal(200, (int)(await Signed(service, body)).StatusCode);
        Assert.Equal(200, (int)(await Post(service, "postmark", body, password: PostmarkSecret)).StatusCode);
        Assert.Equal(200, (int)(await Post(service, "ses", Note("Notification", body))).StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_measure_is_refused()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Service(server);
        Assert.Equal(413, (await Problem.Of(await Signed(service, new string(' ', (4 * 1024 * 1024) + 1)))).Status);
    }

    private async Task<ServiceUnderTest> Service(RecordingSmtpServer server)
    {
        var service = await ServiceUnderTest.Run([
            .. server.Settings, $"Mail:Bounces:SesTopic={Topic}", $"Mail:Bounces:PostmarkSecret={PostmarkSecret}",
            $"Mail:Bounces:SendGridKey={Convert.ToBase64String(_ecdsa.ExportSubjectPublicKeyInfo())}"]);
        ((SnsCertificates)service.Services.GetService(typeof(SnsCertificates))!).Keep(new Uri(Certificate), X509Certificate2.CreateFromPem(Pem()));
        return service;
    }

    private static async Task<MailingUnderTest> Completed(ServiceUnderTest service, int people)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(people);
        await mailing.Completed();
        return mailing;
    }

    private string Pem()
    {
        var request = new CertificateRequest("CN=sns.amazonaws.com", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(ServiceUnderTest.Start.AddDays(-30), ServiceUnderTest.Start.AddDays(30));
        return certificate.ExportCertificatePem();
    }

    private static string Ses(string token, string member, object about, string type) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["eventType"] = type,
        [member] = about,
        ["mail"] = new
        {
            messageId = "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000",
            destination = new[] { "person@mail.example" },
            headersTruncated = false,
            headers = new[] { new { name = "X-BreachNotify-Recipient", value = token }, new { name = "Message-ID", value = $"<{token}@controller.example>" } },
            commonHeaders = new { messageId = $"<{token}@controller.example>" },
        },
    });

    private static string Bounce(string token, string type, string? status, string? diagnosis) => Ses(
        token,
        "bounce",
        new
        {
            bounceType = type,
            bounceSubType = "General",
            bouncedRecipients = status is null ? [(object)new { emailAddress = "person@mail.example" }] : new object[] { new { emailAddress = "person@mail.example", status, action = "failed", diagnosticCode = diagnosis }, new { emailAddress = "other@mail.example", status, action = "failed", diagnosticCode = diagnosis } },
            feedbackId = "00000138111222aa-44455566-cccc-cccc-cccc-ddddaaaa068a-000000",
        },
        "Bounce");

    private string Note(string type, string message, string version = "2", RSA? key = null, string topic = Topic, string certificate = Certificate, string? subscribe = null)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Message"] = message,
            ["MessageId"] = Guid.NewGuid().ToString(),
            ["Timestamp"] = "2026-11-22T12:00:00.000Z",
            ["TopicArn"] = topic,
            ["Type"] = type,
        };
        if (subscribe is null)
        {
            members["Subject"] = "Amazon SES Email Event Notification";
        }
        else
        {
            members["SubscribeURL"] = subscribe;
            members["Token"] = "2336412f37";
        }
        var text = string.Concat(members.Select(member => $"{member.Key}\n{member.Value}\n"));
        members["Signature"] = Convert.ToBase64String((key ?? _rsa).SignData(Encoding.UTF8.GetBytes(text), version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        members["SignatureVersion"] = version;
        members["SigningCertURL"] = certificate;
        members["UnsubscribeURL"] = "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe";
        return JsonSerializer.Serialize(members);
    }

    private static async Task<HttpResponseMessage> Post(ServiceUnderTest service, string way, string body, string contentType = "application/json", string? password = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/bounces/{way}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
        };
        if (password is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"postmark:{password}")));
        }
        return await service.Anonymous.SendAsync(request);
    }

    /// <param name="sent">The body that is sent in the place of the signed one.</param>
    private async Task<HttpResponseMessage> Signed(ServiceUnderTest service, string body, long? at = null, ECDsa? key = null, string? sent = null)
    {
        var timestamp = (at ?? service.Clock.GetUtcNow().ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bounces/sendgrid") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent ?? body)) };
        request.Headers.ExpectContinue = true;
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String((key ?? _ecdsa).SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        return await service.Anonymous.SendAsync(request);
    }

    private static int Count(JsonElement status, string state) => status.GetProperty("counts").GetProperty(state).GetInt32();

    private static int Came(JsonElement status, string what) => status.GetProperty("returned").GetProperty(what).GetInt32();

    private static async Task<JsonElement> Source(ServiceUnderTest service, string name) =>
        (await (await service.As(Role.Officer)).GetJson("/api/v1/bounces")).GetProperty("items").EnumerateArray().Single(source => source.GetProperty("source").GetString() == name);
}
