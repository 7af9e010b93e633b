using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Client;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>Subscriptions: who hears of the ends of which jobs.</summary>
internal static class SubscriptionsApi
{
    private const string Group = "Deliveries";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/subscriptions", ListAsync).Describe("listSubscriptions", "Subscriptions, newest first", Group)
            .WithQuery("job", "What came with this job's submission, instead of those that are about many.")
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<SubscriptionPage>(200, "A page of subscriptions, without secrets.").Refuses(400, 503);
        api.MapPost("/subscriptions", AddAsync).Describe("addSubscription", "Makes a subscription", Group)
            .Answers<SubscriptionView>(201, "The subscription with its secret, which is told this once.").Refuses(400, 503);
        api.MapGet("/subscriptions/{id}", GetAsync).Describe("getSubscription", "One subscription", Group)
            .Answers<SubscriptionView>(200, "The subscription, without its secret.").Refuses(404, 503);
        api.MapPut("/subscriptions/{id}", EditAsync).Describe("editSubscription", "Changes all of a subscription but its secret", Group)
            .Answers<SubscriptionView>(200, "The subscription as it is now.").Refuses(400, 404, 503);
        api.MapDelete("/subscriptions/{id}", RemoveAsync)
            .Describe("removeSubscription", "Forgets a subscription and its deliveries", Group)
            .Answers<SubscriptionView>(200, "The subscription as it was.").Refuses(404, 503);
        api.MapPost("/subscriptions/{id}/secret", ChangeSecretAsync)
            .Describe("changeSecret", "Gives a subscription a new secret; the old one signs too for a day", Group)
            .Answers<SubscriptionView>(200, "The subscription with its new secret, which is told this once.").Refuses(400, 404, 422, 503);
        api.MapPost("/subscriptions/{id}/test", TestAsync).Describe("testSubscription", "Sends a ping, once", Group)
            .Answers<DeliveryView>(202, "The ping; Location is where to see what came of it.").Refuses(404, 503);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var query = http.Request.Query;
        var after = Parameters.One(query, "after");
        JobId? job = Parameters.One(query, "job") is { } id ? Parameters.Job(id) : null;
        var page = await JobsApi.ReadPageAsync(
            after, () => subscriptions.ListAsync(Orgs.Default, job, new PageRequest(Parameters.Limit(query), after), ct));
        return TypedResults.Json(
            new SubscriptionPage { Subscriptions = [.. page.Rows.Select(one => one.ToView())], Next = page.Next },
            WireJson.Default.SubscriptionPage);
    }

    private static async Task<IResult> AddAsync(HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.SubscriptionRequest, ct);
        var made = await subscriptions.AddAsync(ToSubscription(request) with { CreatedBy = http.User.Identity?.Name }, null, ct);
        http.Response.Headers.Location = $"{http.Request.PathBase}{http.Request.Path}/{made.Id}";
        return TypedResults.Json(made.ToView(tells: true), WireJson.Default.SubscriptionView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetAsync(string id, SubscriptionClient subscriptions, CancellationToken ct) =>
        Answer(await FindAsync(id, subscriptions, ct));

    private static async Task<IResult> EditAsync(string id, HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.SubscriptionRequest, ct);
        var there = await FindAsync(id, subscriptions, ct);
        return Answer(await subscriptions.EditAsync(ToSubscription(request) with { Id = there.Id, Org = there.Org }, ct) ?? throw None(id));
    }

    private static async Task<IResult> RemoveAsync(string id, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var there = await FindAsync(id, subscriptions, ct);
        return await subscriptions.RemoveAsync(there.Id, ct) ? Answer(there) : throw None(id);
    }

    private static async Task<IResult> ChangeSecretAsync(
        string id, HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var request = http.Request.ContentLength is null or 0 ? null : await ReadAsync(http, WireJson.Default.SecretRequest, ct);
        var there = await FindAsync(id, subscriptions, ct);
        if (there.Channel == DeliveryChannel.Mail)
            throw new RefusedException(StatusCodes.Status422UnprocessableEntity, "not_signed", "Mail is not signed; it has no secret.");
        var changed = await subscriptions.ChangeSecretAsync(there.Id, request?.Secret, ct) ?? throw None(id);
        return TypedResults.Json(changed.ToView(tells: true), WireJson.Default.SubscriptionView);
    }

    private static async Task<IResult> TestAsync(string id, HttpContext http, SubscriptionClient subscriptions, CancellationToken ct)
    {
        var there = await FindAsync(id, subscriptions, ct);
        var ping = await subscriptions.PingAsync(there.Id, ct) ?? throw None(id);
        var path = http.Request.Path.Value!;
        http.Response.Headers.Location =
            $"{http.Request.PathBase}{path[..path.LastIndexOf("/subscriptions/", StringComparison.Ordinal)]}/deliveries/{ping.Id}";
        return TypedResults.Json(ping.ToView(), WireJson.Default.DeliveryView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async ValueTask<Subscription> FindAsync(string id, SubscriptionClient subscriptions, CancellationToken ct) =>
        (Guid.TryParse(id, out var known) ? await subscriptions.GetAsync(known, ct) : null) ?? throw None(id);

    private static JsonHttpResult<SubscriptionView> Answer(Subscription subscription) =>
        TypedResults.Json(subscription.ToView(), WireJson.Default.SubscriptionView);

    private static Subscription ToSubscription(SubscriptionRequest request)
    {
        if (request.Webhook is null == request.Mail is null)
        {
            throw new RefusedException(
                StatusCodes.Status400BadRequest, "one_target", "Give either a URL in 'webhook' or an address in 'mail'.");
        }

        return new Subscription
        {
            Id = default,
            Org = Orgs.Default,
            Name = request.Name,
            Channel = request.Mail is null ? DeliveryChannel.Webhook : DeliveryChannel.Mail,
            Target = request.Webhook ?? request.Mail!,
            Events = [.. (request.Events ?? []).Select(ToEvent)],
            Types = request.Types ?? [],
            Labels = request.Labels ?? new Dictionary<string, string>(),
            Secret = request.Secret,
            Enabled = request.Enabled ?? true,
        };
    }

    private static JobStatus ToEvent(string word) => word switch
    {
        "completed" => JobStatus.Completed,
        "failed" => JobStatus.Failed,
        "cancelled" => JobStatus.Cancelled,
        _ => throw RefusedException.BadParameter("events", word, "completed, failed or cancelled"),
    };

    private static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, ct) ?? throw SubmitApi.BadJson("body", null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static RefusedException None(string id) => new(
        StatusCodes.Status404NotFound, "no_such_subscription",
        $"There is no subscription '{(id.Length <= 100 ? id : id[..100])}'. GET /api/v1/subscriptions lists those there are.");
}
