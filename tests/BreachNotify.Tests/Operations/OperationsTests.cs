using System.Net;
using System.Text.Json;
using BreachNotify.Access;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Operations;

public sealed class OperationsTests
{
    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_holds_every_route_its_refusals_and_the_key()
    {
        await using var service = await ServiceUnderTest.Run();
        var description = await service.Anonymous.GetJson("/openapi/v1.json");
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("bearer", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
        foreach (var endpoint in service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                var name = $"{method} {endpoint.RoutePattern.RawText}";
                var operation = description.GetProperty("paths").GetProperty(endpoint.RoutePattern.RawText!.TrimEnd('/')).GetProperty(JsonNamingPolicy.CamelCase.ConvertName(method.ToLowerInvariant()));
                Assert.True(operation.GetProperty("security")[0].TryGetProperty("key", out _), $"{name} has no key");
                Assert.True(operation.GetProperty("responses").EnumerateObject().Any(response => response.Name[0] == '2'), $"{name} describes no success");
                Assert.True(operation.GetProperty("responses").GetProperty("401").GetProperty("content").TryGetProperty("application/problem+json", out _), $"{name} describes no problem");
                Assert.True(method is not ("PATCH" or "PUT") || operation.TryGetProperty("requestBody", out _), $"{name} describes no body");
                Assert.DoesNotContain(operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()) : [], parameter => parameter is "actor" or "body");
            }
        }
    }

    [Fact]
    public async Task Every_body_and_every_answer_is_described_down_to_the_items_of_its_lists()
    {
        await using var service = await ServiceUnderTest.Run();
        var description = await service.Anonymous.GetJson("/openapi/v1.json");
        var schemas = description.GetProperty("components").GetProperty("schemas");
        foreach (var operation in description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (Name: $"{method.Name} {path.Name}", method.Value))))
        {
            foreach (var response in operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name != "204"))
            {
                Assert.All(response.Value.GetProperty("content").EnumerateObject(), content => Assert.NotEmpty(content.Value.GetProperty("schema").EnumerateObject()));
            }
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()), operation.Name);
        }
        // What a JSON element may hold is not known.
        Assert.Equal(["JsonElement"], schemas.EnumerateObject().Where(schema => !schema.Value.EnumerateObject().Any()).Select(schema => schema.Name));
        Assert.Equal("#/components/schemas/Infringement", schemas.GetProperty("FineQuestion").GetProperty("properties").GetProperty("infringements").GetProperty("items").GetProperty("$ref").GetString());
        Assert.Equal("#/components/schemas/MailingStatus", description.GetProperty("paths").GetProperty("/api/v1/mailings/{id}/events").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("text/event-stream").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.Contains("relied-on", schemas.GetProperty("Standing").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.DoesNotContain("note", schemas.GetProperty("InsurabilityRow").GetProperty("required").EnumerateArray().Select(member => member.GetString()));
        var patch = description.GetProperty("paths").GetProperty("/api/v1/breaches/{id}").GetProperty("patch");
        Assert.Contains("If-Match", patch.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
        var changes = patch.GetProperty("requestBody").GetProperty("content").GetProperty("application/merge-patch+json").GetProperty("schema");
        Assert.True(changes.GetProperty("properties").TryGetProperty("reason", out _));
        Assert.False(changes.TryGetProperty("required", out _));
    }

    [Fact]
    public async Task The_page_of_the_description_asks_nobody_else_for_anything()
    {
        await using var service = await ServiceUnderTest.Run();
        var page = await service.Anonymous.GetStringAsync(new Uri("/scalar/", UriKind.Relative));
        foreach (var source in page.Split("src=\"").Skip(1).Concat(page.Split("href=\"").Skip(1)).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]))
        {
            Assert.DoesNotContain("//", source, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await service.Anonymous.GetAsync(new Uri(new Uri(service.Address, "/scalar/"), source))).StatusCode);
        }
        Assert.DoesNotContain("cdn.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_alive_and_ready_and_no_longer_ready_when_the_key_no_longer_fits()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal("live", (await service.Anonymous.GetJson("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ready", (await service.Anonymous.GetJson("/health/ready")).GetProperty("status").GetString());

        await service.Database.Write(transaction => transaction.Connection!.Execute("UPDATE settings SET value = 'other' WHERE name = 'masterKeyFingerprint'", transaction: transaction));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Anonymous.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_jobs_page_can_be_read_by_operators_and_changed_by_administrators()
    {
        await using var service = await ServiceUnderTest.Run();
        var requeue = new Uri("/jobs/jobs/failed/requeue", UriKind.Relative);
        var (reader, administrator) = (await service.As(Role.Operator), service.Administrator);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(new Uri("/jobs/servers", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.PostAsync(requeue, null)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await administrator.PostAsync(requeue, null)).StatusCode);
    }
}
