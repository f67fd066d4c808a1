using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Mailings.Bounces;

/// <summary>
/// Where providers report bounces. They have no key; each request carries its provider's own proof instead. Answers are
/// 200 as soon as the effect is committed; anything else makes a provider send it again.
/// </summary>
public static class BounceEndpoints
{
    private const string Ses = "ses";
    private const string Postmark = "postmark";
    private const string SendGrid = "sendgrid";
    private const int LargestBody = 4 * 1024 * 1024;

    /// <summary>SendGrid repeats for a day; what is repeated later is refused, and what is repeated sooner changes nothing.</summary>
    private static readonly Duration OldestEvents = Duration.FromHours(25);

    private static readonly Duration LargestClockError = Duration.FromMinutes(10);

    public static void MapBounces(this IEndpointRouteBuilder api)
    {
        var bounces = api.MapGroup("/bounces").WithTags("Bounces");
        bounces.MapGet("/", Sources).RequireAuthorization(Policies.Reader).WithSummary("The ways in which bounces come, and what came");
        // Described in docs/bounces.md alone: providers call them, not clients.
        bounces.MapPost($"/{Ses}", FromSes).AllowAnonymous().ExcludeFromDescription();
        bounces.MapPost($"/{Postmark}", FromPostmark).AllowAnonymous().ExcludeFromDescription();
        bounces.MapPost($"/{SendGrid}", FromSendGrid).AllowAnonymous().ExcludeFromDescription();
    }

    /// <param name="Reason">Why the mailbox cannot be read now.</param>
    /// <param name="Unmatched">Reports that lead to nobody a mailing was sent to, or that could not be read.</param>
    /// <param name="Ignored">Automatic answers, and events that are no bounces.</param>
    /// <param name="Confirm">To be opened once in a browser, so that Amazon SNS sends reports here.</param>
    public sealed record SourceStatus(string Source, bool IsOn, string? Reason, long Matched, long Unmatched, long Ignored, Instant? LastAt, string? Confirm);

    private static async Task<Ok<Page<SourceStatus>>> Sources(BounceStore store, BounceOptions options, BounceMailbox mailbox)
    {
        var counts = (await store.Counts()).ToDictionary(count => count.Source);
        var ways = new (string Source, bool IsOn, string? Reason)[]
        {
            (BounceMailbox.Source, options.Host is not null && mailbox.IsConnected, mailbox.Obstacle),
            (Ses, options.SesTopic is not null, null),
            (Postmark, options.PostmarkSecret is not null, null),
            (SendGrid, options.SendGridKey is not null, null),
        };
        return TypedResults.Ok(new Page<SourceStatus>(
            [.. ways.Select(way => counts.GetValueOrDefault(way.Source) is { } count
                ? new SourceStatus(way.Source, way.IsOn, way.Reason, count.Matched, count.Unmatched, count.Ignored, count.LastAt, count.Confirm)
                : new SourceStatus(way.Source, way.IsOn, way.Reason, 0, 0, 0, null, null))],
            null));
    }

    private static async Task<Ok> FromSes(HttpContext context, BounceStore store, BounceOptions options, SnsCertificates certificates)
    {
        ThrowIfOff(options.SesTopic, Ses);
        var envelope = SnsEnvelope.Read(await Body(context));
        if (envelope?["TopicArn"] != options.SesTopic || envelope?["MessageId"] is not { } id
            || await Certificate(certificates, envelope["SigningCertURL"], context.RequestAborted) is not { } certificate || !envelope.IsSignedBy(certificate))
        {
            throw Unproven(context, "Signature", "The message is not signed by Amazon SNS for the configured topic.");
        }
        if (envelope.Type == "SubscriptionConfirmation" && certificates.IsOfRegion(envelope["SubscribeURL"], out var address))
        {
            await store.AskToConfirm(Ses, address.AbsoluteUri);
        }
        else if (envelope.Type == "Notification")
        {
            var reports = SesEvent.Read(id, Parse("Message", Encoding.UTF8.GetBytes(envelope["Message"] ?? "")));
            await store.Take(Ses, reports, reports.Count == 0 ? 1 : 0);
        }
        return TypedResults.Ok();
    }

