using BenchmarkDotNet.Attributes;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Benchmarks;

/// <summary>One answer with derivation and proof, as the service gives it but without HTTP.</summary>
[MemoryDiagnoser]
public class Law
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly DeadlineQuestion Deadline = new() { AwareAt = "2026-04-02T17:40:00+02:00", Authority = "DE" };

    private static readonly FineQuestion Fine = new()
    {
        Regime = "gdpr",
        Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000m, "EUR") },
        Infringements =
        [
            new Infringement { Provision = "33", Seriousness = Seriousness.Low, Conduct = "a" },
            new Infringement { Provision = "5(1)(f)", Seriousness = Seriousness.Medium, Conduct = "a" },
        ],
    };

    [Benchmark]
    public object Deadlines() => DeadlineRules.Answer(Deadline);

    [Benchmark]
    public byte[] DeadlinesSealed() => Proof.Seal(DeadlineRules.Answer(Deadline));

    [Benchmark]
    public object Fines() => FineRules.Answer(Fine, Today);

    [Benchmark]
    public byte[] FinesSealed() => Proof.Seal(FineRules.Answer(Fine, Today));
}
