using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Statistics: reading the sums.</summary>
public sealed partial class SqlJobStore
{
    private const int TalliesAtOnce = 20_000;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        (await TallyJobsAsync(org, ct)).GroupBy(tally => tally.Status).ToDictionary(group => group.Key, group => group.Sum(t => t.Count));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobTally>> TallyJobsAsync(string? org, CancellationToken ct)
    {
        var statement = org is null ? _book["TallyJobs"] : _book["TallyJobs"].With("org");
        return await ListAsync(statement, [Arg.Of("org", org)], row =>
            new JobTally(row.GetString(0), row.GetString(1), Words.Status(row.GetString(2)), row.GetInt64(3)), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(string? org, DateTimeOffset since, TimeSpan bucket,
        CancellationToken ct)
    {
        var level = FoldLevel.ForBuckets(bucket);
        Arg[] args =
        [
            Arg.Of("org", org), Arg.Of("since", since), Arg.Of("start", level.Floor(since)), Arg.Of("level", level.Number),
            Arg.Of("bucket", bucket),
        ];
        return await ListAsync(org is null ? _book["Throughput"] : _book["Throughput"].With("org"), args, Rows.Bucket, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StatsRow>> ReadStatsAsync(StatsQuery query, CancellationToken ct) =>
        ReadAsync<IReadOnlyList<StatsRow>>(async (session, token) =>
        {
            var now = 0L;
            await session.SendAsync(Pages("Now"), [], (_, row) => now = row.GetInt64(0), token);
            var (level, fine) = FoldLevel.ForStretch(Micros.ToSpan(now - Micros.Of(query.Since)));
            var chosen = new List<string>();
            var args = new List<Arg>
            {
                Arg.Of("level", level.Number), Arg.Of("fine", fine.Number), Arg.Of("since", level.Floor(query.Since)),
                Arg.Of("by", query.By.ToString().ToLowerInvariant()),
            };
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
                [("org", query.Org), ("type", query.Type), ("queue", query.Queue)])
            {
                if (value is null)
                    continue;
                chosen.Add(name);
                args.Add(Arg.Of(name, value));
            }

            var rows = new SortedDictionary<string, StatsRow>(StringComparer.Ordinal);
            await session.SendAsync([_book["StatsTotals"].With(chosen), _book["StatsTimes"].With(chosen)], args, (set, row) =>
            {
                if (set == 0)
                    rows[row.GetString(0)] = Totals(row);
                else
                    Times(rows[row.GetString(0)], row);
            }, token);
            return [.. rows.Values];
        }, ct);

    /// <inheritdoc/>
    public ValueTask<JobSurroundings?> ReadSurroundingsAsync(JobId id, CancellationToken ct) => ReadAsync(async (session, token) =>
    {
        Job? job = null;
        var sessions = new List<WorkerSession>();
        JobSurroundings? found = null;
        await session.SendAsync(Pages("GetJob", "ListSessions", "Surroundings"), [Id(id)], (set, row) =>
        {
            if (set == 0)
                job = Rows.Job(row);
            else if (set == 1)
                sessions.Add(Rows.Session(row));
            else if (job is not null)
                found = new JobSurroundings(row.Time(0), job, row.GetInt32(1) == 1, (int)row.GetInt64(2), row.TimeOrNull(3),
                    row.TextOrNull(4), [.. sessions.Where(one => one.EndedAt is null)]);
        }, token);
        return found;
    }, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WaitingWork>> ListWaitingAsync(CancellationToken ct)
    {
        var sessions = await ListSessionsAsync(ct);
        var lanes = await LanesAsync([.. sessions.Where(one => one.EndedAt is null).SelectMany(one => one.Queues).Distinct()], ct);
        var waiting = new List<WaitingWork>();
        foreach (var lane in lanes)
        {
            Arg[] args = [Arg.Of("queue", lane.Queue), Arg.Of("type", lane.Type), Arg.Of("org", lane.Org)];
            var since = await ListAsync(_book["WaitingSince"], args, row => row.Time(0), ct);
            waiting.AddRange(since.Select(at => new WaitingWork(lane.Queue, lane.Type, at)));
        }

        return [.. waiting.GroupBy(one => (one.Queue, one.Type)).Select(group => group.MinBy(one => one.Since))];
    }

    private static StatsRow Totals(DbDataReader row) => new()
    {
        Key = row.GetString(0),
        Completed = row.GetInt64(1),
        Skipped = row.GetInt64(2),
        Failed = row.GetInt64(3),
        Retried = row.GetInt64(4),
        Cancelled = row.GetInt64(5),
        Lost = row.GetInt64(6),
        Busy = Micros.ToSpan(row.GetInt64(7)),
        Started = row.GetInt64(8),
        Waited = Micros.ToSpan(row.GetInt64(9)),
        Metered = new Metered(Micros.ToSpan(row.GetInt64(10)), row.GetInt64(11), row.GetInt64(12)),
    };

    private static void Times(StatsRow group, DbDataReader row)
    {
        group.RunTimes.Add(row.GetInt32(1), row.GetInt64(2));
        group.WaitTimes.Add(row.GetInt32(1), row.GetInt64(3));
    }
}
