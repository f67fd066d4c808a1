using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace BreachNotify.Mailings.Bounces;

/// <summary>What Amazon SNS posts: a message with a signature over some of its members.</summary>
public sealed class SnsEnvelope
{
    // In the order of their bytes, as the signature wants them; Subject only if there is one.
    private static readonly string[] SignedOfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] SignedOfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly Dictionary<string, string> _members;

    private SnsEnvelope(Dictionary<string, string> members) => _members = members;

    public string? Type => this["Type"];

    public string? this[string member] => _members.GetValueOrDefault(member);

    /// <summary>Null for anything but a JSON object.</summary>
    public static SnsEnvelope? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SnsEnvelope(document.RootElement.EnumerateObject().GroupBy(member => member.Name, member => member.Value.Text()).Where(group => group.Last() is not null).ToDictionary(group => group.Key, group => group.Last()!))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Version 1 signs with SHA-1, version 2 with SHA-256; both with RSA and PKCS #1 padding.</summary>
    public bool IsSignedBy(X509Certificate2 certificate)
    {
        HashAlgorithmName? hash = this["SignatureVersion"] switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        var signature = new byte[1024];
        using var key = certificate.GetRSAPublicKey();
        return hash is { } algorithm && key is not null
            && Convert.TryFromBase64String(this["Signature"] ?? "", signature, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(StringToSign()), signature.AsSpan(0, length), algorithm, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Name and value of each signed member, each followed by a line feed.</summary>
    private string StringToSign() => string.Concat((Type == "Notification" ? SignedOfNotification : SignedOfConfirmation)
        .Where(_members.ContainsKey).Select(name => $"{name}\n{_members[name]}\n"));
}
