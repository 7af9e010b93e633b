using System.Text.Json;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Headway.Web.Api;

/// <summary>New lives of jobs and items: in place, or as a job made from another.</summary>
internal static class LivesApi
{
    private const long MaxBytes = 1 << 20;

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/jobs/{id}/restart", RestartAsync)
            .Describe("restartJob", "Starts an ended job afresh, whole, in a new generation", "Jobs")
            .Answers<JobView>(200, "The job as it is now.").Refuses(404, 409, 503);
        api.MapPost("/jobs/{id}/retry-failed", RetryFailedAsync)
            .Describe("retryFailed", "Gives every failed and quarantined item of a job another life, in place", "Jobs")
            .WithQuery("dry_run", "true: only count them.")
            .Answers<CountView>(200, "How many items.").Refuses(400, 404, 409, 503);
        api.MapPost("/jobs/{id}/rerun-errors", RerunErrorsAsync)
            .Describe("rerunErrors", "Submits a new job over the items of this one that failed", "Jobs")
            .WithQuery("dry_run", "true: only count them; the answer is 200.")
            .Answers<JobView>(201, "The new job, linked by its origin.").Answers<CountView>(200, "How many items it would have.")
            .Refuses(400, 404, 409, 503);
        api.MapPost("/jobs/{id}/run-again", RunAgainAsync)
            .Describe("runAgain", "Submits a job once more; the body may have config (a merge patch), name and dry_run", "Jobs")
            .Answers<JobView>(201, "The new job, linked by its origin.").Refuses(400, 404, 503);
        api.MapPost("/jobs/{id}/rollback", RollBackAsync)
            .Describe("rollBackJob", "Submits a job that puts back what this one changed; once", "Jobs")
            .WithQuery("dry_run", "true: the new job only counts what would be put back.")
            .Answers<JobView>(201, "The new job, linked by its origin; its items that fail with the code conflict were changed since.")
            .Refuses(400, 404, 409, 503);
        api.MapPost("/jobs/{id}/items/{no}/force", ForceAsync)
            .Describe("forceItem", "Has a rollback restore a thing that was changed since", "Items")
            .Answers<JobView>(200, "The rollback as it is now.").Refuses(404, 409, 503);
        api.MapPost("/jobs/{id}/items/{no}/skip", SkipAsync)
            .Describe("skipItem", "Ends an item that failed or waits as skipped; the body has the reason", "Items")
            .Answers<JobView>(200, "The job as it is now.").Refuses(400, 404, 409, 503);
    }

    private static async Task<IResult> RestartAsync(
        string id, HttpContext http, JobLives lives, JobQueries queries, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        var result = await lives.RestartAsync(job, http.User.Identity?.Name, ct);
        return result == ControlResult.Refused
            ? throw await RefusedAsync(id, job, "restarted once it has ended; cancel it first", queries, ct)
            : await JobsApi.AnswerAsync(result, "restart", id, job, queries, ct);
    }

    private static async Task<IResult> RetryFailedAsync(
        string id, HttpContext http, JobLives lives, JobQueries queries, CancellationToken ct)
    {
        var key = Parameters.Job(id);
        var job = await queries.GetJobAsync(key, ct) ?? throw RefusedException.NoJob(id);
        if (Parameters.Flag(http.Request.Query, "dry_run"))
            return Counted(job.Counts.Failed);
        var (result, count) = await lives.RetryFailedAsync(key, http.User.Identity?.Name, ct);
        return result == ControlResult.Done
            ? Counted(count)
            : throw await RefusedAsync(id, key, "retried once it has let go of what runs, and not while its finish part is under way",
                queries, ct);
    }

    private static async Task<IResult> RerunErrorsAsync(
        string id, HttpContext http, JobLives lives, JobQueries queries, CancellationToken ct)
    {
        var key = Parameters.Job(id);
        var job = await queries.GetJobAsync(key, ct) ?? throw RefusedException.NoJob(id);
        if (Parameters.Flag(http.Request.Query, "dry_run"))
            return Counted(job.Counts.Failed);
        var made = await lives.RerunErrorsAsync(key, http.User.Identity?.Name, ct) ?? throw new RefusedException(
            StatusCodes.Status409Conflict, "refused", "No item of this job has failed, so there is nothing to run again.");
        return await CreatedAsync(http, made, queries, ct);
    }

    private static async Task<IResult> RunAgainAsync(
        string id, HttpContext http, JobLives lives, JobQueries queries, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.RunAgainRequest, ct) ?? new RunAgainRequest();
        var edits = new JobEdits { Config = request.Config?.GetRawText(), Name = request.Name, DryRun = request.DryRun ?? false };
        var made = await lives.RunAgainAsync(Parameters.Job(id), edits, http.User.Identity?.Name, ct) ?? throw RefusedException.NoJob(id);
        return await CreatedAsync(http, made, queries, ct);
    }

    private static async Task<IResult> SkipAsync(
        string id, string no, HttpContext http, JobLives lives, JobQueries queries, CancellationToken ct)
    {
        var (job, number) = (Parameters.Job(id), Parameters.Item(id, no));
        var reason = (await ReadAsync(http, WireJson.Default.SkipRequest, ct))?.Reason ?? "";
        var result = await lives.SkipItemAsync(job, number, reason, http.User.Identity?.Name, ct);
        if (result == ControlResult.NotFound)
            throw RefusedException.NoItem(id, no);
        if (result == ControlResult.Refused)
        {
            var state = (await queries.GetItemAsync(job, number, ct))?.State;
            var why = state is { } word ? $"This item is {Parameters.Word(word)}" : "This item cannot be skipped now";
            throw new RefusedException(
                StatusCodes.Status409Conflict, "refused",
                $"{why}; only items that failed or wait can be skipped, and not while the job's finish part is under way.");
        }

        return await JobsApi.AnswerAsync(result, "skip", id, job, queries, ct);
    }

    private static async Task<IResult> RollBackAsync(
        string id, HttpContext http, JobRollback rollbacks, JobQueries queries, CancellationToken ct)
    {
        var dryRun = Parameters.Flag(http.Request.Query, "dry_run");
        try
        {
            var made = await rollbacks.RollBackAsync(Parameters.Job(id), dryRun, http.User.Identity?.Name, ct)
                ?? throw RefusedException.NoJob(id);
            return await CreatedAsync(http, made, queries, ct);
        }
        catch (SubmissionException e) when (e.Code == "refused")
        {
            throw new RefusedException(StatusCodes.Status409Conflict, e.Code, e.Message);
        }
    }

    private static async Task<IResult> ForceAsync(
        string id, string no, HttpContext http, JobRollback rollbacks, JobQueries queries, CancellationToken ct)
    {
        var (job, number) = (Parameters.Job(id), Parameters.Item(id, no));
        var result = await rollbacks.ForceAsync(job, number, http.User.Identity?.Name, ct);
        return result switch
        {
            ControlResult.NotFound => throw RefusedException.NoItem(id, no),
            ControlResult.Refused => throw new RefusedException(
                StatusCodes.Status409Conflict, "refused", "Only an item of a rollback that failed can be forced."),
            _ => await JobsApi.AnswerAsync(result, "force", id, job, queries, ct),
        };
    }

    /// <summary>Why a job cannot be asked for this now.</summary>
    internal static async ValueTask<RefusedException> RefusedAsync(
        string id, JobId key, string when, JobQueries queries, CancellationToken ct)
    {
        var job = await queries.GetJobAsync(key, ct);
        if (job is null)
            return RefusedException.NoJob(id);
        var sentence = job.RolledBackBy is { } by
            ? $"This job was rolled back by {by}; run it again as a new job instead."
            : $"This job is {Parameters.Word(job.Status)}; a job can be {when}.";
        return new RefusedException(StatusCodes.Status409Conflict, "refused", sentence);
    }

    /// <summary>Answers with a job made from another.</summary>
    internal static async ValueTask<IResult> CreatedAsync(HttpContext http, JobId made, JobQueries queries, CancellationToken ct)
    {
        var job = await queries.GetJobAsync(made, ct) ?? throw RefusedException.NoJob(made.ToString());
        var path = http.Request.Path.Value!;
        var jobs = path[..(path.LastIndexOf("/jobs/", StringComparison.Ordinal) + 6)];
        http.Response.Headers.Location = $"{http.Request.PathBase}{jobs}{made}";
        return TypedResults.Json(job.ToView(whole: true), WireJson.Default.JobView, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Answers how many it is about.</summary>
    internal static IResult Counted(long count) => TypedResults.Json(new CountView { Count = count }, WireJson.Default.CountView);

    /// <summary>A body of JSON; null where there is none.</summary>
    internal static async ValueTask<T?> ReadAsync<T>(
        HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        using var body = new MemoryStream();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxBytes;
        await http.Request.Body.CopyToAsync(body, ct);
        if (body.Length == 0)
            return null;
        try
        {
            body.Position = 0;
            return await JsonSerializer.DeserializeAsync(body, type, ct);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }
}
