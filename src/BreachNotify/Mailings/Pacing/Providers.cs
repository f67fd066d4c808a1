using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Threading.Channels;
using DnsClient;
using NodaTime;

namespace BreachNotify.Mailings.Pacing;

/// <summary>The name of the first mail exchanger of a domain; null if it has none or cannot be asked.</summary>
public delegate Task<string?> FindExchanger(string domain, CancellationToken cancellation);

/// <summary>
/// The receiving providers of this process, and which one a domain belongs to: by a table of the large ones, else by its
/// mail exchanger. Looking up happens in the background: until an answer is there, and for ever without one, the domain
/// is a group of its own, which costs nothing until it asks for less.
/// </summary>
public sealed class Providers : BackgroundService
{
    private const int MostDomains = 50_000;
    private const int LookUpsAtOnce = 8;

    private readonly FrozenDictionary<string, Provider> _known;
    private readonly ConcurrentDictionary<string, Provider?> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Provider?>.AlternateLookup<ReadOnlySpan<char>> _foundBySpan;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _tableBySpan;
    private readonly Channel<string> _unknown = Channel.CreateBounded<string>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FindExchanger _find;
    private readonly MailOptions _options;

    public Providers(MailOptions options, FindExchanger find)
    {
        (_options, _find) = (options, find);
        _known = KnownProviders.All.ToFrozenDictionary(known => known.Name, known => new Provider(known.Name, Configured(known.Name, known.Limits)), StringComparer.OrdinalIgnoreCase);
        _foundBySpan = _found.GetAlternateLookup<ReadOnlySpan<char>>();
        _tableBySpan = KnownProviders.ByDomain.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in options.Limits.Keys.Where(name => !_known.ContainsKey(name)))
        {
            _found[name] = new Provider(name, Configured(name, new Limits(null, int.MaxValue)));
        }
    }

    public bool IsPaced => _options.Pacing == "on";

    /// <summary>The provider behind an address; null for one without a pace, or where pacing is switched off.</summary>
    public Provider? Of(ReadOnlySpan<char> address)
    {
        if (!IsPaced)
        {
            return null;
        }
        var domain = DomainOf(address);
        if (_tableBySpan.TryGetValue(domain, out var name))
        {
            return _known[name];
        }
        if (_foundBySpan.TryGetValue(domain, out var found))
        {
            return found;
        }
        if (_found.Count < MostDomains && IsPublic(domain))
        {
            var text = domain.ToString();
            if (_found.TryAdd(text, null))
            {
                _unknown.Writer.TryWrite(text);
            }
        }
        return null;
    }

    /// <summary>
    /// The provider behind a domain as far as it is known by now, without asking anybody; null for a domain on its own
    /// without a pace.
    /// </summary>
    public Provider? Known(string domain) =>
        KnownProviders.ByDomain.TryGetValue(domain, out var name) ? _known[name] : _found.GetValueOrDefault(domain);

    /// <summary>Whether a plan may name it: built in, or configured here.</summary>
    public bool IsNamed(string name) => _known.ContainsKey(name) || _options.Limits.ContainsKey(name);

    /// <summary>The provider behind an address that has just asked for less or refused: a domain on its own gets a pace from now on.</summary>
    public Provider? Paced(ReadOnlySpan<char> address)
    {
        if (!IsPaced)
        {
            return null;
        }
        if (Of(address) is { } provider)
        {
            return provider;
        }
        var domain = DomainOf(address).ToString();
        return _found.AddOrUpdate(domain, New, (_, known) => known ?? New(domain));

        Provider New(string name) => new(name, Configured(name, new Limits(null, _options.Connections)));
    }

    /// <summary>Every provider anything was sent to, or that stands otherwise than open.</summary>
    public IReadOnlyList<ProviderStatus> Status(Instant now) =>
        [.. Active().Select(provider => provider.Status(now)).Where(status => status.Accepted + status.PushedBack + status.Refused > 0 || status.State != ProviderState.Open).OrderByDescending(status => status.Accepted).ThenBy(status => status.Name, StringComparer.Ordinal)];

    /// <summary>Those that take nothing from us.</summary>
    public IReadOnlyList<Provider> Refusing() => [.. Active().Where(provider => provider.Refuses)];

    public void Forgive()
    {
        foreach (var provider in Active())
        {
            provider.Forgive();
        }
    }

    /// <summary>Asks the name servers configured here, else those of this machine.</summary>
    public static FindExchanger FromDns(MailOptions options)
    {
        var client = new Lazy<LookupClient>(() =>
        {
            var servers = options.NameServers.Select(IPEndPoint.Parse).Select(server => new NameServer(server.Address, server.Port == 0 ? NameServer.DefaultPort : server.Port)).ToArray();
            var settings = servers.Length > 0 ? new LookupClientOptions(servers) : new LookupClientOptions();
            (settings.Timeout, settings.Retries, settings.UseCache, settings.ThrowDnsErrors) = (TimeSpan.FromSeconds(5), 1, true, false);
            return new LookupClient(settings);
        });
        return async (domain, cancellation) =>
        {
            var answer = await client.Value.QueryAsync(domain, QueryType.MX, cancellationToken: cancellation);
            return answer.Answers.MxRecords().OrderBy(record => record.Preference).FirstOrDefault()?.Exchange.Value;
        };
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, IsPaced ? LookUpsAtOnce : 0).Select(_ => LookUp(stoppingToken)));

    private async Task LookUp(CancellationToken stop)
    {
        try
        {
            await foreach (var domain in _unknown.Reader.ReadAllAsync(stop))
            {
                try
                {
                    if (await _find(domain, stop) is { } exchanger && KnownProviders.ByExchanger(exchanger) is { } name)
                    {
                        // Unless it has got a pace of its own meanwhile.
                        _found.TryUpdate(domain, _known[name], null);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    // Nothing is known of it, then: the domain stays a group of its own.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private IEnumerable<Provider> Active() => _known.Values.Concat(_found.Values.OfType<Provider>().Where(provider => !_known.ContainsKey(provider.Name)).Distinct());

    private Limits Configured(string name, Limits limits) => _options.Limits.TryGetValue(name, out var wanted)
        ? new Limits(wanted.PerSecond > 0 ? wanted.PerSecond : limits.PerSecond, wanted.Connections > 0 ? wanted.Connections : limits.Connections)
        : limits;

    private static ReadOnlySpan<char> DomainOf(ReadOnlySpan<char> address) => address[(address.LastIndexOf('@') + 1)..];

    /// <summary>Names reserved by RFC 2606 and those without a dot are nowhere in the DNS.</summary>
    private static bool IsPublic(ReadOnlySpan<char> domain) =>
        domain.Contains('.') && !domain.EndsWith(".example") && !domain.EndsWith(".test") && !domain.EndsWith(".invalid") && !domain.EndsWith(".localhost");
}
