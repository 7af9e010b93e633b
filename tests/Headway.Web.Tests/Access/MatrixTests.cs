using System.Net;
using System.Reflection;
using System.Text;
using Headway.People;
using Headway.Web.Access;
using Headway.Web.Dashboard;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>S01: who gets in where. Every endpoint, every role.</summary>
public sealed class MatrixTests : IAsyncLifetime
{
    /// <summary>For whoever comes, each with its reason.</summary>
    private static readonly string[] ForAnyone =
    [
        "/health/live", "/health/ready", // what watches the process
        "/openapi/{documentName}.json", // what there is, not what is in it
        "/sign-in", "/sign-in", "/sign-out", "/not-found",
        "/api/v1/{**rest}", "/api/admin/{**rest}", // that there is no such route
    ];

    private AccessServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AccessServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void every_endpoint_says_what_it_needs()
    {
        var endpoints = Endpoints();
        var unsaid = endpoints.Where(one => RoutePermissions.Of(one, out var forAnyone) is null && !forAnyone).Select(Shown);
        var open = endpoints.Where(one =>
        {
            _ = RoutePermissions.Of(one, out var forAnyone);
            return forAnyone && one.Metadata.GetMetadata<StaticAssetDescriptor>() is null;
        }).Select(one => one.RoutePattern.RawText!);

        Assert.True(endpoints.Count > 80);
        Assert.Empty(unsaid);
        Assert.Equal(ForAnyone.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void every_page_says_what_it_needs()
    {
        var pages = typeof(HeadwayDashboard).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<RouteAttribute>() is not null).ToList();
        Assert.True(pages.Count > 5);
        Assert.Empty(pages
            .Where(type => type.GetCustomAttribute<NeedsAttribute>() is null == type.GetCustomAttribute<ForAnyoneAttribute>() is null)
            .Select(type => type.Name));
    }

    [Fact]
    public async Task nobody_known_gets_in_anywhere()
    {
        using var client = _server.Client();
        using var mistyped = _server.Client("hw_00000000_00000000000000000000000000000000_000000");
        using var unknown = _server.Client(Tokens.NewKey());
        foreach (var (method, path) in Guarded().Select(one => Ask(one.Endpoint)))
        {
            var refused = path.StartsWith("/api/", StringComparison.Ordinal) || path == "/metrics" || method != "GET"
                ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect; // a page leads to where one signs in
            foreach (var who in (HttpClient[])[client, mistyped, unknown])
                Assert.Equal((refused, $"{method} {path}"), (await StatusAsync(who, method, path), $"{method} {path}"));
        }
    }

    [Fact]
    public async Task every_role_gets_in_where_the_table_lets_it_and_nowhere_else()
    {
        var wrong = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = _server.Client(await _server.KeyAsync(role));
            foreach (var (endpoint, permission) in Guarded())
            {
                var (method, path) = Ask(endpoint);
                var reach = RoleTable.Of(role, permission);
                var status = await StatusAsync(client, method, path);
                var isRefused = status == HttpStatusCode.Forbidden;
                // Keys may not make credentials whatever their role: that is refused further in.
                var isMade = path.Contains("/people", StringComparison.Ordinal) && method != "GET";
                if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Redirect || (reach == Reach.None && !isRefused)
                    || (reach == Reach.All && isRefused && !isMade && !path.EndsWith("/keys", StringComparison.Ordinal))
                    || (reach == Reach.Own && status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)))
                    wrong.Add($"{role} {method} {path}: {(int)status}, though {permission} is {reach}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task key_of_a_few_permissions_has_no_others()
    {
        using var client = _server.Client(await _server.KeyAsync(Role.Operator, Permission.ReadSystem));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "GET", "/api/v1/workers"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "GET", "/api/v1/jobs"));
        using var more = _server.Client(await _server.KeyAsync(Role.Viewer, Permission.SteerFlow));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(more, "POST", "/api/v1/queues/default/pause"));
    }

    private static string Shown(RouteEndpoint endpoint) =>
        $"{endpoint.RoutePattern.RawText} ({endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName}): "
        + "name it in RoutePermissions, with what it needs";

    private List<RouteEndpoint> Endpoints() =>
        [.. _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private List<(RouteEndpoint Endpoint, Permission Permission)> Guarded() =>
    [
        .. Endpoints().Select(one => (Endpoint: one, Needs: RoutePermissions.Of(one, out var forAnyone), ForAnyone: forAnyone))
            .Where(one => one.Needs is not null && !one.ForAnyone).Select(one => (one.Endpoint, one.Needs!.Value)),
    ];

    /// <summary>A request for a route, about things that are not there.</summary>
    private static (string Method, string Path) Ask(RouteEndpoint endpoint)
    {
        var path = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
            {
                path.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternParameterPart { Name: "id" } => "019b76da-a801-7000-8000-000000000001",
                    _ => "1",
                });
            }
        }

        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "GET", path.ToString());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not "GET" and not "DELETE")
            request.Content = new StringContent("", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return response.StatusCode;
    }
}
