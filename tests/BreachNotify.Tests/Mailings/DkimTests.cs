using System.Security.Cryptography;
using System.Text;
using BreachNotify.Storage;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace BreachNotify.Tests.Mailings;

/// <summary>What arrives, held against the public key as a receiver does it.</summary>
public sealed class DkimTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();

    public DkimTests() => File.WriteAllText(_file, _key.ExportPkcs8PrivateKeyPem());

    [Fact]
    public async Task Every_message_is_signed_and_no_change_on_the_way_goes_unseen()
    {
        // Somebody is sent to twice, so that the same message can be compared.
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number == 3 ? RecordingSmtpServer.CloseAfterDot : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. Signing("controller.example")]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(8);
        await mailing.Completed();

        var verifier = new DkimVerifier(new Published(DotNetUtilities.GetRsaPublicKey(_key)));
        Assert.Equal(8, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        foreach (var text in server.Accepted.Select(message => message.Text))
        {
            Assert.StartsWith("X-BreachNotify-Recipient: ", text, StringComparison.Ordinal);
            var signature = Parsed(text).Headers[HeaderId.DkimSignature];
            Assert.Contains("d=controller.example;", signature, StringComparison.Ordinal);
            Assert.Contains("s=notices;", signature, StringComparison.Ordinal);
            Assert.Contains("h=from:from:to:subject:subject:", signature, StringComparison.Ordinal);
            Assert.True(Holds(text));
            Assert.False(Holds(text.Replace("Content-Language", "Content-Langauge", StringComparison.Ordinal)));
            Assert.False(Holds(text.Replace("\nTo: ", "\nTo: x", StringComparison.Ordinal)));
            Assert.False(Holds("Subject: Another one\r\n" + text));
        }
        Assert.Equal([1, 2], server.Accepted.GroupBy(message => message.Recipient).Select(group => group.Count()).Distinct().Order());
        Assert.All(server.Accepted.GroupBy(message => message.Recipient), group => Assert.Single(group.Select(message => message.Text).Distinct()));

        bool Holds(string text)
        {
            var message = Parsed(text);
            return verifier.Verify(message, message.Headers[message.Headers.IndexOf(HeaderId.DkimSignature)]);
        }
    }

    [Fact]
    public async Task A_mailing_from_another_domain_than_the_one_that_signs_is_not_frozen()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. Signing("controller.example")]);
        var mailing = await MailingUnderTest.Draft(service, from: "privacy@another.example");
        await mailing.Import(MailingUnderTest.People(1));

        var problem = await Problem.Of(await mailing.Do("freeze"));

        Assert.Equal((422, "from"), (problem.Status, Assert.Single(problem.Fields)));
    }

    [Theory]
    [InlineData("other.example", 2048, "Dkim:Domain")]
    [InlineData("controller example", 2048, "Dkim:Domain")]
    [InlineData("controller.example", 512, "Dkim:KeyFile")]
    [InlineData("controller.example", 0, "Dkim:KeyFile")]
    public async Task A_signature_that_no_receiver_would_count_is_refused_at_the_start(string domain, int bits, string setting)
    {
        using var key = bits == 0 ? null : RSA.Create(bits);
        await File.WriteAllTextAsync(_file, key?.ExportPkcs8PrivateKeyPem() ?? "no key");
        await using var server = new RecordingSmtpServer();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => ServiceUnderTest.Run([.. server.Settings, .. Signing(domain)]));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_file);
    }

    private string[] Signing(string domain) => [$"Mail:Dkim:Domain={domain}", "Mail:Dkim:Selector=notices", $"Mail:Dkim:KeyFile={_file}"];

    private static MimeMessage Parsed(string text) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private sealed class Published(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
