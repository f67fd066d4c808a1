namespace BreachNotify.Law.Deadlines;

/// <summary>
/// Facts that single regimes ask for. What is not said is assumed as each regime's questions state, and the derivation
/// says so.
/// </summary>
public sealed record RegimeFacts
{
    /// <summary>People affected in all, 0 or more, where they are not known by country.</summary>
    public long? People { get; init; }

    /// <summary>The incident has a malicious purpose (Japan), or came from outside by attack (South Korea).</summary>
    public bool? Malicious { get; init; }

    /// <summary>Sensitive data or unique identifiers are concerned (Japan, South Korea).</summary>
    public bool? SensitiveData { get; init; }

    /// <summary>Financial harm is to be feared (Japan), or the financial interests of clients are concerned (DORA).</summary>
    public bool? FinancialHarm { get; init; }

    /// <summary>Serious or significant harm to people is likely (Australia, Brazil, Canada, Singapore; subscribers under the telecommunications rules).</summary>
    public bool? SignificantHarm { get; init; }

    /// <summary>The incident is significant (NIS2), major (DORA) or relatively major (China).</summary>
    public bool? SignificantIncident { get; init; }

    /// <summary>The entity provides trust services (NIS2, eIDAS).</summary>
    public bool? TrustServiceProvider { get; init; }

    /// <summary>The entity operates critical information infrastructure (China).</summary>
    public bool? CriticalInfrastructure { get; init; }

    /// <summary>The incident still goes on (NIS2).</summary>
    public bool? Ongoing { get; init; }

    /// <summary>The entity is a small processing agent (Brazil).</summary>
    public bool? SmallAgent { get; init; }

    /// <summary>Personal information in the sense of the law is concerned and was not encrypted (states of the United States, India).</summary>
    public bool? PersonalInformation { get; init; }

    /// <summary>Protected health information that was not secured is concerned (HIPAA).</summary>
    public bool? UnsecuredHealthInformation { get; init; }

    /// <summary>The company files reports with the SEC.</summary>
    public bool? SecRegistrant { get; init; }

    /// <summary>What kind of financial entity it is (DORA).</summary>
    public FinancialEntity? FinancialEntity { get; init; }

    /// <summary>What happened to the product (Cyber Resilience Act).</summary>
    public ProductEvent? ProductEvent { get; init; }

    /// <summary>What the high-risk AI system led to (AI Act).</summary>
    public AiIncident? AiIncident { get; init; }
}

/// <summary>Financial entities, as far as the relief of Delegated Regulation (EU) 2025/301 Art. 5(5) tells them apart.</summary>
public enum FinancialEntity
{
    /// <summary>A credit institution.</summary>
    CreditInstitution,

    /// <summary>A central counterparty.</summary>
    CentralCounterparty,

    /// <summary>An operator of a trading venue.</summary>
    TradingVenue,

    /// <summary>Another financial entity that is essential or important under NIS2.</summary>
    Nis2Entity,

    /// <summary>Any other financial entity.</summary>
    Other,
}

/// <summary>Events the Cyber Resilience Act Art. 14 has reported.</summary>
public enum ProductEvent
{
    /// <summary>An actively exploited vulnerability, Art. 14(1).</summary>
    Vulnerability,

    /// <summary>A severe incident, Art. 14(3).</summary>
    Incident,
}

/// <summary>Serious incidents the AI Act Art. 73 tells apart.</summary>
public enum AiIncident
{
    /// <summary>The death of a person, Art. 73(4).</summary>
    Death,

    /// <summary>A widespread infringement, or disruption of critical infrastructure, Art. 73(3).</summary>
    Widespread,

    /// <summary>Any other serious incident, Art. 73(2).</summary>
    Other,
}
