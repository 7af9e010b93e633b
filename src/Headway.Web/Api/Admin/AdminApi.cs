using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Headway.Web.Api.Admin;

/// <summary>AudienceGPT's admin job API, word for word, over any job type: the caller drives the job, chunk by chunk.</summary>
internal static class AdminApi
{
    private const string Words = "pending, processing, completed, failed or cancelled";
    private const int Errors = 1000;

    /// <summary>Maps the routes below <c>/api/admin</c>.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/jobs", CreateAsync).Describe("adminCreateJob", "Creates a job that its caller drives", "Admin jobs")
            .Accepts<AdminJobRequest>("application/json")
            .Answers<AdminCreated>(200, "Its id, and how many items it has: they are counted before the answer.")
            .RefusesPlainly(400, 413, 503);
        api.MapGet("/jobs", ListAsync).Describe("adminListJobs", "Jobs, newest first", "Admin jobs")
            .WithQuery("jobType", "Only this job type.")
            .WithQuery("status", $"Only this status: {Words}.")
            .WithQuery("limit", "Rows, 1–100, default 20.")
            .Answers<AdminJobList>(200, "The jobs.").RefusesPlainly(400, 503);
        api.MapGet("/jobs/{id}", GetAsync).Describe("adminGetJob", "One job", "Admin jobs")
            .Answers<AdminJob>(200, "The job.").RefusesPlainly(404, 503);
        api.MapPatch("/jobs/{id}", ChangeAsync).Describe("adminCancelJob", "Cancels a job; its open chunk commits", "Admin jobs")
            .Accepts<AdminChange>("application/json")
            .Answers<AdminJob>(200, "The job as it is now.").RefusesPlainly(400, 404, 409, 503);
        api.MapPost("/jobs/{id}/process", ProcessAsync).Describe("adminProcessJob", "Works one chunk of a job", "Admin jobs")
            .WithDescription("Takes one chunk, works it and answers, within 60 s. The same requestId (or Idempotency-Key) again works "
                + "nothing twice and gets the same answer. Two callers at once get different chunks.")
            .Accepts<AdminProcess>(isOptional: true, "application/json", "*/*") // none is said where there is no body
            .Answers<AdminProgress>(200, "How the job stands.").RefusesPlainly(400, 404, 429, 503);
        api.MapPost("/jobs/{id}/retry-errors", RetryErrorsAsync)
            .Describe("adminRetryErrors", "A new job over the items that failed", "Admin jobs")
            .Answers<AdminCreated>(200, "The new job: the same config with force true and retryOf the old id.")
            .RefusesPlainly(404, 409, 503);
        api.MapPost("/jobs/{id}/rollback", RollBackAsync)
            .Describe("adminRollBackJob", "A new job that puts back what a job changed; once", "Admin jobs")
            .Answers<AdminCreated>(200, "The new job, its config with rollbackOf the old id; drive it like any other.")
            .RefusesPlainly(404, 409, 503);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, JobDriver driver, CancellationToken ct)
    {
        var request = await ReadAsync(http, AdminJson.Default.AdminJobRequest, ct)
            ?? throw Bad("bad_json", "Send a JSON object with jobType and config.");
        var job = new NewJob
        {
            Type = string.IsNullOrWhiteSpace(request.JobType)
                ? throw Bad("type_missing", "Give the job's type in 'jobType'; GET /api/v1/types lists those there are.") : request.JobType,
            Org = string.IsNullOrWhiteSpace(request.OrgId) ? Orgs.System : request.OrgId,
            Config = SubmitApi.ConfigText(request.Config),
            CreatedBy = http.User.Identity?.Name,
            Items = request.Items is null ? null : [.. request.Items.Select(SubmitApi.ToItem)],
        };
        var (id, total) = await driver.SubmitAsync(job, ct);
        return Json(new AdminCreated { JobId = id.ToString(), TotalItems = total }, AdminJson.Default.AdminCreated);
    }

    private static async Task<IResult> ListAsync(HttpContext http, JobQueries queries, JobDriver driver, CancellationToken ct)
    {
        var query = http.Request.Query;
        var word = Parameters.One(query, "status");
        var statuses = word is null ? [] : Vocabulary.AudienceGpt.Statuses(word);
        if (word is not null && statuses.Count == 0)
            throw RefusedException.BadParameter("status", word, Words);
        var limit = Parameters.Limit(query);
        var filter = new JobFilter { Types = Parameters.One(query, "jobType") is { } type ? [type] : [], Statuses = statuses };
        var jobs = new List<Job>();
        string? after = null;
        do
        {
            var page = await queries.ListJobsAsync(filter, new PageRequest(limit, after), ct);
            // A paused job is pending or, once started, processing: the store knows one word for both.
            jobs.AddRange(page.Rows.Where(job => word is null || IsSame(Vocabulary.AudienceGpt.Word(job), word)));
            after = page.Next;
        }
        while (jobs.Count < limit && after is not null);

        jobs = [.. jobs.Take(limit)];
        var failed = jobs.Where(job => job.Counts.Failed > 0).Select(job => job.Id).ToList();
        var errors = (await driver.ListErrorsAsync(failed, Errors, ct)).ToLookup(error => error.JobId);
        var view = new AdminJobList { Jobs = [.. jobs.Select(job => AdminViews.Of(job, errors[job.Id], whole: false))] };
        return Json(view, AdminJson.Default.AdminJobList);
    }

    private static async Task<IResult> GetAsync(string id, JobQueries queries, JobDriver driver, CancellationToken ct) =>
        await AnswerAsync(id, Parameters.Job(id), queries, driver, ct);

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext http, JobClient client, JobQueries queries, JobDriver driver, CancellationToken ct)
    {
        var change = await ReadAsync(http, AdminJson.Default.AdminChange, ct);
        if (!IsSame(change?.Status, "cancelled"))
            throw Bad("bad_status", "Send {\"status\": \"cancelled\"}; no other status can be asked for.");
        var job = Parameters.Job(id);
        return await client.CancelAsync(job, http.User.Identity?.Name, ct) switch
        {
            ControlResult.Done => await AnswerAsync(id, job, queries, driver, ct),
            ControlResult.NotFound => throw RefusedException.NoJob(id),
            _ => throw Conflict("This job has ended; only a pending or processing job can be cancelled."),
        };
    }

    private static async Task<IResult> ProcessAsync(
        string id, HttpContext http, JobDriver driver, IHostApplicationLifetime host, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        var body = await ReadAsync(http, AdminJson.Default.AdminProcess, ct);
        var key = (string?)http.Request.Headers["Idempotency-Key"];
        var request = !string.IsNullOrWhiteSpace(body?.RequestId) ? body.RequestId : !string.IsNullOrWhiteSpace(key) ? key : null;
        try
        {
            // Not stopped by a caller who leaves: the chunk is worked, and the answer waits for the same request id.
            var answer = await driver.ProcessAsync(job, request, host.ApplicationStopping) ?? throw RefusedException.NoJob(id);
            return Json(AdminViews.Of(answer), AdminJson.Default.AdminProgress);
        }
        catch (ProcessLimitedException e)
        {
            http.Items[Problems.RetryAfter] = Math.Max(1, (int)Math.Ceiling(e.RetryAfter.TotalSeconds));
            throw new RefusedException(StatusCodes.Status429TooManyRequests, "over_limit", e.Message);
        }
        catch (ProcessBusyException e)
        {
            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, "still_at_work", e.Message);
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusedException(
                StatusCodes.Status503ServiceUnavailable, "stopping", "The server stops; the chunk was handed back, call process again.");
        }
    }

    private static async Task<IResult> RetryErrorsAsync(
        string id, HttpContext http, JobDriver driver, JobQueries queries, CancellationToken ct)
    {
        var key = Parameters.Job(id);
        var old = await queries.GetJobAsync(key, ct) ?? throw RefusedException.NoJob(id);
        if (old.Phase != JobPhase.Final)
            throw Conflict("This job has not ended; retry its errors when it is completed, failed or cancelled.");
        var edits = $$"""{"force":true,"retryOf":"{{key}}"}""";
        var (made, total) = await driver.RetryErrorsAsync(key, edits, http.User.Identity?.Name, ct)
            ?? throw Conflict("No item of this job failed, so there is nothing to retry.");
        return Json(new AdminCreated { JobId = made.ToString(), TotalItems = total }, AdminJson.Default.AdminCreated);
    }

    private static async Task<IResult> RollBackAsync(
        string id, HttpContext http, JobRollback rollbacks, JobQueries queries, CancellationToken ct)
    {
        try
        {
            var made = await rollbacks.RollBackAsync(Parameters.Job(id), dryRun: false, http.User.Identity?.Name, ct)
                ?? throw RefusedException.NoJob(id);
            var total = (await queries.GetJobAsync(made, ct))?.Expected ?? 0;
            return Json(new AdminCreated { JobId = made.ToString(), TotalItems = total }, AdminJson.Default.AdminCreated);
        }
        catch (SubmissionException e) when (e.Code == "refused")
        {
            throw Conflict(e.Message);
        }
    }

    private static async Task<IResult> AnswerAsync(string id, JobId key, JobQueries queries, JobDriver driver, CancellationToken ct)
    {
        var job = await queries.GetJobAsync(key, ct) ?? throw RefusedException.NoJob(id);
        var errors = job.Counts.Failed > 0 ? await driver.ListErrorsAsync([key], Errors, ct) : [];
        return Json(AdminViews.Of(job, errors, whole: true), AdminJson.Default.AdminJob);
    }

    private static async ValueTask<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        if (body.Length == 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static JsonHttpResult<T> Json<T>(T view, JsonTypeInfo<T> type) => TypedResults.Json(view, type);

    private static RefusedException Conflict(string detail) => new(StatusCodes.Status409Conflict, "refused", detail);

    private static bool IsSame(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static RefusedException Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
