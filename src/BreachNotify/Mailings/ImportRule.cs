using BreachNotify.Http;

namespace BreachNotify.Mailings;

/// <summary>Which later row is a duplicate and gets no letter of its own.</summary>
public enum DuplicatesBy
{
    /// <summary>One letter an address: the row that came first gets it, also for everybody else there.</summary>
    Address,

    /// <summary>One letter a person: the same address and reference, or without a reference the same address and name.</summary>
    Person,
}

/// <summary>How a recipients file is read.</summary>
/// <param name="Family">One letter an address, which names everybody there.</param>
public sealed record ImportRule(DuplicatesBy DuplicatesBy, bool Family)
{
    /// <summary>From the query parameters <c>duplicates</c> (address by default) and <c>family</c> (false).</summary>
    /// <exception cref="Refusal">400: a word that is none, or a family letter where everybody gets one.</exception>
    public static ImportRule Read(string? duplicates, string? family)
    {
        var complaints = new Complaints();
        var by = DuplicatesBy.Address;
        if (duplicates is not null && !Words<DuplicatesBy>.TryParse(duplicates, out by))
        {
            complaints.Add("duplicates", duplicates, $"Must be one of {string.Join(", ", Words<DuplicatesBy>.All)}.");
        }
        var isFamily = family == "true";
        if (family is not (null or "true" or "false"))
        {
            complaints.Add("family", family, "Must be true or false.");
        }
        else if (isFamily && by == DuplicatesBy.Person)
        {
            complaints.Add("family", family, "Goes with duplicates=address: with duplicates=person everybody at an address gets a letter.");
        }
        complaints.ThrowIfAny();
        return new ImportRule(by, isFamily);
    }
}
