using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>When jobs run and how many at once: priority, pauses of queues and job types, limits.</summary>
internal static class FlowApi
{
    private const int Counted = 1000;
    private const string Tag = "Flow";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPatch("/jobs/{id}", PatchAsync).Describe("patchJob", "Changes the priority of a job that goes on", "Jobs")
            .Accepts<JobPatch>("application/json")
            .Answers<JobView>(200, "The job as it is now.").Refuses(400, 404, 409, 503);
        MapHolds(api, HoldKind.Queue, "/queues", "queue");
        MapHolds(api, HoldKind.Type, "/types", "type");
        api.MapGet("/limits", LimitsAsync).Describe("listLimits", "Limits and how far they are used", Tag)
            .Answers<LimitList>(200, "The limits, and what they count now.").Refuses(503);
        api.MapPut("/limits", SetAsync).Describe("setLimit", "Sets a limit; it holds at once, for what is queued too", Tag)
            .Accepts<LimitRequest>("application/json")
            .Answers<LimitList>(200, "The limits as they are now.").Refuses(400, 503);
        api.MapDelete("/limits", RemoveAsync).Describe("removeLimit", "Removes a limit", Tag)
            .WithQuery("scope", "global, org, user, type, queue or key.")
            .WithQuery("name", "Which one; without it *, the limit of each.")
            .WithQuery("unit", "slots (default), jobs or starts.")
            .Answers<LimitList>(200, "The limits as they are now.").Refuses(400, 404, 503);
        api.MapPut("/limits/presets/{name}", PresetAsync).Describe("setLimitPreset", "Sets the limits of a preset: 003", Tag)
            .Answers<LimitList>(200, "The limits as they are now.").Refuses(400, 503);
    }

    private static void MapHolds(RouteGroupBuilder api, HoldKind kind, string path, string word)
    {
        if (kind == HoldKind.Queue)
        {
            api.MapGet(path, (FlowClient flow, CancellationToken ct) => LinesAsync(kind, flow, ct))
                .Describe("listQueues", "Queues with jobs that wait, or with holds", Tag)
                .Answers<LineList>(200, "The queues, by name.").Refuses(503);
        }
        else
        {
            api.MapGet("/types/waiting", (FlowClient flow, CancellationToken ct) => LinesAsync(kind, flow, ct))
                .Describe("listWaitingTypes", "Job types with jobs that wait, or with holds", Tag)
                .Answers<LineList>(200, "The types, by name.").Refuses(503);
        }

        api.MapPost($"{path}/{{name}}/pause",
            (string name, HttpContext http, FlowClient flow, JobTypeRegistry types, CancellationToken ct) =>
                PauseAsync(kind, name, http, flow, types, ct))
            .Describe(kind == HoldKind.Queue ? "pauseQueue" : "pauseType",
                $"Takes nothing new of a {word}; what runs, ends. The body may have reason, until, org", Tag)
            .Answers<LineView>(200, "As it is now.").Refuses(400, 404, 503);
        api.MapPost($"{path}/{{name}}/resume",
            (string name, HttpContext http, FlowClient flow, CancellationToken ct) => ResumeAsync(kind, name, http, flow, ct))
            .Describe(kind == HoldKind.Queue ? "resumeQueue" : "resumeType", $"Lets a paused {word} go on", Tag)
            .WithQuery("org", "The organisation it was paused for; without it the pause for all.")
            .Answers<LineView>(200, "As it is now.").Refuses(503);
    }

    private static async Task<IResult> PatchAsync(string id, HttpContext http, FlowClient flow, JobQueries queries, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        var patch = await ReadAsync(http, WireJson.Default.JobPatch, ct);
        if (patch?.Priority is not { } priority)
        {
            throw new RefusedException(
                StatusCodes.Status400BadRequest, "nothing_to_change", "Give what is to change: 'priority', a number.");
        }


        var result = await flow.ReprioritiseAsync(job, priority, http.User.Identity?.Name, ct);
        return await JobsApi.AnswerAsync(result, "change its priority", id, job, queries, ct);
    }

    private static async Task<IResult> LinesAsync(HoldKind kind, FlowClient flow, CancellationToken ct)
    {
        var view = new LineList { Lines = await ReadLinesAsync(kind, flow, ct) };
        return TypedResults.Json(view, WireJson.Default.LineList);
    }

    private static async Task<IResult> PauseAsync(
        HoldKind kind, string name, HttpContext http, FlowClient flow, JobTypeRegistry types, CancellationToken ct)
    {
        if (kind == HoldKind.Type && !types.TryGet(name, out _) && (await ReadLinesAsync(kind, flow, ct)).All(line => line.Name != name))
            throw NoType(name);
        var request = http.Request.ContentLength is 0 or null && !http.Request.HasJsonContentType()
            ? new HoldRequest() : await ReadAsync(http, WireJson.Default.HoldRequest, ct) ?? new HoldRequest();
        await flow.HoldAsync(new Hold
        {
            Kind = kind,
            Name = name,
            Org = request.Org,
            Reason = request.Reason,
            Until = request.Until,
            Actor = http.User.Identity?.Name,
        }, ct);
        return await LineAsync(kind, name, flow, ct);
    }

    private static async Task<IResult> ResumeAsync(HoldKind kind, string name, HttpContext http, FlowClient flow, CancellationToken ct)
    {
        await flow.LiftAsync(kind, name, Parameters.One(http.Request.Query, "org"), ct); // not paused is what was asked for
        return await LineAsync(kind, name, flow, ct);
    }

    private static async Task<IResult> LineAsync(HoldKind kind, string name, FlowClient flow, CancellationToken ct)
    {
        var line = (await ReadLinesAsync(kind, flow, ct)).FirstOrDefault(line => line.Name == name)
            ?? new LineView { Name = name, Holds = [] };
        return TypedResults.Json(line, WireJson.Default.LineView);
    }

    private static async ValueTask<IReadOnlyList<LineView>> ReadLinesAsync(HoldKind kind, FlowClient flow, CancellationToken ct)
    {
        var waiting = (await flow.CountWaitingAsync(ct)).ToLookup(jobs => kind == HoldKind.Queue ? jobs.Queue : jobs.Type);
        var holds = (await flow.ListHoldsAsync(ct)).Where(hold => hold.Kind == kind).ToLookup(hold => hold.Name);
        return
        [
            .. waiting.Select(group => group.Key).Union(holds.Select(group => group.Key)).Order(StringComparer.Ordinal).Select(name =>
                new LineView
                {
                    Name = name,
                    Waiting = waiting[name].Sum(jobs => Math.Min(jobs.Count, Counted)),
                    WaitingMore = waiting[name].Any(jobs => jobs.Count > Counted),
                    Paused = holds[name].Any(hold => hold.Org is null),
                    Holds = [.. holds[name].Select(ToView)],
                }),
        ];
    }

    private static async Task<IResult> LimitsAsync(FlowClient flow, CancellationToken ct)
    {
        var limits = await flow.ListLimitsAsync(ct);
        var uses = await flow.ListLimitUsesAsync(ct);
        return TypedResults.Json(
            new LimitList { Limits = [.. limits.Select(ToView)], Uses = [.. uses.Select(ToView)] }, WireJson.Default.LimitList);
    }

    private static async Task<IResult> SetAsync(HttpContext http, FlowClient flow, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.LimitRequest, ct) ?? throw SubmitApi.BadJson("body", null);
        await flow.SetLimitAsync(new Limit
        {
            Scope = request.Scope,
            Name = request.Name ?? Limit.Each,
            Unit = request.Unit ?? (request.PerSeconds is null ? LimitUnit.Slots : LimitUnit.Starts),
            Most = request.Most,
            Span = request.PerSeconds is { } seconds ? SpanOf(seconds) : null,
            Actor = http.User.Identity?.Name,
        }, ct);
        return await LimitsAsync(flow, ct);
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, FlowClient flow, CancellationToken ct)
    {
        var query = http.Request.Query;
        if (Parameters.Words<LimitScope>(query, "scope") is not [var scope])
            throw RefusedException.BadParameter("scope", Parameters.One(query, "scope") ?? "", "global, org, user, type, queue or key");
        var unit = Parameters.Words<LimitUnit>(query, "unit") is [var given] ? given : LimitUnit.Slots;
        var name = Parameters.One(query, "name") ?? Limit.Each;
        return await flow.RemoveLimitAsync(scope, name, unit, ct)
            ? await LimitsAsync(flow, ct)
            : throw new RefusedException(
                StatusCodes.Status404NotFound, "no_such_limit",
                $"There is no limit of {Parameters.Word(unit)} for {Parameters.Word(scope)} '{name}'; GET /api/v1/limits lists them.");
    }

    private static async Task<IResult> PresetAsync(string name, HttpContext http, FlowClient flow, CancellationToken ct)
    {
        await flow.SetPresetAsync(name, http.User.Identity?.Name, ct);
        return await LimitsAsync(flow, ct);
    }

    private static async ValueTask<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, ct);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static TimeSpan SpanOf(double seconds) => seconds is >= 1 and <= 86_400
        ? TimeSpan.FromSeconds(seconds)
        : throw new RefusedException(StatusCodes.Status400BadRequest, "bad_limit", "Starts are counted in 1 to 86,400 seconds.");

    private static RefusedException NoType(string name) => new(
        StatusCodes.Status404NotFound, "no_such_type",
        $"There is no job type '{name}', and no job of it waits; GET /api/v1/types lists those there are.");

    private static HoldView ToView(Hold hold) => new()
    {
        Kind = hold.Kind,
        Name = hold.Name,
        Org = hold.Org,
        Reason = hold.Reason,
        By = hold.Actor,
        At = hold.At,
        Until = hold.Until,
    };

    private static LimitView ToView(Limit limit) => new()
    {
        Scope = limit.Scope,
        Name = limit.Name,
        Unit = limit.Unit,
        Most = limit.Most,
        PerSeconds = limit.Span?.TotalSeconds,
        By = limit.Actor,
        At = limit.At,
    };

    private static LimitUseView ToView(LimitUse use) => new()
    {
        Scope = use.Scope,
        Name = use.Name,
        Unit = use.Unit,
        Most = use.Most,
        Used = use.Used,
        Waiting = Math.Min(use.Waiting, Counted),
        WaitingMore = use.Waiting > Counted,
    };
}
