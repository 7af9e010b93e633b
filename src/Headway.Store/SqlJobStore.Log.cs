using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>What handlers say.</summary>
public sealed partial class SqlJobStore : ILogStore
{
    /// <inheritdoc/>
    public async ValueTask AppendLogAsync(IReadOnlyList<LogLine> lines, CancellationToken ct)
    {
        if (lines.Count == 0)
            return;
        using var rows = new JsonRows();
        foreach (var (n, line) in lines.Index())
        {
            rows.Row().Add("n", n).Add("job", line.JobId).Add("no", line.No).Add("gen", line.Generation).Add("attempt", line.Attempt)
                .Add("at", Micros.Of(line.At)).Add("level", (int)line.Level).Add("category", line.Category).Add("message", line.Message)
                .Add("exception", line.Exception);
        }

        var jobs = JsonRows.List(lines.Select(line => line.JobId.Value.ToString()).Distinct());
        Arg[] args = [rows.ToArg("lines"), Arg.Json("jobs", jobs)];
        await CommandAsync((session, token) =>
            session.SendAsync(Pages("LockLogJobs", "AppendLog", "LogEvent", "LogJobs"), args, null, token), ct);
        _hints.Opened();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogLine>> ReadLogAsync(JobId id, LogFilter filter, long after, int limit, CancellationToken ct)
    {
        Arg[] args =
        [
            Id(id), Arg.Of("after", after), Arg.Of("level", (int)filter.Level), Arg.Of("no", filter.No ?? 0), Arg.Of("limit", limit),
        ];
        string[] choice = filter.No is null ? [] : ["one"];
        return await ListAsync(_book["ReadLog"].With(choice), args, row => Rows.LogLine(row, id), ct);
    }

    /// <inheritdoc/>
    public ValueTask<int> PruneLogAsync(TimeSpan age, int atMost, CancellationToken ct) => CommandAsync(
        (session, token) => session.RunAsync(_book["PruneLog"], [Arg.Of("age", age), Arg.Of("limit", atMost)], token), ct);
}
