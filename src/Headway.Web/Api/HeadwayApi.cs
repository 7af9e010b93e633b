using Headway.Client;
using Headway.Schemas;
using Headway.Web.Access;
using Headway.Web.Api.Admin;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace Headway.Web.Api;

/// <summary>Headway over HTTP, in any ASP.NET Core host.</summary>
public static class HeadwayApi
{
    private const string Document = "v1";

    /// <summary>
    /// Adds what <see cref="MapHeadwayApi"/> needs. An <see cref="UploadSink"/> is optional: without one, files are refused.
    /// </summary>
    public static IServiceCollection AddHeadwayApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HeadwayOptions>();
        services.TryAddSingleton<JobSchemas>();
        services.TryAddSingleton<JobLogs>();
        services.TryAddSingleton<PrometheusText>();
        services.AddSingleton<Problems>();
        services.AddSingleton<EventStreams>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.NamedForAnyHost()));
        return services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddOperationTransformer(RouteDocs.CompleteAsync);
            options.AddDocumentTransformer(static (document, _, _) =>
            {
                document.Info.Title = "Headway";
                document.Info.Version = typeof(HeadwayApi).Assembly.GetName().Version?.ToString(3) ?? "0";
                document.Info.Description =
                    "Background jobs: submit them, watch every item move, and control them. "
                    + "Refusals are problems of RFC 9457 with a stable code.";
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps the API, <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> and <c>/openapi/v1.json</c>.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="prefix">Path before the API's routes.</param>
    public static IEndpointRouteBuilder MapHeadwayApi(this IEndpointRouteBuilder routes, string prefix = "/api/v1")
    {
        var api = Guarded(routes.MapGroup(prefix));
        JobsApi.Map(api);
        FamilyApi.Map(api);
        SubmitApi.Map(api);
        ItemsApi.Map(api);
        LivesApi.Map(api);
        ExportApi.Map(api);
        LogApi.Map(api);
        ArchiveApi.Map(api);
        RetentionApi.Map(api);
        BulkApi.Map(api);
        BackupApi.Map(api);
        StatsApi.Map(api);
        TypesApi.Map(api);
        FlowApi.Map(api);
        BreakersApi.Map(api);
        ErrorsApi.Map(api);
        EventsApi.Map(api);
        SchedulesApi.Map(api);
        SubscriptionsApi.Map(api);
        DeliveriesApi.Map(api);
        if (routes.ServiceProvider.GetService<Door>() is { KnowsPeople: true })
            PeopleApi.Map(api);
        api.MapFallback("{**rest}", NoRoute).ExcludeFromDescription().WithMetadata(new ForAnyoneAttribute());
        var admin = Guarded(routes.MapGroup("/api/admin"), plainly: true);
        AdminApi.Map(admin);
        admin.MapFallback("{**rest}", NoRoute).ExcludeFromDescription().WithMetadata(new ForAnyoneAttribute());
        var root = Guarded(routes.MapGroup(""));
        StatsApi.MapHealth(root);
        routes.ServiceProvider.GetRequiredService<PrometheusText>(); // begins to count now, not when it is first asked
        MetricsApi.Map(root);
        routes.MapOpenApi().WithMetadata(new ForAnyoneAttribute());
        return routes;
    }

    private static RouteGroupBuilder Guarded(RouteGroupBuilder group, bool plainly = false)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } inner)
                return;
            var problems = endpoint.ApplicationServices.GetRequiredService<Problems>();
            var needs = RoutePermissions.Of(endpoint.Metadata, out var forAnyone);
            var door = forAnyone ? null : endpoint.ApplicationServices.GetService<Door>();
            RequestDelegate guarded = door is null ? inner : http => door.LetInAsync(http, needs, inner);
            endpoint.RequestDelegate = http => problems.AnswerAsync(http, guarded, plainly);
        });
        return group;
    }

    /// <summary>Answers what no route took: the path is wrong, or only the method, or what the body is said to be.</summary>
    private static Task NoRoute(HttpContext http)
    {
        var allowed = Methods(http);
        if (allowed.Count == 0)
        {
            throw new RefusedException(
                StatusCodes.Status404NotFound, "no_such_route",
                $"There is no {http.Request.Method} {http.Request.Path}; /openapi/v1.json lists what there is.");
        }

        if (allowed.Contains(http.Request.Method))
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType, "bad_content_type",
                $"{http.Request.Method} {http.Request.Path} takes another kind of body: send JSON with 'Content-Type: application/json'.");
        }

        http.Items[Problems.Allowed] = string.Join(", ", allowed);
        throw new RefusedException(
            StatusCodes.Status405MethodNotAllowed, "wrong_method",
            $"{http.Request.Path} takes {string.Join(" or ", allowed)}, not {http.Request.Method}.");
    }

    /// <summary>The methods of the routes this path has; none where it has none.</summary>
    private static List<string> Methods(HttpContext http)
    {
        var routes = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return
        [
            .. routes.Where(route => new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(http.Request.Path, []))
                .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }
}
