using Headway.People;
using Headway.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>What is measured, for Prometheus.</summary>
internal static class MetricsApi
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void Map(RouteGroupBuilder root) => root.MapGet("/metrics", Write).ExcludeFromDescription()
        .WithMetadata(new NeedsAttribute(Permission.ReadSystem));

    private static ContentHttpResult Write(PrometheusText metrics) => TypedResults.Text(metrics.Write(), ContentType);
}
