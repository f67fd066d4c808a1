using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace BreachNotify.Mailings.Bounces;

/// <summary>Gets the certificate (PEM) at an address of Amazon SNS.</summary>
public delegate Task<string> FetchCertificate(Uri address, CancellationToken cancellation);

/// <summary>
/// The certificates that Amazon SNS signs with. They are taken only from the SNS host of the topic's own region over
/// https, whose certificate the platform checks; that is the one call that leaves for a webhook.
/// </summary>
public sealed class SnsCertificates(FetchCertificate fetch, BounceOptions options, TimeProvider clock)
{
    private const int MostKept = 16;
    private const int LargestCertificate = 64 * 1024;

    private readonly ConcurrentDictionary<Uri, X509Certificate2> _kept = new();

    /// <summary>Null unless the address is one that such a certificate may come from and the certificate is in force.</summary>
    /// <exception cref="HttpRequestException">It cannot be fetched now.</exception>
    public async Task<X509Certificate2?> Find(string? address, CancellationToken cancellation)
    {
        if (!IsOfRegion(address, out var uri) || !uri.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal))
        {
            return null;
        }
        if (!_kept.TryGetValue(uri, out var certificate))
        {
            certificate = X509Certificate2.CreateFromPem(await fetch(uri, cancellation));
            Keep(uri, certificate);
        }
        var now = clock.GetUtcNow();
        return now >= certificate.NotBefore && now <= certificate.NotAfter ? certificate : null;
    }

    /// <summary>From now on this is the certificate of the address.</summary>
    public void Keep(Uri address, X509Certificate2 certificate)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }
        _kept[address] = certificate;
    }

    /// <summary>Whether it is an https address of the SNS host of the topic's region.</summary>
    public bool IsOfRegion(string? address, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(address, UriKind.Absolute, out uri)
        && uri is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && uri.Host == $"sns.{options.SesRegion}.amazonaws.com";

    internal static async Task<string> Download(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = LargestCertificate,
        };
        return await http.GetStringAsync(address, cancellation);
    }
}
