using System.Text.Json.Nodes;
using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>The rarer calls, and the dice.</summary>
internal sealed partial class RandomWalk
{
    private async Task ReleaseAsync(CancellationToken ct)
    {
        var chunks = Take(_random.Next(1, 3));
        Log.Add($"release {string.Join(", ", chunks.Select(Short))}");
        await both.CallAsync(store => store.Store.ReleaseAsync([.. chunks.Select(chunk => chunk.Key)], ct));
    }

    private async Task SuspectAsync(CancellationToken ct)
    {
        var (session, call) = (Pick(_sessions), ids.NextCall());
        var chunk = await both.CallAsync(async store =>
            await ((ISuspectStore)store.Store).ClaimSuspectAsync(session, call, ["default"], ["work"], ct) is { } claimed
                ? Normal(claimed)
                : null);
        if (chunk is not null)
            _held.Add(chunk);
        Log.Add($"claim alone: {(chunk is null ? "nothing" : Short(chunk))}");
    }

    private async Task LifeAsync(CancellationToken ct)
    {
        if (_jobs.Count == 0)
            return;
        var job = Pick(_jobs);
        var (no, what) = (_random.Next(0, job.Counts.Total + 2), _random.Next(4));
        Log.Add($"{(what < 2 ? "restart" : what == 2 ? "retry failed" : $"skip {no}")} of {job.Id}");
        await both.CallAsync(store => what switch
        {
            < 2 => Lives(store).RestartAsync(job.Id, "ann", ct),
            2 => WordAsync(Lives(store).RetryFailedAsync(job.Id, "ann", ct)),
            _ => Lives(store).SkipItemAsync(job.Id, no, "so", "ann", ct),
        });

        static ILifeStore Lives(StoreUnderTest store) => (ILifeStore)store.Store;

        static async ValueTask<ControlResult> WordAsync(ValueTask<(ControlResult Result, int Count)> call) => (await call).Result;
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        var reports = _held.Concat(_past).Where(_ => Maybe(50))
            .Select(chunk => new ProgressReport(chunk.Key, chunk.Key.Lo, Maybe(60) ? _random.Next(0, 101) : null,
                Maybe(60) ? $"step {_random.Next(9)}" : null))
            .DistinctBy(report => report.Chunk.JobId).ToList();
        Log.Add($"report {string.Join(", ", reports)}");
        await both.CallAsync(store => store.Store.ReportAsync(reports, ct));
    }

    private async Task AdvanceAsync(CancellationToken ct)
    {
        var by = TimeSpan.FromMilliseconds(_random.Next(1, Maybe(30) ? 30_000 : 5_000));
        Log.Add($"advance {by}");
        await both.AdvanceAsync(by);
        await PromoteAsync(ct);
    }

    private async Task ReapAsync(CancellationToken ct)
    {
        if (Maybe(50))
            await both.AdvanceAsync(Lease);
        Log.Add("reap");
        await both.CallAsync(store => store.Store.ReapAsync(ct));
    }

    private async Task PromoteAsync(CancellationToken ct)
    {
        Log.Add("promote");
        await both.CallAsync(store => store.Store.PromoteAsync(ct));
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        var session = Pick(_sessions);
        Log.Add($"beat w{_sessions.IndexOf(session)}");
        await both.CallAsync(async store =>
        {
            var revoked = await store.Store.BeatAsync(new Beat(session, Lease, 1, null, 1, false), ct);
            return revoked?.OrderBy(key => key.JobId).ThenBy(key => key.Lo).ToList();
        });
    }

    private async Task CloseAsync(CancellationToken ct)
    {
        var session = Pick(_sessions);
        Log.Add($"close w{_sessions.IndexOf(session)}");
        await both.CallAsync(store => store.Store.CloseSessionAsync(session, ct));
        await OpenAsync(ct);
    }

    private async Task ControlAsync(CancellationToken ct)
    {
        if (_jobs.Count == 0)
            return;
        var job = Pick(_jobs);
        var control = Maybe(60) ? JobControl.Run : Maybe(50) ? JobControl.Pause : JobControl.Cancel;
        Log.Add($"{control} {job.Id}");
        await both.CallAsync(store => store.Store.ControlAsync(job.Id, control, "ann", ct));
    }

    private async Task RetryAsync(CancellationToken ct)
    {
        if (_jobs.Count == 0)
            return;
        var worth = _jobs.Where(job =>
            job.Counts.Failed + job.Counts.Cancelled > 0 || job.Status is JobStatus.Failed or JobStatus.Cancelled).ToList();
        var job = Pick(worth.Count > 0 && Maybe(80) ? worth : _jobs);
        var no = _random.Next(0, job.Counts.Total + 2);
        Log.Add($"retry item {no} of {job.Id}");
        await both.CallAsync(store => store.Store.RetryItemAsync(job.Id, no, "ann", ct));
    }

    /// <summary>Chunks to end: mostly ones in hand, now and then one that ended before.</summary>
    private List<ClaimedChunk> Take(int count)
    {
        var taken = new List<ClaimedChunk>();
        for (var i = 0; i < count; i++)
        {
            var from = _past.Count > 0 && Maybe(10) ? _past : _held;
            if (from.Count == 0)
                continue;
            var chunk = Pick(from);
            if (taken.Contains(chunk))
                continue;
            taken.Add(chunk);
            if (_held.Remove(chunk))
                _past.Add(chunk);
        }

        return taken;
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private bool Maybe(int percent) => _random.Next(100) < percent;

    private static NewItem[] Items(int count) =>
        [.. Enumerable.Range(1, count).Select(no => new NewItem($"item {no}", $$"""{"no":{{no}}}"""))];

    private static ClaimedChunk Normal(ClaimedChunk chunk) => chunk with
    {
        Config = JsonNode.Parse(chunk.Config)!.ToJsonString(),
        Items = [.. chunk.Items.Select(item =>
            item with { Input = item.Input is null ? null : JsonNode.Parse(item.Input)!.ToJsonString() })],
    };

    private static string Short(ClaimedChunk chunk) => $"{chunk.Key.JobId} {chunk.Key.Lo}-{chunk.Key.Hi}";
}