    private static async Task<Ok> FromPostmark(HttpContext context, BounceStore store, BounceOptions options)
    {
        ThrowIfOff(options.PostmarkSecret, Postmark);
        if (!HasPassword(context.Request.Headers.Authorization, options.PostmarkSecret!))
        {
            throw Unproven(context, "Basic", "The address configured at Postmark must hold BreachNotify:Mail:Bounces:PostmarkSecret as its password.");
        }
        var report = PostmarkEvent.Read(Parse("(body)", await Body(context)));
        await store.Take(Postmark, report is null ? [] : [report], report is null ? 1 : 0);
        return TypedResults.Ok();
    }

    private static async Task<Ok> FromSendGrid(HttpContext context, BounceStore store, BounceOptions options, TimeProvider clock)
    {
        ThrowIfOff(options.SendGridKey, SendGrid);
        var body = await Body(context);
        var timestamp = context.Request.Headers["X-Twilio-Email-Event-Webhook-Timestamp"].ToString();
        var signature = context.Request.Headers["X-Twilio-Email-Event-Webhook-Signature"].ToString();
        var isSigned = SendGridEvents.IsSigned(options.SendGridKey!, timestamp, body.Span, signature);
        if (!isSigned || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || !IsRecent(seconds, clock.GetCurrentInstant()))
        {
            throw Unproven(context, "Signature", isSigned ? "The events were signed too long ago." : "The events are not signed with the configured key.");
        }
        var events = Parse("(body)", body).Items().Select(SendGridEvents.Read).ToList();
        await store.Take(SendGrid, [.. events.OfType<Report>()], events.Count(one => one is null));
        return TypedResults.Ok();
    }

    private static bool IsRecent(long seconds, Instant now) =>
        seconds <= now.ToUnixTimeSeconds() + (long)LargestClockError.TotalSeconds && seconds >= now.ToUnixTimeSeconds() - (long)OldestEvents.TotalSeconds;

    private static void ThrowIfOff(string? setting, string way)
    {
        if (setting is null)
        {
            throw new Refusal(StatusCodes.Status404NotFound, $"Reports by {way} are not configured: see BreachNotify:Mail:Bounces.");
        }
    }

    /// <summary>401 with what a proof would be, which RFC 9110 section 15.5.2 demands.</summary>
    private static Refusal Unproven(HttpContext context, string scheme, string detail)
    {
        // When it starts: the middleware that writes the problem clears what headers there are.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = $"{scheme} realm=\"BreachNotify\"";
            return Task.CompletedTask;
        });
        return new Refusal(StatusCodes.Status401Unauthorized, detail);
    }

    private static async Task<System.Security.Cryptography.X509Certificates.X509Certificate2?> Certificate(SnsCertificates certificates, string? address, CancellationToken cancellation)
    {
        try
        {
            return await certificates.Find(address, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new Refusal(StatusCodes.Status503ServiceUnavailable, "The certificate of Amazon SNS cannot be fetched now; send the message again.");
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool HasPassword(string? header, string secret)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var sent) || !sent.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var credentials = new byte[(sent.Parameter ?? "").Length];
        if (!Convert.TryFromBase64String(sent.Parameter ?? "", credentials, out var length))
        {
            return false;
        }
        var password = credentials.AsSpan(0, length);
        password = password[(password.IndexOf((byte)':') + 1)..];
        // Hashes, so that the comparison tells nothing of the length either.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(password), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }

    /// <exception cref="Refusal">400: not JSON.</exception>
    private static JsonElement Parse(string field, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Refusal.Malformed(field, null, "Must be JSON as the provider documents it.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> Body(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestBody;
        var body = new ArrayBufferWriter<byte>(8192);
        for (int read; (read = await context.Request.Body.ReadAsync(body.GetMemory(8192), context.RequestAborted)) > 0;)
        {
            body.Advance(read);
        }
        return body.WrittenMemory;
    }
}
