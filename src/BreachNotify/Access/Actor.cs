using System.Security.Claims;

namespace BreachNotify.Access;

/// <summary>
/// Who acts: the caller of an endpoint (take it as a handler's parameter) or the service itself. Two actors are the same
/// person or program exactly when their ids are equal; four eyes compare ids.
/// </summary>
public sealed record Actor(string Id, string Name)
{
    /// <summary>Jobs and whatever else no caller asked for.</summary>
    public static readonly Actor Service = new("service", "BreachNotify");

    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));

    public static Actor Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The route has no authorization policy: its caller is unknown."),
        user.FindFirstValue(ClaimTypes.Name)!);
}

/// <summary>The names of everybody who can have acted, by id.</summary>
public delegate Task<IReadOnlyDictionary<string, string>> ActorNames();
