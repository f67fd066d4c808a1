using BreachNotify.Http;
using BreachNotify.Law;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using Scalar.AspNetCore;

namespace BreachNotify.Operations;

/// <summary>The OpenAPI 3.1 document and its page.</summary>
public static class ApiDescription
{
    private const string Scheme = "key";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "BreachNotify", Version = "v1", Description = "Deadlines, fines, register and notification after a personal-data breach." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key made with POST /api/v1/keys." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Describe);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(Instant) || type == typeof(Moment))
            {
                (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            }
            else if (type == typeof(OffsetDateTime))
            {
                (schema.Type, schema.Format, schema.Properties) = (JsonSchemaType.String, "date-time", null);
            }
            else if (type == typeof(Citation))
            {
                (schema.Type, schema.Properties, schema.Required) = (JsonSchemaType.String, null, null);
            }
            else if (type == typeof(LocalDate))
            {
                (schema.Type, schema.Format) = (JsonSchemaType.String, "date");
            }
            else if (type.IsEnum)
            {
                schema.Type = JsonSchemaType.String;
                schema.Enum = [.. Enum.GetNames(type).Select(name => System.Text.Json.JsonSerializer.SerializeToNode(Enum.Parse(type, name), type, JsonContract.Options)!)];
            }
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference(scalar => scalar.WithTitle("BreachNotify").DisableTelemetry()).AllowAnonymous();
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var open = metadata.OfType<IAllowAnonymous>().Any();
        if (!open)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation);
        context.Document!.AddComponent(nameof(Problem), problem);
        foreach (var (status, meaning) in Refusals(operation, open))
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
                },
            });
        }
    }

    private static IEnumerable<(string Status, string Meaning)> Refusals(OpenApiOperation operation, bool open)
    {
        if (open)
        {
            yield break;
        }
        yield return ("401", "No valid key");
        yield return ("403", "The key lacks the role");
        if (operation.Parameters is { Count: > 0 } || operation.RequestBody is not null)
        {
            yield return ("400", "Malformed: which field, what was sent, what would be right");
        }
        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) == true)
        {
            yield return ("404", "There is no such thing");
        }
        if (operation.RequestBody is not null)
        {
            yield return ("413", "The body is too large");
            yield return ("415", "The body has another content type");
            yield return ("422", "Well-formed, but the law or the data refuses it");
        }
    }

    /// <summary>The shape of an RFC 9457 problem, for the description alone.</summary>
    private sealed record Problem(string Type, string Title, int Status, string Detail, IReadOnlyList<FieldError>? Errors);
}
