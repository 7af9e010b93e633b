using System.Text.Json;
using Headway.Client;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Destinations that jobs call: how calls go, and stopping them by hand.</summary>
internal static class BreakersApi
{
    private const string Tag = "Flow";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/breakers", ListAsync).Describe("listBreakers", "Destinations that jobs call, and whether they are called", Tag)
            .WithQuery("org", "Only those of this organisation.")
            .Answers<BreakerList>(200, "Those that are not called first.").Refuses(503);
        api.MapPost("/breakers/open", OpenAsync)
            .Describe("openBreaker", "Stops calls to a destination until a person lets them go on; no attempt is charged meanwhile", Tag)
            .Accepts<BreakerRequest>("application/json")
            .Answers<BreakerView>(200, "As it is now.").Refuses(400, 503);
        api.MapPost("/breakers/close", CloseAsync)
            .Describe("closeBreaker", "Lets calls to a destination go on, however it was stopped", Tag)
            .Accepts<BreakerRequest>("application/json")
            .Answers<BreakerView>(200, "As it is now.").Refuses(400, 404, 503);
    }

    private static async Task<IResult> ListAsync(HttpContext http, BreakerClient breakers, CancellationToken ct)
    {
        var org = Parameters.One(http.Request.Query, "org");
        var list = await breakers.ListAsync(ct);
        return TypedResults.Json(
            new BreakerList { Breakers = [.. list.Where(one => org is null || one.Org == org).Select(ToView)] },
            WireJson.Default.BreakerList);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, BreakerClient breakers, CancellationToken ct)
    {
        var request = await ReadAsync(http, ct);
        await breakers.OpenAsync(request.Destination, request.Org, http.User.Identity?.Name, request.Reason, ct);
        return await OneAsync(request, breakers, ct);
    }

    private static async Task<IResult> CloseAsync(HttpContext http, BreakerClient breakers, CancellationToken ct)
    {
        var request = await ReadAsync(http, ct);
        return await breakers.CloseAsync(request.Destination, request.Org, http.User.Identity?.Name, request.Reason, ct)
            ? await OneAsync(request, breakers, ct)
            : throw new RefusedException(
                StatusCodes.Status404NotFound, "not_open",
                $"Calls to '{request.Destination}' are not stopped; GET /api/v1/breakers lists those that are.");
    }

    private static async Task<IResult> OneAsync(BreakerRequest request, BreakerClient breakers, CancellationToken ct)
    {
        var org = request.Org ?? Orgs.Default;
        var now = (await breakers.ListAsync(ct)).FirstOrDefault(one => one.Org == org && one.Destination == request.Destination)
            ?? new Breaker { Org = org, Destination = request.Destination };
        return TypedResults.Json(ToView(now), WireJson.Default.BreakerView);
    }

    private static async ValueTask<BreakerRequest> ReadAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.BreakerRequest, ct)
                ?? throw SubmitApi.BadJson("body", null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static BreakerView ToView(Breaker breaker) => new()
    {
        Org = breaker.Org,
        Destination = breaker.Destination,
        State = breaker.State,
        OpenedAt = breaker.OpenedAt,
        ProbeAt = breaker.ProbeAt,
        ChangedAt = breaker.ChangedAt,
        By = breaker.Actor,
        Reason = breaker.Reason,
        Calls = breaker.Calls,
        Faults = breaker.Faults,
        Refused = breaker.Refused,
        Types = breaker.Types,
    };
}
