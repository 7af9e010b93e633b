using System.Diagnostics.CodeAnalysis;
using Headway.Client;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Worker;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class BreakerTests
{
    private const string Mail = "smtp.example.org";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task outage_costs_few_calls_and_no_attempts_and_all_is_done_once_it_is_over(bool declared)
    {
        var (calls, down) = (0, true);
        await using var bench = await WorkerBench.StartAsync(
            async (item, ct) =>
            {
                if (!declared)
                    await item.CallsAsync(Mail, ct);
                Interlocked.Increment(ref calls);
                return Volatile.Read(ref down) ? throw new IOException("connection refused") : Outcome.Completed();
            },
            type => type with { Destination = declared ? Mail : null, Retry = new RetryPolicy { BaseDelay = TimeSpan.FromSeconds(30) } });
        var id = await bench.TellAsync(items: 150);
        var breaker = await bench.UntilAsync(async () => await OpenAsync(bench), "calls to be stopped");
        Assert.Equal((Orgs.Default, Mail), (breaker.Org, breaker.Destination));
        var first = Volatile.Read(ref calls);
        var until = bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        await bench.UntilAsync(() => ValueTask.FromResult(bench.Clock.GetUtcNow() > until ? "" : null), "two minutes", Step);
        Assert.InRange(Volatile.Read(ref calls) - first, 1, 40); // what was under way, and a call every ten seconds
        var why = await bench.Ask<StatsQueries>().WhyAsync(id, CancellationToken.None);
        Assert.Contains(why!, reason => reason.Code == "circuit_open" && reason.Message.Contains(Mail, StringComparison.Ordinal));

        Volatile.Write(ref down, false);
        var job = await bench.UntilAsync(
            async () => await bench.Store.GetJobAsync(id, CancellationToken.None) is { Phase: JobPhase.Final } ended ? ended : null,
            "the end of the job", Step);
        Assert.Equal((JobStatus.Completed, 150), (job.Status, job.Counts.Completed));
        Assert.Null(await OpenAsync(bench));
    }

    [Fact]
    public async Task what_a_person_stopped_waits_and_jobs_that_call_something_else_do_not()
    {
        var called = 0;
        await using var bench = await WorkerBench.StartAsync(async (item, ct) =>
        {
            await item.CallsAsync(item.No == 1 ? Mail : "other.example.org", ct);
            Interlocked.Increment(ref called);
            return Outcome.Completed();
        });
        var client = bench.Ask<BreakerClient>();
        await client.OpenAsync(Mail, actor: "ann", reason: "billing");
        await bench.UntilFinalAsync(await bench.TellAsync()); // may still call: this process has not heard of it
        await bench.UntilAsync(() => ValueTask.FromResult(bench.Ask<Breakers>().Knows(Orgs.Default, Mail) ? "" : null), "it to be known");
        var before = Volatile.Read(ref called);

        var id = await bench.TellAsync(items: 2);
        await bench.UntilAsync(id, job => job.Counts is { Completed: 1, Waiting: 1 }, "the other item to be done");
        Assert.Equal(before + 1, Volatile.Read(ref called));
        Assert.True(await bench.Store.GetItemAsync(id, 1, CancellationToken.None) is
        { State: ItemState.Retrying, Attempts: 0, Fault: { Code: "breaker_open", Class: FaultClass.Throttled } });
        Assert.True(await client.CloseAsync(Mail, actor: "ann"));
        Assert.Equal(JobStatus.Completed, (await bench.UntilFinalAsync(id)).Status);
    }

    [Fact]
    public async Task faults_that_are_not_transient_stop_nothing()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (item, ct) =>
            {
                await item.CallsAsync(Mail, ct);
                throw FaultException.Permanent("no_such_user", "There is no such user.");
            });
        await bench.UntilFinalAsync(await bench.TellAsync(items: 60));
        await bench.UntilAsync(async () => (await ListAsync(bench)).SingleOrDefault(one => one.Calls == 60), "the calls to be counted");
        Assert.Null(await OpenAsync(bench));
    }

    [Fact]
    public void retries_beyond_the_budget_wait_their_turn()
    {
        var clock = new Headway.Sim.SimClock();
        var budgets = new RetryBudgets(clock, new IdSource(clock, new Random(1)));
        var type = new JobType { Name = "mail", Handler = typeof(Told) };
        var budget = new RetryBudget { MaxWait = TimeSpan.FromMinutes(2) };
        var second = TimeSpan.FromSeconds(1);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(second, budgets.Wait(type, budget, second)));
        Assert.Equal(TimeSpan.FromSeconds(6), budgets.Wait(type, budget, second));
        Assert.Equal(TimeSpan.FromSeconds(12), budgets.Wait(type, budget, second));
        Assert.Equal(TimeSpan.FromMinutes(1), budgets.Wait(type, budget, TimeSpan.FromMinutes(1)));
        for (var done = 0; done < 40; done++)
            budgets.Earn(type, budget);
        Assert.Equal(second, budgets.Wait(type, budget, second));
        for (var more = 0; more < 40; more++)
            Assert.InRange(budgets.Wait(type, budget, second), second, budget.MaxWait);
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(second, budgets.Wait(type, budget, second)));
        Assert.Equal(6, budgets.Wait(type, budget, second).TotalSeconds, 0.001);
    }

    private static async ValueTask<Breaker?> OpenAsync(WorkerBench bench) =>
        (await ListAsync(bench)).SingleOrDefault(one => one.OpenedAt is not null);

    private static ValueTask<IReadOnlyList<Breaker>> ListAsync(WorkerBench bench) =>
        bench.Ask<BreakerClient>().ListAsync(CancellationToken.None);
}
