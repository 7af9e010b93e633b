using System.Globalization;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Microsoft.Net.Http.Headers;

namespace Headway.Web.Api;

/// <summary>Jobs, items and attempts as files, however many.</summary>
internal static class ExportApi
{
    private const string Answer = "The rows as an attachment, streamed; a stream that breaks off ends without its last chunk.";
    private const string FormatDocs = "csv (default), json or jsonl.";
    private const string StateDocs = "For items: only these states, with commas.";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/jobs/export", JobsAsync).Describe("exportJobs", "Jobs of a filter, or their items or attempts, as a file", "Export")
            .WithQuery("rows", "jobs (default), items or attempts.").WithQuery("format", FormatDocs)
            .WithQuery("q", "A search, as the list of jobs takes it.")
            .WithQuery("type", "Only jobs of these types; several with commas.")
            .WithQuery("status", "Only jobs of these statuses, with commas.")
            .WithQuery("search", "Part of the job's name in any case, or a whole job id in either form.")
            .WithQuery("from", "Jobs created at or after this time, ISO 8601; without an offset it is UTC.")
            .WithQuery("to", "Jobs created before this time.").WithQuery("state", StateDocs)
            .Answers<string>(200, Answer, "text/csv").Refuses(400, 503);
        api.MapGet("/jobs/{id}/items/export", ItemsAsync).Describe("exportItems", "Items of a job as a file", "Export")
            .WithQuery("format", FormatDocs).WithQuery("state", StateDocs)
            .Answers<string>(200, Answer, "text/csv").Refuses(400, 404, 503);
        api.MapGet("/jobs/{id}/attempts/export", AttemptsAsync).Describe("exportAttempts", "Attempts of a job as a file", "Export")
            .WithQuery("format", FormatDocs)
            .Answers<string>(200, Answer, "text/csv").Refuses(400, 404, 503);
    }

    private static Task JobsAsync(HttpContext http, JobExport export, TimeProvider clock, CancellationToken ct)
    {
        var query = http.Request.Query;
        var filter = JobsApi.Open(http, JobsApi.FilterOf(query, clock));
        var items = ItemsOf(query);
        var what = Parameters.One(query, "rows") ?? "jobs";
        var file = new Export(http, FormatOf(query), what, clock);
        return what switch
        {
            "jobs" => file.SendAsync(export.JobsAsync(filter, ct), ExportColumns.Jobs, ct),
            "items" => file.SendAsync(export.ItemsAsync(filter, items, ct), ExportColumns.Items, ct),
            "attempts" => file.SendAsync(export.AttemptsAsync(filter, ct), ExportColumns.Attempts, ct),
            _ => throw RefusedException.BadParameter("rows", what, "one of jobs, items, attempts"),
        };
    }

    private static async Task ItemsAsync(
        string id, HttpContext http, JobExport export, JobQueries queries, TimeProvider clock, CancellationToken ct)
    {
        var (job, items) = (await JobAsync(id, queries, ct), ItemsOf(http.Request.Query));
        var file = new Export(http, FormatOf(http.Request.Query), $"{job}-items", clock);
        await file.SendAsync(export.ItemsAsync(job, items, ct), ExportColumns.Items, ct);
    }

    private static async Task AttemptsAsync(
        string id, HttpContext http, JobExport export, JobQueries queries, TimeProvider clock, CancellationToken ct)
    {
        var job = await JobAsync(id, queries, ct);
        var file = new Export(http, FormatOf(http.Request.Query), $"{job}-attempts", clock);
        await file.SendAsync(export.AttemptsAsync(job, ct), ExportColumns.Attempts, ct);
    }

    private static ItemFilter ItemsOf(IQueryCollection query) => new() { States = Parameters.Words<ItemState>(query, "state") };

    private static ExportFormat FormatOf(IQueryCollection query) =>
        Parameters.Words<ExportFormat>(query, "format") is [.., var last] ? last : ExportFormat.Csv;

    private static async ValueTask<JobId> JobAsync(string id, JobQueries queries, CancellationToken ct)
    {
        var job = Parameters.Job(id);
        return await queries.GetJobAsync(job, ct) is null ? throw RefusedException.NoJob(id) : job;
    }

    private sealed record Export(HttpContext Http, ExportFormat Format, string What, TimeProvider Clock)
    {
        /// <summary>Sends the rows. The first is read before anything is sent, so that a store that is away is still a problem.</summary>
        public async Task SendAsync<T>(IAsyncEnumerable<T> source, IReadOnlyList<ExportColumn<T>> columns, CancellationToken ct)
        {
            await using var rows = source.GetAsyncEnumerator(ct);
            var more = await rows.MoveNextAsync();
            var word = Parameters.Word(Format);
            var time = Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            Http.Response.ContentType = Format switch
            {
                ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
                ExportFormat.Json => "application/json",
                _ => "application/jsonl",
            };
            Http.Response.Headers.CacheControl = "no-store";
            Http.Response.Headers.ContentDisposition =
                new ContentDispositionHeaderValue("attachment") { FileName = $"headway-{What}-{time}.{word}" }.ToString();
            await new ExportWriter<T>(Http.Response.BodyWriter, Format, columns).WriteAsync(rows, more, ct);
        }
    }
}
