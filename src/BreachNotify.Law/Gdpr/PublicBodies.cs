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

    /// <summary>Only a court imposes the fine, on the authority's report (Art. 83(9)); up to an amount of its own.</summary>
    CourtOnly,

    /// <summary>Not known to this product.</summary>
    Unknown,
}

/// <summary>The rule of one state under GDPR Art. 83(7).</summary>
/// <param name="State">ISO 3166-1 code.</param>
/// <param name="Rule">The rule.</param>
/// <param name="LowerCap">Cap for infringements under Art. 83(4), in the currency of the state; only with <see cref="PublicBodyRule.Capped"/> and <see cref="PublicBodyRule.CourtOnly"/>.</param>
/// <param name="HigherCap">Cap for infringements under Art. 83(5) and (6).</param>
/// <param name="Source">Where it stands, or "not verified".</param>
/// <param name="Verified">Whether somebody read the source.</param>
/// <param name="Note">What else is to be known; null where nothing is.</param>
/// <param name="StartsByGuidelines">Whether its authority applies the shares for seriousness of EDPB Guidelines 04/2022 to the cap.</param>
public sealed record PublicBodyLaw(
    string State, PublicBodyRule Rule, Money? LowerCap, Money? HigherCap, string Source, bool Verified, string? Note = null, bool StartsByGuidelines = false);

/// <summary>GDPR Art. 83(7): each state lays down whether and to what extent public authorities and bodies may be fined.</summary>
public static class PublicBodies
{
    private const string NotVerified = "not verified";

    private static readonly PublicBodyLaw[] Laws =
    [
        new("PL", PublicBodyRule.Capped, new Money(100_000m, "PLN"), new Money(100_000m, "PLN"), "Polish Personal Data Protection Act Art. 102(1); UODO DKN.5131.1.2025", true,
            "Bodies of the public finance sector; for cultural institutions PLN 10,000 is reported (not verified).", StartsByGuidelines: true),
        new("NL", PublicBodyRule.SameAsPrivate, null, null, "AP Fine Policy Rules 2023", true),
        new("NO", PublicBodyRule.SameAsPrivate, null, null, "Datatilsynet, fines on municipalities and the Storting (2022)", true),
        new("IS", PublicBodyRule.SameAsPrivate, null, null, "Personuvernd, fine on a ministry (2021)", true),
        new("IT", PublicBodyRule.SameAsPrivate, null, null, NotVerified, false),
        new("GB", PublicBodyRule.SameAsPrivate, null, null, NotVerified, false, "The ICO's public sector approach reduces fines on public bodies."),
        new("DK", PublicBodyRule.CourtOnly, new Money(8_000_000m, "DKK"), new Money(16_000_000m, "DKK"), NotVerified, false, "That courts impose the fine is read in C-383/23 paras 31-33; the amounts are not verified."),
        new("SE", PublicBodyRule.Capped, new Money(5_000_000m, "SEK"), new Money(10_000_000m, "SEK"), NotVerified, false),
        new("IE", PublicBodyRule.Capped, new Money(1_000_000m, "EUR"), new Money(1_000_000m, "EUR"), NotVerified, false, "Unless it acts as an undertaking."),
        new("HU", PublicBodyRule.Capped, new Money(20_000_000m, "HUF"), new Money(20_000_000m, "HUF"), NotVerified, false, "Budgetary bodies; not less than HUF 100,000."),
        new("LT", PublicBodyRule.Capped, new Money(30_000m, "EUR"), new Money(60_000m, "EUR"), NotVerified, false, "And not above 0.5 % or 1 % of the annual budget."),
        new("RO", PublicBodyRule.Capped, new Money(200_000m, "RON"), new Money(200_000m, "RON"), NotVerified, false, "Not less than RON 10,000, and only after a plan of remedies."),
        new("GR", PublicBodyRule.Capped, new Money(10_000_000m, "EUR"), new Money(10_000_000m, "EUR"), NotVerified, false),
        new("MT", PublicBodyRule.Capped, new Money(25_000m, "EUR"), new Money(50_000m, "EUR"), NotVerified, false, "Daily amounts may come on top."),
        new("DE", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("AT", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("FR", PublicBodyRule.NoFine, null, null, NotVerified, false, "The State alone."),
        new("LU", PublicBodyRule.NoFine, null, null, NotVerified, false, "The State and the communes."),
        new("FI", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("EE", PublicBodyRule.NoFine, null, null, NotVerified, false),
        new("ES", PublicBodyRule.NoFine, null, null, NotVerified, false, "A reprimand instead (Art. 77 LOPDGDD)."),
        new("BE", PublicBodyRule.NoFine, null, null, NotVerified, false, "Unless it offers goods or services on a market."),
        new("CZ", PublicBodyRule.NoFine, null, null, NotVerified, false, "The fine is waived."),
    ];

    /// <summary>The rule of a state; unknown where none is on record.</summary>
    public static PublicBodyLaw Of(string state) =>
        Array.Find(Laws, law => law.State == state) ?? new PublicBodyLaw(state, PublicBodyRule.Unknown, null, null, NotVerified, false);

    /// <summary>The ceiling of a tier for a public body of a state.</summary>
    public static Finding<Ceiling> Ceiling(Tier tier, Citation citation, string state)
    {
        var law = Of(state);
        var source = new Citation(law.Verified ? $"GDPR Art. 83(7); {law.Source}" : "GDPR Art. 83(7)", Article33.Eli);
        var note = (law.Verified ? "" : " This row has not been verified.") + (law.Note is null ? "" : $" {law.Note}");
        var lower = tier.Id is "83(4)" or "standard";
        return law.Rule switch
        {
            PublicBodyRule.NoFine => new(new Ceiling(null, null), [new Reason($"In {state} no fine is imposed on public authorities and bodies.{note}", source, law.Verified)]),
            PublicBodyRule.SameAsPrivate => new(new Ceiling(tier.Fixed, Limb.Fixed),
                [tier.FixedAmount(citation), new Reason($"In {state} public bodies are fined as private ones; without turnover the fixed amount is the ceiling.{note}", source, law.Verified)]),
            PublicBodyRule.Capped or PublicBodyRule.CourtOnly when (lower ? law.LowerCap : law.HigherCap) is { } cap =>
                new(new Ceiling(cap, Limb.Fixed), [new Reason($"In {state} a fine on a public body is at most {cap}{(law.Rule == PublicBodyRule.CourtOnly ? " and imposed by a court" : "")}.{note}", source, law.Verified)]),
            _ => new(new Ceiling(tier.Fixed, Limb.Fixed, Lowest: 0m),
                [tier.FixedAmount(citation), new Reason($"Whether and how far public bodies are fined in {state} is not on record: the ceiling lies between nothing and the fixed amount.", source, verified: false)]),
        };
    }
}
