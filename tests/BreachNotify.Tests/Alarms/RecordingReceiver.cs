using System.Collections.Concurrent;
using System.Net;

namespace BreachNotify.Tests.Alarms;

/// <summary>Receives webhooks and keeps what came.</summary>
public sealed class RecordingReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<int, int?> _answer;
    private readonly SemaphoreSlim _came = new(0);
    private int _count;

    /// <param name="answer">The status for the first, second ... request; null leaves it without an answer. Default 204.</param>
    public RecordingReceiver(Func<int, int?>? answer = null)
    {
        _answer = answer ?? (_ => 204);
        (_listener, Url) = Listen();
        _ = Receive();
    }

    public string Url { get; }

    public ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)> Messages { get; } = new();

    /// <summary>Waits until one more message has come.</summary>
    public async Task Next() => Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(60)), "No message came.");

    public ValueTask DisposeAsync()
    {
        _listener.Close();
        _came.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>HttpListener cannot choose a free port itself, and one that failed to start cannot be used again.</summary>
    private static (HttpListener Listener, string Url) Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var url = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            var listener = new HttpListener { Prefixes = { url } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    private async Task Receive()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var headers = context.Request.Headers;
                Messages.Enqueue((headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, await reader.ReadToEndAsync()));
                if (_answer(++_count) is { } status)
                {
                    context.Response.StatusCode = status;
                    if (status is >= 300 and < 400)
                    {
                        context.Response.RedirectLocation = Url + "elsewhere";
                    }
                    context.Response.Close();
                }
                _came.Release();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
