using BreachNotify.Law.Currencies;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>One policy of an account file.</summary>
/// <param name="Tower">Account and StackedPolNumber, or the policy alone: policies of one tower share each loss.</param>
/// <param name="Layer">The policy, before the terms of its coverages.</param>
/// <param name="Revenue">Of a year, in the currency of the book, above 0.</param>
/// <param name="CloudVendor">OED code, 0 for unknown.</param>
/// <param name="Country">CountryCode; empty where there is none.</param>
/// <param name="WaitingHours">BIWaitingPeriod, which the file has in days; null where there is none.</param>
public sealed record OedPolicy(string Tower, Layer Layer, double Revenue, int CloudVendor, string Country, double? WaitingHours)
{
    /// <summary>InsuredName; empty where there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Scheme and the first two digits of the code, the sector of NAICS and SIC; empty where there is none.</summary>
    public string Industry { get; init; } = "";

    /// <summary>EmailVendor, as it stands; empty where there is none.</summary>
    public string EmailVendor { get; init; } = "";

    /// <summary>CRMVendor, as it stands; empty where there is none.</summary>
    public string CrmVendor { get; init; } = "";

    /// <summary>GrossProfitMargin, 0 to 1; null where there is none.</summary>
    public double? GrossProfitMargin { get; init; }

    /// <summary>NumberOfRecords; null where there is none.</summary>
    public double? Records { get; init; }

    /// <summary>BIPOI, the indemnity period in days; default 365.</summary>
    public double IndemnityDays { get; init; } = 365;

    /// <summary>Coverages with terms of their own.</summary>
    public IReadOnlyList<OedCoverage> Coverages { get; init; } = [];
}

/// <summary>Terms of one coverage of a policy, in the currency of the book.</summary>
/// <param name="Code">The code, such as INRE.</param>
/// <param name="Deductible">Borne by the insured, 0 or more.</param>
/// <param name="Limit">The sublimit; infinite for none.</param>
public sealed record OedCoverage(string Code, double Deductible, double Limit);

/// <summary>A row that is left out, and why.</summary>
/// <param name="Line">Line of the file, the header being 1.</param>
/// <param name="Column">The column that is wrong; empty where it is the row.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Reason">What would be right.</param>
public sealed record RejectedRow(long Line, string Column, string Value, string Reason);

/// <summary>What an account file holds.</summary>
/// <param name="Currency">The currency of the book: the one asked for, or else that of the first good row.</param>
/// <param name="Policies">In the order of the file.</param>
/// <param name="Rejected">Every row that is not among them.</param>
/// <param name="Ignored">Columns with terms that are not applied.</param>
public sealed record OedBook(string Currency, IReadOnlyList<OedPolicy> Policies, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<string> Ignored)
{
    /// <summary>The rates that were given with it.</summary>
    public IReadOnlyList<ExchangeRate> Given { get; init; } = [];

    /// <summary>Those of them that amounts were converted at.</summary>
    public IReadOnlyList<ExchangeRate> Rates { get; init; } = [];

    /// <summary>The policies tower by tower, the order of a simulation's results.</summary>
    public IEnumerable<OedPolicy> InOrder => Policies.GroupBy(policy => policy.Tower).SelectMany(tower => tower);

    /// <summary>What one unit of a currency is in that of the book; null where no rate was given.</summary>
    public double? UnitOf(string currency) =>
        currency == Currency ? 1
        : Given.FirstOrDefault(rate => rate.Joins(currency, Currency)) is { } rate ? BookRates.Unit(rate, currency)
        : null;
}
