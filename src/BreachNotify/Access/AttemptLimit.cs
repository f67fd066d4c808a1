using System.Collections.Concurrent;
using System.Net;
using NodaTime.Extensions;

namespace BreachNotify.Access;

/// <summary>
/// How often one address may try what can be guessed, such as a password or the reference of a letter: thirty times a
/// minute. What guesses across many accounts is slowed by it, what guesses at one account by the account's lock. What is
/// remembered is forgotten each minute.
/// </summary>
public sealed class AttemptLimit(TimeProvider clock)
{
    public const int PerMinute = 30;

    private volatile Minute _minute = new(0);

    /// <summary>Counts an attempt; false if it is one too many.</summary>
    public bool Admits(IPAddress? address)
    {
        var number = clock.GetCurrentInstant().ToUnixTimeSeconds() / 60;
        var minute = _minute;
        if (minute.Number != number)
        {
            _minute = minute = new Minute(number);
        }
        return minute.Attempts.AddOrUpdate(Network(address), 1, (_, count) => count + 1) <= PerMinute;
    }

    /// <summary>An IPv4 address, or the /64 a subscriber is given of IPv6.</summary>
    private static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private sealed class Minute(long number)
    {
        public long Number { get; } = number;

        public ConcurrentDictionary<string, int> Attempts { get; } = new();
    }
}
