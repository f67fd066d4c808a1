namespace BreachNotify.Access.Accounts;

/// <summary>A browser as its owner knows it again, such as "Firefox, Linux".</summary>
public static class ClientName
{
    // In this order: browsers name those they descend from as well.
    private static readonly (string Token, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Token, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static string Of(string? userAgent) => $"{First(Browsers, userAgent) ?? "?"}, {First(Systems, userAgent) ?? "?"}";

    private static string? First((string Token, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(entry => userAgent?.Contains(entry.Token, StringComparison.Ordinal) == true).Name;
}
