namespace BreachNotify.Law.Gdpr;

/// <summary>How a state lets its own authorities and bodies be fined.</summary>
public enum PublicBodyRule
{
    /// <summary>No fine on public bodies.</summary>
    NoFine,

    /// <summary>As on private ones.</summary>
    SameAsPrivate,

    /// <summary>Up to an amount of its own.</summary>
    Capped,

    /// <summary>Not known to this product.</summary>
    Unknown,
}

/// <summary>The rule of one state under GDPR Art. 83(7).</summary>
/// <param name="State">ISO 3166-1 code.</param>
/// <param name="Rule">The rule.</param>
/// <param name="LowerCap">Cap for infringements under Art. 83(4); only with <see cref="PublicBodyRule.Capped"/>.</param>
/// <param name="HigherCap">Cap for infringements under Art. 83(5) and (6).</param>
/// <param name="Source">Where it stands, or "not verified".</param>
/// <param name="Verified">Whether somebody read the source.</param>
public sealed record PublicBodyLaw(string State, PublicBodyRule Rule, Money? LowerCap, Money? HigherCap, string Source, bool Verified);

/// <summary>GDPR Art. 83(7): each state lays down whether and to what extent public authorities and bodies may be fined.</summary>
public static class PublicBodies
{
    private const string NotVerified = "not verified";

    private static readonly PublicBodyLaw[] Laws =
    [
        new("PL", PublicBodyRule.Capped, new Money(100_000m, "PLN"), new Money(100_000m, "PLN"), "Polish Personal Data Protection Act Art. 102(1); UODO DKN.5131.1.2025", true),
        new("NL", PublicBodyRule.SameAsPrivate, null, null, "AP Fine Policy Rules 2023", true),
        new("NO", PublicBodyRule.SameAsPrivate, null, null, "Datatilsynet, fines on municipalities and the Storting (2022)", true),
        new("IS", PublicBodyRule.SameAsPrivate, null, null, "Personuvernd, fine on a ministry (2021)", true),
        new("IT", PublicBodyRule.SameAsPrivate, null, null, NotVerified, false),
        new("GB", PublicBodyRule.SameAsPrivate, null, null, NotVerified, false),
        new("DK", PublicBodyRule.Capped, new Money(8_000_000m, "DKK"), new Money(16_000_000m, "DKK"), NotVerified, false),
        new("SE", PublicBodyRule.Capped, new Money(5_000_000m, "SEK"), new Money(10_000_000m, "SEK"), NotVerified, false),
        new("IE", PublicBodyRule.Capped, new Money(1_000_000m, "EUR"), new Money(1_000_000m, "EUR"), NotVerified, false),
        new("HU", PublicBodyRule.Capped, new Money(20_000_000m, "HUF"), new Money(20_000_000m, "HUF"), NotVerified, false),
        new("LT", PublicBodyRule.Capped, new Money(30_000m, "EUR"), new Money(60_000m, "EUR"), NotVerified, false),
        new("RO", PublicBodyRule.Capped, new Money(200_000m, "RON"), new Money(200_000m, "RON"), NotVerified, false),
        new("GR", PublicBodyRule.Capped, new Money(10_000_000m, "EUR"), new Money(10_000_000m, "EUR"), NotVerified, false),
        new("MT", PublicBodyRule.Capped, new Money(25_000m, "EUR"), new Money(50_000m, "EUR"), NotVerified, false),
        new("DE", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("AT", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("FR", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("LU", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("FI", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("EE", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("ES", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("BE", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("CZ", PublicBodyRule.NoFine, null, null, NotVerified, false),
    ];

    /// <summary>The rule of a state; unknown where none is on record.</summary>
    public static PublicBodyLaw Of(string state) =>
        Array.Find(Laws, law => law.State == state) ?? new PublicBodyLaw(state, PublicBodyRule.Unknown, null, null, NotVerified, false);

    /// <summary>The ceiling of a tier for a public body of a state.</summary>
    public static Finding<Ceiling> Ceiling(Tier tier, Citation citation, string state)
    {
        var law = Of(state);
        var source = new Citation(law.Verified ? $"GDPR Art. 83(7); {law.Source}" : "GDPR Art. 83(7)", Article33.Eli);
        var caveat = law.Verified ? "" : " This row has not been verified.";
        var fixedAmount = new Reason($"The fixed amount is {tier.Fixed}.", citation);
        var lower = tier.Id is "83(4)" or "standard";
        return law.Rule switch
        {
            PublicBodyRule.NoFine => new(new Ceiling(null, null), [new Reason($"In {state} no fine is imposed on public authorities and bodies.{caveat}", source, law.Verified)]),
            PublicBodyRule.SameAsPrivate => new(new Ceiling(tier.Fixed, Limb.Fixed), [fixedAmount, new Reason($"In {state} public bodies are fined as private ones; without turnover the fixed amount is the ceiling.{caveat}", source, law.Verified)]),
            PublicBodyRule.Capped when (lower ? law.LowerCap : law.HigherCap) is { } cap =>
                new(new Ceiling(cap, Limb.Fixed), [new Reason($"In {state} a fine on a public body is at most {cap}.{caveat}", source, law.Verified)]),
            _ => new(new Ceiling(tier.Fixed, Limb.Fixed, Lowest: 0m),
                [fixedAmount, new Reason($"Whether and how far public bodies are fined in {state} is not on record: the ceiling lies between nothing and the fixed amount.", source, Verified: false)]),
        };
    }
}
