using System.Globalization;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>What handlers said while they worked.</summary>
internal static class LogApi
{
    /// <summary>Maps the route below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/jobs/{id}/log", ReadAsync).Describe("getJobLog", "What a job's handler said while it worked", "Jobs")
            .WithQuery("item", "Only of this item.")
            .WithQuery("level", "This level and worse ones: trace, debug, information, warning, error, critical.")
            .WithQuery("limit", "Lines, 1–100, default 20.")
            .WithQuery("after", "The next of the page before: only later lines.")
            .Answers<LogPage>(200, "Lines, oldest first.").Refuses(400, 404, 503);

    private static async Task<IResult> ReadAsync(string id, HttpContext http, JobLogs logs, JobQueries queries, CancellationToken ct)
    {
        var query = http.Request.Query;
        var job = Parameters.Job(id);
        var filter = new LogFilter
        {
            No = Number(query, "item") is { } no ? (int)Math.Min(no, int.MaxValue) : null,
            Level = Parameters.Words<LogLevel>(query, "level") is [var level, ..] ? level : LogLevel.Trace,
        };
        var after = Number(query, "after") ?? 0;
        var lines = await logs.ReadAsync(job, filter, after, Parameters.Limit(query), ct);
        if (lines.Count == 0 && await queries.GetJobAsync(job, ct) is null)
            throw RefusedException.NoJob(id);
        var page = new LogPage { Lines = [.. lines.Select(ToView)], Next = lines.Count > 0 ? lines[^1].Id : after };
        return TypedResults.Json(page, WireJson.Default.LogPage);
    }

    private static long? Number(IQueryCollection query, string name) => Parameters.One(query, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.BadParameter(name, text, "a number from 0");

    private static LogView ToView(LogLine line) => new()
    {
        Id = line.Id,
        No = line.No,
        Generation = line.Generation,
        Attempt = line.Attempt,
        At = line.At,
        Level = line.Level,
        Category = line.Category,
        Message = line.Message,
        Exception = line.Exception,
    };
}
