using System.Diagnostics.CodeAnalysis;
using Headway.Machine;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Upkeep;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class PrunerTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task ended_jobs_go_when_their_time_is_over_and_lie_in_the_archive()
    {
        await using var bench = await StartAsync();
        var archive = bench.Store;
        await archive.SetRulesAsync([new RetentionRule { Age = TimeSpan.FromMinutes(5) }], default);
        var (goes, kept) = (await bench.Client.EnqueueAsync("numbers.double", new { value = 1 }),
            await bench.Client.EnqueueAsync("numbers.double", new { value = 2 }));
        var end = (await bench.UntilFinalAsync(goes)).FinishedAt!.Value;
        await bench.UntilFinalAsync(kept);
        await archive.KeepAsync(kept, true, "ann", default);

        await bench.UntilAsync(async () => await bench.Store.GetJobAsync(goes, default) is null ? this : null, "the job to go", Step);

        Assert.InRange(bench.Clock.GetUtcNow() - end, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(16));
        Assert.NotNull(await archive.GetArchivedAsync(goes, default));
        Assert.NotNull(await bench.Store.GetJobAsync(kept, default));
        await bench.UntilAsync(
            async () => await archive.DutyRanAsync("prune", default) > end.AddMinutes(5) ? this : null, "its end", Step);
        Assert.Equal(1, Assert.Single(await archive.ListPrunedAsync(default, default)).Archived);
    }

    [Fact]
    public async Task without_an_archive_folder_jobs_that_should_be_archived_stay()
    {
        await using var bench = await StartAsync(archive: false);
        var archive = bench.Store;
        await archive.SetRulesAsync([new RetentionRule { Age = TimeSpan.Zero }], default);
        var stays = await bench.Client.EnqueueAsync("numbers.double", new { value = 1 });
        await bench.UntilFinalAsync(stays);

        await bench.UntilAsync(async () => await archive.DutyRanAsync("prune", default) is null ? null : this, "a sweep", Step);

        Assert.NotNull(await bench.Store.GetJobAsync(stays, default));
    }

    [Fact]
    public async Task what_only_passes_through_goes_by_itself_after_its_time()
    {
        await using var bench = await StartAsync();
        await bench.Store.OpenBreakerAsync("o", "mail", "ann", null, default);
        await bench.Store.CloseBreakerAsync("o", "mail", "ann", null, default);

        await bench.UntilAsync(
            async () => (await bench.Store.ListBreakersAsync(new BreakerRule(), default)).Count == 0 ? this : null, "it to go", Step);
    }

    private static Task<WorkerBench> StartAsync(bool archive = true) => WorkerBench.StartAsync(headway =>
    {
        headway.Keep(new KeepTimes { Breakers = TimeSpan.FromMinutes(1) });
        headway.AddJobType<Doubling>("numbers.double");
        if (archive)
            headway.Services.AddSingleton<IArchiveFiles>(new SimArchive());
    });
}
