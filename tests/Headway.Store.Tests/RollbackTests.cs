using Headway.Client;
using Headway.Data;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Jobs that change rows of a table of their own, and are rolled back by the engine over both databases.</summary>
[Collection("postgres")]
public sealed class RollbackTests
{
    private const int Count = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task everything_is_put_back_but_what_was_changed_since_and_that_on_demand(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        using var host = await StartAsync(under);
        var id = await RenameAsync(host);
        Assert.Equal("new 3", (await ThingsAsync(under))["thing 3"]);
        await WriteAsync(under, "thing 3", "changed by a person");
        await WriteAsync(under, "added 1", "changed as well");

        var rollbacks = host.Services.GetRequiredService<JobRollback>();
        var dry = await FinalAsync(under, (await rollbacks.RollBackAsync(id, dryRun: true, "ann", Ct))!.Value);
        Assert.Contains($"\"items\":{2 * Count}", dry.Result!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var rollback = await FinalAsync(under, (await rollbacks.RollBackAsync(id, dryRun: false, "ann", Ct))!.Value);

        Assert.Equal((2 * Count - 2, 2), (rollback.Counts.Completed, rollback.Counts.Failed));
        var things = await ThingsAsync(under);
        Assert.Equal(("old 1", "changed by a person", Count + 1), (things["thing 1"], things["thing 3"], things.Count));
        var conflicts = await under.Store.ListItemsAsync(
            rollback.Id, new ItemFilter { States = [ItemState.Failed] }, new PageRequest(10), Ct);
        Assert.All(conflicts.Rows, item => Assert.Equal("conflict", item.Fault!.Code));
        var old = (await under.Store.GetJobAsync(id, Ct))!;
        Assert.True(old.RolledBackBy == rollback.Id && old.RolledBackAt is not null);
        var again = await Assert.ThrowsAsync<SubmissionException>(async () => await rollbacks.RollBackAsync(id, false, "ann", Ct));
        Assert.Contains("already", again.Message, StringComparison.Ordinal);

        foreach (var item in conflicts.Rows)
        {
            Assert.Equal(ControlResult.Done, await rollbacks.ForceAsync(rollback.Id, item.No, "ann", Ct));
            await FinalAsync(under, rollback.Id); // while its finish part runs, it takes no wish
        }

        things = await ThingsAsync(under);
        Assert.Equal(Count, things.Count);
        Assert.All(things, thing => Assert.Equal($"old {thing.Key.Split(' ')[1]}", thing.Value));
        await host.StopAsync(Ct);
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task rollback_whose_worker_dies_in_the_middle_is_gone_on_with(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        JobId rollback;
        using (var host = await StartAsync(under))
        {
            var id = await RenameAsync(host);
            Renaming.BreakAfter = 5; // the sixth restore writes, then breaks: nothing of it may stay
            rollback = (await host.Services.GetRequiredService<JobRollback>().RollBackAsync(id, false, null, Ct))!.Value;
            await UntilAsync(async () => (await under.Store.GetJobAsync(rollback, Ct)) is { Counts.Waiting: > 0 });
            await under.Store.ControlAsync(rollback, JobControl.Pause, null, Ct);
            await UntilAsync(async () => (await under.Store.GetJobAsync(rollback, Ct)) is { Counts.Running: 0 });
            await host.StopAsync(Ct);
        }

        var half = (await ThingsAsync(under)).Count;
        Assert.InRange(half, Count, 2 * Count);
        await under.Store.ControlAsync(rollback, JobControl.Run, null, Ct);
        var ids = new CallNumbers();
        var dead = ids.NextCall();
        var session = new WorkerSession { Id = dead, Worker = "dead", Host = "h", Version = "1", Queues = [], Types = [] };
        await under.Store.OpenSessionAsync(session, TimeSpan.FromSeconds(20), Ct);
        var lane = new Lane("default", "system.rollback", Orgs.Default);
        await under.Store.ClaimAsync(new ClaimRequest(dead, ids.NextCall(), lane, 2, 2), Ct);
        await under.AdvanceAsync(TimeSpan.FromMinutes(10)); // its lease runs out, and what waits for another attempt comes due

        using var next = await StartAsync(under);
        var job = await FinalAsync(under, rollback);
        Assert.Equal((2 * Count, 0), (job.Counts.Completed, job.Counts.Failed));
        var things = await ThingsAsync(under);
        Assert.Equal(Count, things.Count);
        Assert.All(things, thing => Assert.Equal($"old {thing.Key.Split(' ')[1]}", thing.Value));
        await next.StopAsync(Ct);
    }

    private static async ValueTask<SqlUnderTest> OpenAsync(Dialect dialect)
    {
        Renaming.BreakAfter = null;
        var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        for (var no = 1; no <= Count; no++)
            await WriteAsync(under, $"thing {no}", $"old {no}");
        return under;
    }

    private static async Task<IHost> StartAsync(SqlUnderTest under)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHeadwayStore(under.Sql);
        builder.Services.AddLogging();
        var quick = TimeSpan.FromMilliseconds(50);
        builder.Services.AddHeadway(headway => headway
            .AddJobType<Renaming>("things.rename", type => type with { Retry = new RetryPolicy { Retries = 0 } })
            .AddWorker(new WorkerOptions { Slots = 2, Poll = quick, Reap = quick }));
        var host = builder.Build();
        await host.StartAsync(Ct);
        return host;
    }

    private static async Task<JobId> RenameAsync(IHost host)
    {
        var items = Enumerable.Range(1, Count).Select(no => new NewItem($"thing {no}", null)).ToList();
        var id = await host.Services.GetRequiredService<JobClient>().EnqueueAsync(new NewJob { Type = "things.rename", Items = items }, Ct);
        var queries = host.Services.GetRequiredService<JobQueries>();
        await UntilAsync(async () => (await queries.GetJobAsync(id, Ct)) is { Phase: JobPhase.Final });
        return id;
    }

    private static async Task<Job> FinalAsync(SqlUnderTest under, JobId id)
    {
        await UntilAsync(async () => (await under.Store.GetJobAsync(id, Ct)) is { Phase: JobPhase.Final });
        return (await under.Store.GetJobAsync(id, Ct))!;
    }

    private static Task UntilAsync(Func<ValueTask<bool>> so) => Eventually.IsTrueAsync(so, Ct);

    private static async Task<Dictionary<string, string>> ThingsAsync(SqlUnderTest under) =>
        (await under.Database.ListAsync(
            TestBook.Of(under.Database.Dialect)["Things"], [], row => (Name: row.GetString(0), Value: row.GetString(1)), Ct))
                .ToDictionary(row => row.Name, row => row.Value);

    private static async Task WriteAsync(SqlUnderTest under, string name, string? value) =>
        await under.Database.WriteAsync(async (session, ct) =>
        {
            await session.RunAsync(TestBook.Of(session.Dialect)["WriteThing"], [Arg.Of("name", name), Arg.Of("value", value)], ct);
            return true;
        }, Ct);

    /// <summary>Gives its thing a new value and adds another; twice, so that there are two images of each.</summary>
    private sealed class Renaming : IJobHandler, IRollback
    {
        /// <summary>So many restores later one breaks, once; null: none does.</summary>
        public static int? BreakAfter { get; set; }

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
        {
            var (changed, added) = ($"thing {item.No}", $"added {item.No}");
            return ValueTask.FromResult(Outcome.Completed()
                .With((scope, token) => ChangeAsync(scope, changed, $"half {item.No}", token))
                .With((scope, token) => ChangeAsync(scope, changed, $"new {item.No}", token))
                .With((scope, token) => ChangeAsync(scope, added, $"added {item.No}", token)));
        }

        public async ValueTask<string?> ReadAsync(EffectScope scope, string kind, string key, CancellationToken ct)
        {
            var session = scope.Feature<DbSession>()!;
            var found = await session.ListAsync(
                TestBook.Of(session.Dialect)["ReadThing"], [Arg.Of("name", key)], row => row.GetString(0), ct);
            return found.FirstOrDefault();
        }

        public async ValueTask RestoreAsync(EffectScope scope, string kind, string key, string? before, CancellationToken ct)
        {
            await SetAsync(scope.Feature<DbSession>()!, key, before, ct);
            if (BreakAfter is not { } left)
                return;
            BreakAfter = left > 0 ? left - 1 : null;
            if (left == 0)
                throw new InvalidOperationException("the worker breaks");
        }

        private async ValueTask ChangeAsync(EffectScope scope, string key, string value, CancellationToken ct)
        {
            var before = await ReadAsync(scope, "thing", key, ct);
            await SetAsync(scope.Feature<DbSession>()!, key, value, ct);
            await scope.BeforeAsync("thing", key, before, value, ct);
        }

        private static async ValueTask SetAsync(DbSession session, string key, string? value, CancellationToken ct) =>
            await session.RunAsync(TestBook.Of(session.Dialect)["WriteThing"], [Arg.Of("name", key), Arg.Of("value", value)], ct);
    }
}
