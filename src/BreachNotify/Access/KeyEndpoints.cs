using BreachNotify.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Access;

public static class KeyEndpoints
{
    private const int MostRoles = 5;

    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").RequireAuthorization(Policies.Administrator).WithTags("Keys");
        keys.MapPost("/", Create).WithSummary("Makes a key; it is shown this once");
        keys.MapGet("/", List).WithSummary("All keys, without their secrets");
        keys.MapDelete("/{id}", Revoke).WithSummary("Revokes a key at once");
    }

    public sealed record NewKey(string Name, IReadOnlyList<Role> Roles);

    public sealed record CreatedKey(string Id, string Key);

    private static async Task<Created<CreatedKey>> Create(Body<NewKey> body, Actor actor, KeyRing keys)
    {
        var complaints = new Complaints();
        complaints.Line("name", body.Value.Name, 200);
        if (body.Value.Roles.Count is 0 or > MostRoles)
        {
            complaints.Add("roles", null, $"Must name at least one of {string.Join(", ", Words<Role>.All)}, each once.");
        }
        complaints.ThrowIfAny();
        var (key, secret) = await keys.Create(body.Value.Name, [.. body.Value.Roles.Distinct()], actor);
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new CreatedKey(key.Id, secret));
    }

    private static async Task<Ok<Page<ApiKey>>> List(KeyStore store) => TypedResults.Ok(new Page<ApiKey>(await store.All(), null));

    private static async Task<NoContent> Revoke(string id, Actor actor, KeyRing keys)
    {
        await keys.Revoke(id, actor);
        return TypedResults.NoContent();
    }
}
