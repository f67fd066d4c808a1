using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Tests.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Access;

/// <summary>Every address with every role: who is let in.</summary>
public sealed partial class RoleTests
{
    private static readonly Role[] Anyone = Enum.GetValues<Role>();
    private static readonly Role[] Readers = [Role.Officer, Role.Approver];

    private static readonly Dictionary<string, Role[]> Allowed = new()
    {
        ["POST /api/v1/deadlines"] = Anyone,
        ["POST /api/v1/fines"] = Anyone,
        ["POST /api/v1/fines/batch"] = Anyone,
        ["POST /api/v1/fines/scenarios"] = Anyone,
        ["GET /api/v1/fines/cases"] = Anyone,
        ["GET /api/v1/fines/statistics"] = Anyone,
        ["GET /api/v1/fines/insurability"] = Anyone,
        ["GET /api/v1/fines/costs"] = Anyone,
        ["GET /api/v1/fines/neighbours"] = Anyone,
        ["POST /api/v1/severity"] = Anyone,
        ["GET /api/v1/severity/cases"] = Anyone,
        ["POST /api/v1/severity/cases"] = Anyone,
        ["POST /api/v1/losses"] = Anyone,
        ["POST /api/v1/losses/breach"] = Anyone,
        ["GET /api/v1/losses/defaults"] = Anyone,
        ["POST /api/v1/portfolios"] = [Role.Insurer],
        ["GET /api/v1/portfolios"] = [Role.Insurer],
        ["GET /api/v1/portfolios/{id}"] = [Role.Insurer],
        ["DELETE /api/v1/portfolios/{id}"] = [Role.Insurer],
        ["GET /api/v1/portfolios/{id}/events"] = [Role.Insurer],
        ["POST /api/v1/portfolios/{id}/cancel"] = [Role.Insurer],
        ["POST /api/v1/portfolios/{id}/resume"] = [Role.Insurer],
        ["GET /api/v1/portfolios/{id}/{file}"] = [Role.Insurer],
        ["POST /api/v1/keys"] = [],
        ["GET /api/v1/keys"] = [],
        ["DELETE /api/v1/keys/{id}"] = [],
        ["POST /api/v1/users"] = [],
        ["GET /api/v1/users"] = [],
        ["POST /api/v1/breaches"] = [Role.Officer],
        ["GET /api/v1/breaches"] = Readers,
        ["GET /api/v1/breaches/{id}"] = Readers,
        ["PATCH /api/v1/breaches/{id}"] = [Role.Officer],
        ["POST /api/v1/breaches/{id}/acts"] = [Role.Officer],
        ["POST /api/v1/breaches/{id}/decisions"] = [Role.Officer],
        ["POST /api/v1/breaches/{id}/severity"] = [Role.Officer],
        ["GET /api/v1/breaches/{id}/deadlines"] = Readers,
        ["GET /api/v1/notices/form"] = Anyone,
        ["GET /api/v1/breaches/{id}/notices"] = Readers,
        ["GET /api/v1/breaches/{id}/notices/answers"] = Readers,
        ["PATCH /api/v1/breaches/{id}/notices/answers"] = [Role.Officer],
        ["GET /api/v1/breaches/{id}/notices/{recipient}"] = Readers,
        ["POST /api/v1/breaches/{id}/notices/{recipient}/filings"] = [Role.Officer],
        ["GET /api/v1/breaches/{id}/filings"] = Readers,
        ["GET /api/v1/breaches/{id}/filings/{number}"] = Readers,
        ["POST /api/v1/breaches/{id}/filings/{number}/reference"] = [Role.Officer],
        ["GET /api/v1/breaches/{id}/files"] = Readers,
        ["POST /api/v1/breaches/{id}/files"] = [Role.Officer],
        ["GET /api/v1/breaches/{id}/files/{file}"] = [Role.Officer],
        ["DELETE /api/v1/breaches/{id}/files/{file}"] = [Role.Officer],
        ["GET /api/v1/register"] = Readers,
        ["GET /api/v1/breaches/{id}/register"] = Readers,
        ["GET /api/v1/what-if/{proposal}"] = Readers,
        ["GET /api/v1/alarms"] = Readers,
        ["GET /api/v1/alarms/events"] = Readers,
        ["GET /api/v1/breaches/{id}/alarms"] = Readers,
        ["GET /api/v1/breaches/{id}/calendar.ics"] = Readers,
        ["POST /api/v1/breaches/{id}/calendar"] = [Role.Officer],
        ["DELETE /api/v1/breaches/{id}/calendar"] = [Role.Officer],
        ["POST /api/v1/calendar"] = [Role.Officer],
        ["DELETE /api/v1/calendar"] = [Role.Officer],
        ["POST /api/v1/webhooks"] = [],
        ["GET /api/v1/webhooks"] = [],
        ["DELETE /api/v1/webhooks/{id}"] = [],
        ["POST /api/v1/webhooks/{id}/test"] = [],
        ["GET /api/v1/webhooks/{id}/deliveries"] = [],
        ["POST /api/v1/webhooks/{id}/deliveries/{delivery}/again"] = [],
        ["POST /api/v1/breaches/{breachId}/mailings"] = [Role.Officer],
        ["GET /api/v1/breaches/{breachId}/mailings"] = Readers,
        ["GET /api/v1/providers"] = Readers,
        ["GET /api/v1/mailings/{id}"] = Readers,
        ["GET /api/v1/mailings/{id}/events"] = Readers,
        ["POST /api/v1/mailings/{id}/freeze"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/approve"] = [Role.Approver],
        ["POST /api/v1/mailings/{id}/start"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/pause"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/resume"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/cancel"] = [Role.Officer],
        ["PUT /api/v1/mailings/{id}/recipients"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/recipients"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/rejections"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/doubtful"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/doubtful"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/lookup"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/duplicates"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/flags"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/narrow"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/widen"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/left-out"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/unreached"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/unreached/summary"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/consideration"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/plan"] = Readers,
        ["POST /api/v1/mailings/{id}/plan"] = Readers,
        ["POST /api/v1/mailings/{id}/pace"] = [Role.Officer],
        ["GET /api/v1/bounces"] = Readers,
        ["GET /api/v1/mailings/{id}/evidence"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/verify"] = Readers,
        ["POST /api/v1/mailings/{id}/retention"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/destroy"] = [Role.Officer],
        ["POST /api/v1/mailings/{id}/rehearse"] = [Role.Officer],
        ["GET /api/v1/mailings/{id}/samples"] = [Role.Officer],
        ["GET /api/v1/journal"] = Readers,
        ["GET /api/v1/journal/verify"] = Readers,
        ["GET /jobs"] = [Role.Operator],
        ["GET /"] = Anyone,
        ["GET /fines"] = Anyone,
        ["GET /losses"] = Anyone,
        ["GET /losses/report"] = Anyone,
        ["GET /portfolios"] = [Role.Insurer],
        ["POST /portfolios"] = [Role.Insurer],
        ["GET /portfolios/{id}"] = [Role.Insurer],
        ["POST /portfolios/{id}/cancel"] = [Role.Insurer],
        ["POST /portfolios/{id}/resume"] = [Role.Insurer],
        ["POST /portfolios/{id}/destroy"] = [Role.Insurer],
        ["GET /register"] = Readers,
        ["GET /register/new"] = [Role.Officer],
        ["POST /register/new"] = [Role.Officer],
        ["GET /register/{id}"] = Readers,
        ["GET /register/{id}/facts"] = [Role.Officer],
        ["POST /register/{id}/facts"] = [Role.Officer],
        ["POST /register/{id}/acts"] = [Role.Officer],
        ["POST /register/{id}/decisions"] = [Role.Officer],
        ["GET /register/{id}/laws"] = [Role.Officer],
        ["POST /register/{id}/laws"] = [Role.Officer],
        ["GET /register/{id}/wording/{language}"] = [Role.Officer],
        ["POST /register/{id}/wording/{language}"] = [Role.Officer],
        ["GET /register/{breach}/mailings/new"] = [Role.Officer],
        ["POST /register/{breach}/mailings/new"] = [Role.Officer],
        ["GET /mailings/{id}"] = Readers,
        ["POST /mailings/{id}/freeze"] = [Role.Officer],
        ["POST /mailings/{id}/approve"] = [Role.Approver],
        ["POST /mailings/{id}/start"] = [Role.Officer],
        ["POST /mailings/{id}/pause"] = [Role.Officer],
        ["POST /mailings/{id}/resume"] = [Role.Officer],
        ["GET /mailings/{id}/cancel"] = [Role.Officer],
        ["POST /mailings/{id}/cancel"] = [Role.Officer],
        ["GET /mailings/{id}/doubtful"] = [Role.Officer],
        ["POST /mailings/{id}/doubtful"] = [Role.Officer],
        ["GET /mailings/{id}/verify"] = Readers,
        ["GET /mailings/{id}/people"] = [Role.Officer],
        ["POST /mailings/{id}/people"] = [Role.Officer],
        ["GET /mailings/{id}/narrow"] = [Role.Officer],
        ["POST /mailings/{id}/narrow"] = [Role.Officer],
        ["POST /mailings/{id}/widen"] = [Role.Officer],
        ["GET /mailings/{id}/rehearse"] = [Role.Officer],
        ["POST /mailings/{id}/rehearse"] = [Role.Officer],
        ["GET /mailings/{id}/samples"] = [Role.Officer],
        ["GET /mailings/{id}/lookup"] = [Role.Officer],
        ["POST /mailings/{id}/lookup"] = [Role.Officer],
        ["GET /mailings/{id}/letter"] = Readers,
        ["GET /mailings/{id}/letter/html"] = Readers,
        ["GET /mailings/{id}/plan"] = Readers,
        ["POST /mailings/{id}/plan"] = [Role.Officer],
        ["GET /mailings/{id}/unreached"] = [Role.Officer],
        ["POST /mailings/{id}/unreached"] = [Role.Officer],
        ["GET /register/{id}/severity"] = [Role.Officer],
        ["POST /register/{id}/severity"] = [Role.Officer],
        ["GET /help"] = Anyone,
        ["GET /register/export"] = Readers,
        ["POST /register/sample"] = [Role.Officer],
        ["POST /register/{id}/sample/remove"] = [Role.Officer],
        ["GET /register/{id}/files"] = [Role.Officer],
        ["POST /register/{id}/files"] = [Role.Officer],
        ["POST /register/{id}/files/{file}/remove"] = [Role.Officer],
        ["GET /register/{id}/notices/{recipient}"] = Readers,
        ["POST /register/{id}/notices/{recipient}"] = [Role.Officer],
        ["POST /register/{id}/notices/{recipient}/filings"] = [Role.Officer],
        ["POST /register/{id}/notices/{recipient}/filings/{number}/reference"] = [Role.Officer],
        ["GET /account"] = Anyone,
        ["POST /account/zone"] = Anyone,
        ["POST /account/password"] = Anyone,
        ["GET /account/code"] = Anyone,
        ["POST /account/code"] = Anyone,
        ["POST /account/code/off"] = Anyone,
        ["POST /account/sessions/{id}/end"] = Anyone,
        ["GET /access"] = [],
        ["GET /access/users/new"] = [],
        ["POST /access/users/new"] = [],
        ["GET /access/users/{id}"] = [],
        ["POST /access/users/{id}"] = [],
        ["POST /access/users/{id}/link"] = [],
        ["POST /access/users/{id}/close"] = [],
        ["POST /access/users/{id}/open"] = [],
        ["GET /access/keys/new"] = [],
        ["POST /access/keys/new"] = [],
        ["POST /access/keys/{id}/revoke"] = [],
    };

    private static readonly string[] Open = ["/health/live", "/health/ready", "/openapi/v1.json", "/scalar/", "/setup/", "/sign-in/", "/sign-out/", "/invitation/", "/language/", "/notice/", "/assets/", "/calendar/", "/api/v1/bounces/ses/", "/api/v1/bounces/postmark/", "/api/v1/bounces/sendgrid/"];

    [Fact]
    public async Task Each_route_lets_in_the_roles_that_may_and_no_other()
    {
        await using var service = await ServiceUnderTest.Run();
        var routes = Routes(service).Where(route => !IsOpen(route.Endpoint)).ToList();
        Assert.Equal(Allowed.Keys.Order(), routes.Select(route => route.Name).Order());
        foreach (var (name, endpoint) in routes)
        {
            await IsAskedToComeIn(service.Anonymous, name, endpoint);
            Assert.NotInRange((int)(await Send(service.Administrator, name, endpoint)).StatusCode, 401, 403);
            foreach (var role in Enum.GetValues<Role>())
            {
                await LetsIn(role, await service.As(role), name, endpoint);
            }
        }
    }

    [Fact]
    public async Task Each_route_lets_in_whoever_signed_in_with_a_role_that_may_and_through_the_interface_only_to_read()
    {
        await using var service = await ServiceUnderTest.Run();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var visitor = await Visitor.SignedIn(service, role);
            foreach (var (name, endpoint) in Routes(service).Where(route => !IsOpen(route.Endpoint)))
            {
                if (IsPage(endpoint) || name.StartsWith("GET ", StringComparison.Ordinal))
                {
                    await LetsIn(role, visitor.Client, name, endpoint);
                }
                else
                {
                    await IsAskedToComeIn(visitor.Client, name, endpoint);
                }
            }
        }
    }

    private static async Task LetsIn(Role role, HttpClient client, string name, RouteEndpoint endpoint)
    {
        var response = await Send(client, name, endpoint);
        if (role == Role.Administrator || Allowed[name].Contains(role))
        {
            Assert.False((int)response.StatusCode is 401 or 403 or >= 500, $"{role} gets {(int)response.StatusCode} for {name}");
            return;
        }
        Assert.True((int)response.StatusCode == 403, $"{role} gets {(int)response.StatusCode} for {name}");
        Assert.Contains("role", IsPage(endpoint) ? await response.Content.ReadAsStringAsync() : (await Problem.Of(response)).Detail, StringComparison.Ordinal);
    }

    /// <summary>A program gets a problem, a person the page to sign in.</summary>
    private static async Task IsAskedToComeIn(HttpClient client, string name, RouteEndpoint endpoint)
    {
        var response = await Send(client, name, endpoint);
        if (!IsPage(endpoint))
        {
            Assert.Equal(401, (await Problem.Of(response)).Status);
            return;
        }
        Assert.True(name.StartsWith("GET ", StringComparison.Ordinal) ? response.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in" : (int)response.StatusCode == 401, name);
        Assert.Contains("action=\"/sign-in\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_stand_open_health_description_set_up_and_what_asks_for_another_proof()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.All(Routes(service).Where(route => IsOpen(route.Endpoint)), route =>
            Assert.Contains(Open, start => $"{route.Name.Split(' ')[1]}/".Replace("{documentName}", "v1", StringComparison.Ordinal).StartsWith(start, StringComparison.Ordinal)));
    }

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ForPeople>() is not null;

    private static IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes(ServiceUnderTest service) =>
        from endpoint in service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("/{**path}", "", StringComparison.Ordinal)
        select ($"{method} {path}", endpoint);

    private static async Task<HttpResponseMessage> Send(HttpClient client, string name, RouteEndpoint endpoint)
    {
        var (method, path) = (name.Split(' ')[0], Parameter().Replace(name.Split(' ')[1], "none"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
        {
            var accepted = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? JsonBody.MediaType;
            request.Content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new(accepted) } };
        }
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
