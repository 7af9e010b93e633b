using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headway.Bulk;
using Headway.Client;
using Headway.Model;
using Headway.Search;
using Headway.Sim;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Bulk;

/// <summary>A wish that lost a part of its filter would be done to more jobs than were counted.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class BulkFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void every_part_of_a_filter_is_kept()
    {
        var filter = new JobFilter
        {
            Org = "acme",
            Types = ["text.count"],
            Statuses = [JobStatus.Failed],
            Sources = [JobSource.Webhook],
            From = Now.AddDays(-2),
            To = Now.AddDays(-1),
            Origin = new JobId(Guid.NewGuid()),
            Parent = new JobId(Guid.NewGuid()),
            Error = "a1b2",
            Search = "wave",
            Id = new JobId(Guid.NewGuid()),
            Queues = ["slow"],
            Users = ["ann"],
            Labels = [new LabelTerm("course", ["BIO*"])],
            Config = [new ConfigTerm(["source", "limit"], Comparison.Greater, ["500"])],
            Words = ["fall"],
            Sort = JobSort.Oldest,
        };
        var plain = new JobFilter();
        foreach (var part in typeof(JobFilter).GetProperties())
        {
            var (set, unset) = (JsonSerializer.Serialize(part.GetValue(filter)), JsonSerializer.Serialize(part.GetValue(plain)));
            Assert.True(set != unset, $"say something of {part.Name} in this test");
        }

        var kept = JsonSerializer.Serialize(BulkFilter.Of(filter, Now));
        Assert.Equal(
            JsonSerializer.Serialize(filter with { Sort = JobSort.Newest }), // an order is no part of which jobs are meant
            JsonSerializer.Serialize(JsonSerializer.Deserialize<BulkFilter>(kept)!.ToFilter()));
    }

    [Fact]
    public async Task jobs_that_came_another_way_are_left_alone()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
        {
            headway.AddJobType<Doubling>("numbers.double");
            headway.Services.AddSingleton<IArchiveFiles>(new SimArchive());
        });
        var later = bench.Clock.GetUtcNow().AddDays(1);
        await bench.Client.EnqueueManyAsync(
        [
            .. Enumerable.Range(0, 6).Select(no => new NewJob
            {
                Type = "numbers.double",
                DueAt = later,
                Source = no < 2 ? JobSource.Webhook : JobSource.Api,
            }),
        ]);
        var filter = new JobFilter { Sources = [JobSource.Webhook] };

        var id = await bench.Ask<BulkClient>().SubmitAsync(BulkVerb.Cancel, filter, "ann", default);
        await bench.UntilFinalAsync(id);

        var statuses = await bench.Store.CountJobsAsync(null, default);
        Assert.Equal((2, 4), (statuses[JobStatus.Cancelled], statuses[JobStatus.Scheduled]));
    }
}
