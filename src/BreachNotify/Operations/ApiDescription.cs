using System.Net.ServerSentEvents;
using BreachNotify.Exposure.Losses;
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
            Unwrapped(document.Components.Schemas);
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
            else if (type == typeof(Texts))
            {
                (schema.Type, schema.Properties, schema.Required) = (null, null, null);
                schema.OneOf =
                [
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                ];
            }
            else if (type == typeof(LocalDate))
            {
                (schema.Type, schema.Format) = (JsonSchemaType.String, "date");
            }
            else if (type.IsEnum)
            {
                schema.Type = JsonSchemaType.String;
                var words = IsOfAnswers(type) ? AnswerJson.Options : JsonContract.Options;
                schema.Enum = [.. Enum.GetNames(type).Select(name => System.Text.Json.JsonSerializer.SerializeToNode(Enum.Parse(type, name), type, words)!)];
            }
            else if (IsOfAnswers(type))
            {
                // Answers of the law leave out what is null, except where the contract wants it written.
                foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable && !AnswerJson.IsAlwaysWritten(property)))
                {
                    schema.Required?.Remove(property.Name);
                }
            }
            return Task.CompletedTask;
        });
    });

    /// <summary>What the law and the exposure answer with; the rest is written by <see cref="JsonContract"/>.</summary>
    private static bool IsOfAnswers(Type type) => type.Assembly == typeof(Citation).Assembly || type.Assembly == typeof(LossAnswer).Assembly;

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
        var problem = await context.Component(typeof(Problem), cancellation);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status[0] == '4')
            {
                response.Content![Problems.MediaType] = new OpenApiMediaType { Schema = problem };
            }
            else if (response.Content?.ContainsKey("text/event-stream") == true)
            {
                response.Content["text/event-stream"] = new OpenApiMediaType { Schema = await ItemOf(context, cancellation) };
            }
        }
        foreach (var (status, meaning) in Refusals(operation, open))
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problems.MediaType] = new() { Schema = problem },
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

    /// <summary>What the data line of each server-sent event holds.</summary>
    private static Task<OpenApiSchemaReference> ItemOf(OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var item = context.Description.SupportedResponseTypes.Select(response => response.Type)
            .First(type => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(SseItem<>))!.GenericTypeArguments[0];
        return context.Component(item, cancellation);
    }

    /// <summary>The envelope of an event is the protocol's and stands in no body; the problems of the framework are never sent.</summary>
    private static void Unwrapped(IDictionary<string, IOpenApiSchema>? schemas)
    {
        foreach (var name in schemas?.Keys.Where(name => name.StartsWith("SseItemOf", StringComparison.Ordinal) || name == "ProblemDetails").ToList() ?? [])
        {
            schemas!.Remove(name);
        }
    }

    /// <summary>The shape of an RFC 9457 problem, for the description alone.</summary>
    private sealed record Problem(string Type, string Title, int Status, string Detail, IReadOnlyList<FieldError>? Errors = null);
}
