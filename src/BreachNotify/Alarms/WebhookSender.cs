using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace BreachNotify.Alarms;

/// <summary>Posts a message to a webhook and signs it by Standard Webhooks 1.0.</summary>
public sealed class WebhookSender : IDisposable
{
    public const string SecretPrefix = "whsec_";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly AlarmOptions _options;
    private readonly HttpClient _http;

    public WebhookSender(AlarmOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = Connect,
        })
        {
            Timeout = Patience,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("BreachNotify/1.0");
    }

    /// <summary>What the header <c>webhook-signature</c> holds: HMAC-SHA256 over id, timestamp and body.</summary>
    /// <param name="secret">The bytes behind <c>whsec_</c>.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">The body as sent.</param>
    public static string Sign(ReadOnlySpan<byte> secret, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed));
    }

    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public async Task<HttpStatusCode> Send(Uri url, byte[] secret, string id, Instant now, string body, CancellationToken cancellation)
    {
        var timestamp = now.ToUnixTimeSeconds();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Sign(secret, id, timestamp, body));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return response.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Looks at the address that is really connected to: a name can mean another one tomorrow.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = _options.AllowPrivateTargets ? found : Array.FindAll(found, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"'{context.DnsEndPoint.Host}' is {string.Join(", ", found.AsEnumerable())}, which is no public address; BreachNotify:Alarms:AllowPrivateTargets allows it.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
