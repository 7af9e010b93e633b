using Headway.Data;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Long chains of jobs that wait for one another: told in bites, level by level, with no recursion anywhere.</summary>
[Collection("postgres")]
public sealed class ChainTests
{
    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres, 2_000, FailurePolicy.Fail, JobStatus.Failed)]
    [InlineData(Dialect.Sqlite, 10_000, FailurePolicy.Fail, JobStatus.Failed)]
    [InlineData(Dialect.Sqlite, 10_000, FailurePolicy.Skip, JobStatus.Cancelled)]
    public async Task failure_goes_down_a_long_chain_in_bites(Dialect dialect, int length, FailurePolicy policy, JobStatus then)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        var first = await ChainAsync(under, length, policy);
        await under.Store.ControlAsync(first, JobControl.Cancel, null, Ct);

        var (calls, most) = (0, 0);
        for (int settled; (settled = await ((IFamilyStore)under.Store).SettleAsync(Ct)) > 0; calls++)
            most = Math.Max(most, settled);

        Assert.InRange(calls, length / 1000, length / 100 + 2); // a hundred levels a call, so the work of a call is bounded
        Assert.InRange(most, 1, 1000);
        var counts = await under.Store.CountJobsAsync(null, Ct);
        Assert.Equal(length - 1, counts[then] - (then == JobStatus.Cancelled ? 1 : 0));
        Assert.DoesNotContain(JobStatus.Queued, counts.Where(count => count.Value > 0).Select(count => count.Key));
    }

    /// <summary>Jobs enqueued together, made a chain by hand: submitting them one after the other is not what is looked at.</summary>
    private async Task<JobId> ChainAsync(SqlUnderTest under, int length, FailurePolicy policy)
    {
        var ids = Enumerable.Range(0, length).Select(_ => _ids.NextJob()).ToList();
        foreach (var some in ids.Chunk(1000))
        {
            await under.Store.EnqueueAsync(
                [.. some.Select(id => new EnqueuedJob(id, new NewJob { Type = "work" }, false, false, Chunk: 1, MaxAttempts: 1))], Ct);
        }

        await under.Database.WriteAsync(async (session, ct) =>
        {
            await session.RunTextAsync($"""
                INSERT INTO job_after (job_id, after_id, kind, on_failure, open)
                SELECT id, before, 'after', '{policy.ToString().ToLowerInvariant()}', true
                FROM (SELECT id, lag(id) OVER (ORDER BY id) AS before FROM job) x WHERE before IS NOT NULL;
                UPDATE job SET waits = 1 WHERE id IN (SELECT job_id FROM job_after);
                UPDATE job SET awaited = true WHERE id IN (SELECT after_id FROM job_after);
                """, ct);
            return true;
        }, Ct);
        return ids.Min();
    }
}
