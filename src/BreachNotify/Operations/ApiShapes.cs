using BreachNotify.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BreachNotify.Operations;

/// <summary>What the description of an endpoint cannot know from its signature.</summary>
public static class ApiShapes
{
    /// <summary>A JSON body that may be left out.</summary>
    public static RouteHandlerBuilder TakesOptional<T>(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        operation.RequestBody = new OpenApiRequestBody { Required = false, Content = Content(JsonBody.MediaType, await context.Component(typeof(T), cancellation)) });

    /// <summary>A header.</summary>
    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder route, string name, string description, bool required) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    /// <summary>A merge patch (RFC 7396) of <typeparamref name="T"/>: any of its members, none required, null to remove; and the reason.</summary>
    public static RouteHandlerBuilder TakesPatchOf<T>(this RouteHandlerBuilder route, string mediaType) => route.AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellation);
        schema.Required = null;
        schema.AdditionalPropertiesAllowed = false;
        foreach (var (name, property) in schema.Properties!.ToList())
        {
            schema.Properties![name] = new OpenApiSchema { AnyOf = [property, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }
        schema.Properties!["reason"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Why the record changes; or in the header Reason." };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(mediaType, schema) };
    });

    /// <summary>The answer as text in another form, where Accept asks for it.</summary>
    public static RouteHandlerBuilder AlsoAs(this RouteHandlerBuilder route, string mediaType) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Responses!["200"].Content![mediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        return Task.CompletedTask;
    });

    /// <summary>A reference to the schema of a type, among the components from now on.</summary>
    internal static async Task<OpenApiSchemaReference> Component(this OpenApiOperationTransformerContext context, Type type, CancellationToken cancellation)
    {
        context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellation));
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static Dictionary<string, OpenApiMediaType> Content(string mediaType, IOpenApiSchema schema) => new() { [mediaType] = new OpenApiMediaType { Schema = schema } };
}
