using System.Globalization;
using Headway.Client;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Deliveries: what was told to whom, and what came of it.</summary>
internal static class DeliveriesApi
{
    private const string Group = "Deliveries";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/deliveries", ListAsync).Describe("listDeliveries", "Deliveries, newest first", Group)
            .WithQuery("job", "About this job.").WithQuery("subscription", "For this subscription.")
            .WithQuery("status", "waiting, sent or dead.")
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<DeliveryPage>(200, "A page of deliveries.").Refuses(400, 404, 503);
        api.MapGet("/deliveries/{id}", GetAsync).Describe("getDelivery", "One delivery", Group)
            .Answers<DeliveryView>(200, "The delivery.").Refuses(404, 503);
        api.MapPost("/deliveries/{id}/redeliver", RedeliverAsync)
            .Describe("redeliver", "Sends a delivery again, under the name it has", Group)
            .Answers<DeliveryView>(202, "The delivery; it is sent within a second.").Refuses(404, 409, 503);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var query = http.Request.Query;
        var after = Parameters.One(query, "after");
        var filter = new DeliveryFilter(
            Orgs.Default,
            Parameters.One(query, "job") is { } job ? Parameters.Job(job) : null,
            Parameters.One(query, "subscription") is not { } subscription ? null
                : Guid.TryParse(subscription, out var id) ? id
                : throw RefusedException.BadParameter("subscription", subscription, "the id of a subscription"),
            Parameters.Words<DeliveryState>(query, "status") is [.., var state] ? state : null);
        var page = await JobsApi.ReadPageAsync(
            after, () => subscriptions.ListDeliveriesAsync(filter, new PageRequest(Parameters.Limit(query), after), ct));
        var counts = await subscriptions.CountAsync(ct);
        return TypedResults.Json(
            new DeliveryPage
            {
                Deliveries = [.. page.Rows.Select(delivery => delivery.ToView())],
                Next = page.Next,
                Waiting = counts.Waiting,
                Dead = counts.Dead,
            },
            WireJson.Default.DeliveryPage);
    }

    private static async Task<IResult> GetAsync(string id, SubscriptionClient subscriptions, CancellationToken ct) =>
        TypedResults.Json((await FindAsync(id, subscriptions, ct)).ToView(), WireJson.Default.DeliveryView);

    private static async Task<IResult> RedeliverAsync(string id, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var there = await FindAsync(id, subscriptions, ct);
        if (await subscriptions.RedeliverAsync(there.Id, ct) == ControlResult.Refused)
        {
            throw new RefusedException(
                StatusCodes.Status409Conflict, "not_now",
                "It is being sent at this moment, or its subscription is disabled; look at it again, or enable the subscription.");
        }

        return TypedResults.Json(
            (await FindAsync(id, subscriptions, ct)).ToView(), WireJson.Default.DeliveryView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async ValueTask<Delivery> FindAsync(string id, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var isNumber = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var no);
        return (isNumber ? await subscriptions.GetDeliveryAsync(no, ct) : null) ?? throw new RefusedException(
            StatusCodes.Status404NotFound, "no_such_delivery",
            $"There is no delivery '{(id.Length <= 100 ? id : id[..100])}'; old ones are forgotten. "
            + "GET /api/v1/deliveries lists those there are.");
    }
}
