using BreachNotify.Http;
using BreachNotify.Pages;
using NodaTime;

namespace BreachNotify.Access.Accounts;

/// <summary>The fields that the forms about accounts share; what is wrong is noted in the form.</summary>
public static class AccountForms
{
    public static string Name(Form form) => form.Line("name", Account.LongestName);

    public static string Email(Form form)
    {
        var email = form.Line("email", 254);
        var complaints = new Complaints();
        complaints.Email("email", email);
        if (email.Length > 0 && complaints.Any)
        {
            form.Complain("email", "error.email");
        }
        return email;
    }

    public static string Zone(Form form)
    {
        var zone = form.Line("zone", 100);
        if (zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            form.Complain("zone", "error.zone");
        }
        return zone;
    }

    /// <summary>A password chosen and repeated.</summary>
    public static string NewPassword(Form form, params IEnumerable<string> about)
    {
        var password = form.Secret("password");
        if (Passwords.FlawOf(password, about) is { } flaw)
        {
            form.Complain("password", flaw, flaw == "password.long" ? Passwords.Longest : Passwords.Shortest);
        }
        else if (form.Secret("repeated") != password)
        {
            form.Complain("repeated", "error.repeated");
        }
        return password;
    }

    public static IReadOnlyList<Role> Roles(Form form)
    {
        var roles = Enum.GetValues<Role>().Where(role => form[$"role-{Words<Role>.Of(role)}"].Length > 0).ToList();
        if (roles.Count == 0)
        {
            form.Complain($"role-{Words<Role>.All[0]}", "error.roles");
        }
        return roles;
    }
}
