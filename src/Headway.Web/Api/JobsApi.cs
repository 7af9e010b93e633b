using Headway.Client;
using Headway.Model;
using Headway.People;
using Headway.Search;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Api.Contracts;
using Microsoft.Net.Http.Headers;

namespace Headway.Web.Api;

/// <summary>Jobs: list, read, control.</summary>
internal static class JobsApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/jobs", ListAsync).Describe("listJobs", "Jobs, newest first", "Jobs")
            .WithQuery("q", "A search with qualifiers, such as status:failed type:skills.* label.course:BIO* config.limit:>500 after:-7d; "
                + "everything else narrows it further.")
            .WithQuery("sort", "newest (default), oldest, status, status_down, progress or progress_down.")
            .WithQuery("type", "Only these job types; several with commas.")
            .WithQuery("status",
                "Only these statuses: scheduled, queued, preparing, running, paused, retrying, completed, failed, cancelled.")
            .WithQuery("source", "Only those submitted by: manual, api, cli, schedule, webhook, parent, rerun.")
            .WithQuery("search", "Part of the name in any case, or a whole job id in either form.")
            .WithQuery("from", "Created at or after this time, ISO 8601; without an offset it is UTC.")
            .WithQuery("to", "Created before this time.")
            .WithQuery("origin", "Made from this job: its reruns and its rollback.")
            .WithQuery("parent", "Children of this job.")
            .WithQuery("error", "An error with this fingerprint happened to them.")
            .WithQuery("limit", "Rows, 1–100, default 20.")
            .WithQuery("after", "The next of the page before.")
            .Answers<JobPage>(200, "A page of jobs.").Refuses(400, 503);
        api.MapGet("/jobs/{id}", GetAsync).Describe("getJob", "One job, with its config and result", "Jobs")
            .Answers<JobView>(200, "The job; its ETag changes with every change of it.").Refuses(404, 503);
        api.MapGet("/jobs/{id}/why", WhyAsync).Describe("getJobWhy", "Why a job does not run", "Jobs")
            .Answers<WhyView>(200, "What is in its way, what must go first first.").Refuses(404, 503);
        api.MapGet("/jobs/{id}/history", HistoryAsync).Describe("getJobHistory", "What people did to a job", "Jobs")
            .Answers<HistoryView>(200, "Its acceptance and every control, oldest first.").Refuses(404, 503);
        MapControl(api, "cancel", "Ends a job now: nothing of it runs on, late results are refused", (client, id, actor, ct) =>
            client.CancelAsync(id, actor, ct));
        MapControl(api, "pause", "Takes nothing new of a job; what runs, ends", (client, id, actor, ct) =>
            client.PauseAsync(id, actor, ct));
        MapControl(api, "resume", "Lets a paused job go on", (client, id, actor, ct) => client.ResumeAsync(id, actor, ct));
    }

    private static void MapControl(
        RouteGroupBuilder api, string verb, string summary,
        Func<JobClient, JobId, string?, CancellationToken, ValueTask<ControlResult>> control) =>
        api.MapPost($"/jobs/{{id}}/{verb}",
            async (string id, HttpContext http, JobClient client, JobQueries queries, CancellationToken ct) =>
            {
                var job = Parameters.Job(id);
                var result = await control(client, job, http.User.Identity?.Name, ct);
                return await AnswerAsync(result, verb, id, job, queries, ct);
            })
            .Describe($"{verb}Job", summary, "Jobs").Answers<JobView>(200, "The job as it is now.").Refuses(404, 409, 503);

    private static async Task<IResult> ListAsync(
        HttpContext http, JobQueries queries, StatsQueries stats, TimeProvider clock, CancellationToken ct)
    {
        var query = http.Request.Query;
        var sort = Parameters.Words<JobSort>(query, "sort") is [.., var last] ? last : default;
        var filter = Open(http, FilterOf(query, clock)) with { Sort = sort };
        var after = Parameters.One(query, "after");
        var limit = Parameters.Limit(query);
        var page = await ReadPageAsync(after, () => queries.ListJobsAsync(filter, new PageRequest(limit, after), ct));
        var idle = await IdleReasons.FindAsync(page.Rows, queries, ct);
        var (outlooks, now) = (await stats.OutlooksAsync(page.Rows, ct), clock.GetUtcNow());
        var view = new JobPage
        {
            Jobs = [.. page.Rows.Select(job => idle.Explain(job, job.ToView(whole: false, outlooks.GetValueOrDefault(job.Id), now)))],
            Next = page.Next,
            SearchedTo = page.LookedTo,
        };
        return TypedResults.Json(view, WireJson.Default.JobPage);
    }

    private static async Task<IResult> GetAsync(
        string id, HttpContext http, JobQueries queries, StatsQueries stats, TimeProvider clock, CancellationToken ct)
    {
        var job = await queries.GetJobAsync(Parameters.Job(id), ct) ?? throw RefusedException.NoJob(id);
        var outlook = (await stats.OutlooksAsync([job], ct)).GetValueOrDefault(job.Id);
        var view = (await IdleReasons.FindAsync([job], queries, ct))
            .Explain(job, job.ToView(whole: true, outlook, clock.GetUtcNow()));
        var tag = new EntityTagHeaderValue($"\"{job.Seq}{(IdleReasons.Is(view.StatusNote) ? "-idle" : "")}\"");
        http.Response.GetTypedHeaders().ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(view, WireJson.Default.JobView);
    }

    private static async Task<IResult> WhyAsync(string id, StatsQueries stats, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        var reasons = await stats.WhyAsync(job, ct) ?? throw RefusedException.NoJob(id);
        var view = new WhyView
        {
            JobId = job.ToString(),
            Reasons = [.. reasons.Select(one => new WhyReasonView { Code = one.Code, Message = one.Message, Hint = one.Hint })],
        };
        return TypedResults.Json(view, WireJson.Default.WhyView);
    }

    private static async Task<IResult> HistoryAsync(string id, JobQueries queries, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        if (await queries.GetJobAsync(job, ct) is null)
            throw RefusedException.NoJob(id);
        var events = await queries.ListHistoryAsync(job, ct);
        var view = new HistoryView
        {
            Entries =
            [
                .. events.Select(e => new HistoryEntry
                {
                    Id = e.Id,
                    At = e.At,
                    Kind = e.Kind,
                    Actor = e.Actor,
                    Seq = e.Jobs.First(change => change.JobId == job).Seq,
                }),
            ],
        };
        return TypedResults.Json(view, WireJson.Default.HistoryView);
    }

    /// <summary>The filter a query means: the search in <c>q</c>, narrowed by whatever else it says.</summary>
    internal static JobFilter FilterOf(IQueryCollection query, TimeProvider clock)
    {
        var search = SearchOf(Parameters.One(query, "q"), clock);
        return search with
        {
            Types = Either("type", Parameters.Many(query, "type"), search.Types),
            Statuses = Either("status", Parameters.Words<JobStatus>(query, "status"), search.Statuses),
            Sources = Either("source", Parameters.Words<JobSource>(query, "source"), search.Sources),
            Search = Parameters.One(query, "search"),
            From = Parameters.Time(query, "from") ?? search.From,
            To = Parameters.Time(query, "to") ?? search.To,
            Origin = Parameters.One(query, "origin") is { } origin ? Parameters.Job(origin) : null,
            Parent = Parameters.One(query, "parent") is { } parent ? Parameters.Job(parent) : search.Parent,
            Error = Parameters.One(query, "error") ?? search.Error,
        };
    }

    /// <summary>The filter a search means; one that cannot be read is the caller's mistake.</summary>
    /// <summary>Whoever may not open what jobs carry may not guess at it by searching either.</summary>
    /// <exception cref="RefusedException">They ask for values of configs, and may not.</exception>
    internal static JobFilter Open(HttpContext http, JobFilter filter) =>
        filter.Config.Count == 0 || Caller.Of(http.User) is not { } caller || caller.Of(Permission.ReadData) == Reach.All ? filter
        : throw new RefusedException(
            StatusCodes.Status403Forbidden, "not_allowed",
            "A search for values of configs needs the permission read_data for all jobs, which you do not have here.");

    internal static JobFilter SearchOf(string? q, TimeProvider clock)
    {
        if (q is null)
            return new JobFilter();
        return JobSearch.TryParse(q, clock.GetUtcNow(), out var filter, out var problem) ? filter
            : throw new RefusedException(StatusCodes.Status400BadRequest, "bad_search", problem.Message);
    }

    private static IReadOnlyList<T> Either<T>(string name, IReadOnlyList<T> parameter, IReadOnlyList<T> searched) =>
        parameter.Count == 0 ? searched : searched.Count == 0 ? parameter
        : throw new RefusedException(
            StatusCodes.Status400BadRequest, "bad_search", $"Say '{name}' in 'q' or as a parameter, not both.");

    /// <summary>Answers a control with the job as it is after it, or says why it was refused.</summary>
    internal static async Task<IResult> AnswerAsync(
        ControlResult result, string verb, string id, JobId key, JobQueries queries, CancellationToken ct)
    {
        var job = result == ControlResult.NotFound ? null : await queries.GetJobAsync(key, ct);
        if (job is null)
            throw RefusedException.NoJob(id);
        if (result == ControlResult.Done)
            return TypedResults.Json(job.ToView(whole: true), WireJson.Default.JobView);
        throw new RefusedException(
            StatusCodes.Status409Conflict, "refused",
            $"This job is {Parameters.Word(job.Status)}; a job can be told to {verb} only while it is open.");
    }

    /// <summary>Reads a page; a cursor that is none of ours is the caller's mistake.</summary>
    internal static async ValueTask<Page<T>> ReadPageAsync<T>(string? after, Func<ValueTask<Page<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (ArgumentException) when (after is not null)
        {
            throw RefusedException.BadParameter("after", after, "the 'next' of the page before, unchanged");
        }
    }
}
