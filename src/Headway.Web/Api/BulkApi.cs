using System.Text.Json;
using Headway.Bulk;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>One thing asked of many jobs: counted first, then done by a job of its own.</summary>
internal static class BulkApi
{
    private const int MaxIds = 100_000;

    /// <summary>Maps the route below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/jobs/bulk", PostAsync)
            .Describe("bulkJobs", "Cancels, pauses, resumes, reprioritises, retries, archives or deletes many jobs", "Jobs")
            .Accepts<BulkRequest>("application/json")
            .Answers<BulkCountView>(200, "With dry_run: how many jobs it is about.")
            .Answers<JobView>(202, "The job that does it, durably accepted; Location is where it is.").Refuses(400, 403, 415, 503);

    private static async Task<IResult> PostAsync(
        HttpContext http, BulkClient bulk, JobQueries queries, TimeProvider clock, CancellationToken ct)
    {
        var request = await ReadAsync(http, ct);
        var verb = request.Verb ?? throw Bad(
            "Say what to do in 'verb': cancel, pause, resume, reprioritise, retry, restart, archive or delete.");
        if ((request.Ids is null) == (request.Filter is null))
            throw Bad("Give either 'ids' or 'filter'; an empty filter means every job.");
        if ((verb == BulkVerb.Reprioritise) != request.Priority.HasValue)
            throw Bad("Give 'priority' with the verb 'reprioritise', and with no other.");
        var ids = request.Ids?.Select(Parameters.Job).Distinct().ToList();
        if (ids is { Count: 0 or > MaxIds })
            throw Bad($"Name 1 to {MaxIds:N0} jobs, or give a filter.");
        var filter = request.Filter is { } given ? JobsApi.Open(http, FilterOf(given, clock)) : new JobFilter();
        if (request.DryRun)
        {
            var (count, more) = ids is null ? await bulk.CountAsync(filter, ct) : (ids.Count, false);
            return TypedResults.Json(new BulkCountView { Count = count, More = more }, WireJson.Default.BulkCountView);
        }

        var wish = new BulkConfig { Verb = verb, Priority = request.Priority, Actor = http.User.Identity?.Name };
        var id = ids is null ? await bulk.SubmitAsync(wish, filter, ct) : await bulk.SubmitAsync(wish, ids, ct);
        var job = await queries.GetJobAsync(id, ct) ?? throw RefusedException.NoJob(id.ToString());
        http.Response.Headers.Location = $"{http.Request.PathBase}{http.Request.Path.Value![..^"/bulk".Length]}/{id}";
        return TypedResults.Json(job.ToView(whole: true), WireJson.Default.JobView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async ValueTask<BulkRequest> ReadAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.BulkRequest, ct)
                ?? throw SubmitApi.BadJson("body", null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static JobFilter FilterOf(BulkFilterView view, TimeProvider clock)
    {
        var known = Enum.GetValues<JobStatus>().ToDictionary(Parameters.Word);
        var search = JobsApi.SearchOf(view.Q, clock);
        return search with
        {
            Types = view.Type ?? search.Types,
            Statuses = view.Status is null ? search.Statuses : [.. view.Status.Select(word => known.TryGetValue(word, out var status)
                ? status
                : throw RefusedException.BadParameter("status", word, $"one of {string.Join(", ", known.Keys)}"))],
            Search = view.Search,
            From = view.From ?? search.From,
            To = view.To ?? search.To,
            Error = view.Error ?? search.Error,
        };
    }

    private static RefusedException Bad(string detail) => new(StatusCodes.Status400BadRequest, "bad_bulk", detail);
}
