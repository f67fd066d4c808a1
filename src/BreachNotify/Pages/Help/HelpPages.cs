using BreachNotify.Access;

namespace BreachNotify.Pages.Help;

/// <summary>What the terms of the law mean, with where each stands.</summary>
public static class HelpPages
{
    public const string Path = "/help";

    public static void MapHelp(this IEndpointRouteBuilder pages) => pages.MapGet(Path, (HttpContext context) => Show.Page<HelpPage>(context)).RequireAuthorization(Policies.AnyKey);
}
