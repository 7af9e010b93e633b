using System.Text;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Keeping jobs, deleting them, the archive.</summary>
internal static class ArchiveApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/jobs/{id}/keep", (string id, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct) =>
                KeepAsync(id, true, http, archive, queries, ct))
            .Describe("keepJob", "Keeps a job for ever, whatever the retention policy says", "Jobs")
            .Answers<JobView>(200, "The job as it is now.").Refuses(404, 503);
        api.MapPost("/jobs/{id}/let-go", (string id, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct) =>
                KeepAsync(id, false, http, archive, queries, ct))
            .Describe("letJobGo", "Leaves a job to the retention policy again", "Jobs")
            .Answers<JobView>(200, "The job as it is now.").Refuses(404, 503);
        api.MapDelete("/jobs/{id}", DeleteAsync).Describe("deleteJob", "Deletes a job that has ended, for good", "Jobs")
            .Answers<string>(204, "It is gone.").Refuses(404, 409, 503);
        api.MapPost("/jobs/{id}/archive", ArchiveAsync)
            .Describe("archiveJob", "Writes a job that has ended to the archive and deletes it", "Archive")
            .Answers<ArchivedView>(200, "Its entry in the archive.").Refuses(400, 404, 409, 503);
        api.MapGet("/archive", ListAsync).Describe("listArchive", "Archived jobs, newest first", "Archive")
            .WithQuery("search", "Part of the name in any case.").WithQuery("limit", "Rows, 1–100, default 20.")
            .WithQuery("after", "The next of the page before.")
            .Answers<ArchivedPage>(200, "A page of the archive.").Refuses(400, 503);
        api.MapGet("/archive/{id}", GetAsync).Describe("getArchived", "The entry of an archived job", "Archive")
            .Answers<ArchivedView>(200, "The entry.").Refuses(404, 503);
        api.MapGet("/archive/{id}/content", ContentAsync)
            .Describe("readArchived", "An archived job with everything that hung on it", "Archive")
            .Answers<string>(200, "One JSON object a line: table and row.", "application/jsonl").Refuses(404, 503);
        api.MapPost("/archive/{id}/restore", RestoreAsync).Describe("restoreJob", "Puts an archived job back as it was", "Archive")
            .Answers<JobView>(200, "The job.").Refuses(404, 409, 503);
    }

    private static async Task<IResult> KeepAsync(
        string id, bool kept, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        var result = await archive.KeepAsync(job, kept, http.User.Identity?.Name, ct);
        return await JobsApi.AnswerAsync(result, "keep", id, job, queries, ct);
    }

    private static async Task<IResult> DeleteAsync(
        string id, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct)
    {
        await RemoveAsync(id, false, http, archive, queries, ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ArchiveAsync(
        string id, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct)
    {
        await RemoveAsync(id, true, http, archive, queries, ct);
        return TypedResults.Json((await EntryAsync(id, archive, ct)).ToView(), WireJson.Default.ArchivedView);
    }

    private static async ValueTask RemoveAsync(
        string id, bool keepCopy, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct)
    {
        var key = Parameters.Job(id);
        var result = await archive.DeleteAsync(key, keepCopy, http.User.Identity?.Name, ct);
        if (result == ControlResult.Done)
            return;
        if (result == ControlResult.NotFound || await queries.GetJobAsync(key, ct) is not { } job)
            throw RefusedException.NoJob(id);
        var why = job.Kept ? "is kept for ever; let it go first"
            : job.Phase != JobPhase.Final ? $"is {Parameters.Word(job.Status)}; cancel it or let it end first"
            : "still lets go of what ran; try again in a moment";
        throw new RefusedException(StatusCodes.Status409Conflict, "refused", $"This job {why}.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, JobArchive archive, CancellationToken ct)
    {
        var query = http.Request.Query;
        var after = Parameters.One(query, "after");
        var request = new PageRequest(Parameters.Limit(query), after);
        var page = await JobsApi.ReadPageAsync(after, () => archive.ListAsync(Parameters.One(query, "search"), request, ct));
        var view = new ArchivedPage { Jobs = [.. page.Rows.Select(job => job.ToView())], Next = page.Next };
        return TypedResults.Json(view, WireJson.Default.ArchivedPage);
    }

    private static async Task<IResult> GetAsync(string id, JobArchive archive, CancellationToken ct) =>
        TypedResults.Json((await EntryAsync(id, archive, ct)).ToView(), WireJson.Default.ArchivedView);

    private static async Task ContentAsync(string id, HttpContext http, JobArchive archive, CancellationToken ct)
    {
        var entry = await EntryAsync(id, archive, ct);
        http.Response.ContentType = "application/jsonl";
        http.Response.Headers.CacheControl = "no-store";
        await foreach (var line in archive.ReadAsync(entry, ct))
            await http.Response.WriteAsync(line + "\n", Encoding.UTF8, ct);
    }

    private static async Task<IResult> RestoreAsync(
        string id, HttpContext http, JobArchive archive, JobQueries queries, CancellationToken ct)
    {
        await EntryAsync(id, archive, ct);
        var key = Parameters.Job(id);
        if (await archive.RestoreAsync(key, http.User.Identity?.Name, ct) != ControlResult.Done)
            throw new RefusedException(StatusCodes.Status409Conflict, "refused", "A job of this id is there already; look at that one.");
        return await JobsApi.AnswerAsync(ControlResult.Done, "restore", id, key, queries, ct);
    }

    private static async ValueTask<ArchivedJob> EntryAsync(string id, JobArchive archive, CancellationToken ct) =>
        await archive.GetAsync(Parameters.Job(id), ct) ?? throw new RefusedException(
            StatusCodes.Status404NotFound, "not_archived", "The archive has no such job. GET /api/v1/archive lists those it has.");

    private static ArchivedView ToView(this ArchivedJob job) => new()
    {
        Id = job.Id.ToString(),
        Type = job.Type,
        Name = job.Name,
        Status = job.Status,
        Items = job.Items,
        CreatedAt = job.CreatedAt,
        FinishedAt = job.FinishedAt,
        ArchivedAt = job.ArchivedAt,
        File = job.Place.File,
        Bytes = job.Place.Length,
    };
}
