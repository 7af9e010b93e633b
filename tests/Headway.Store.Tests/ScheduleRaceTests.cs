using Headway.Data;
using Headway.Machine;
using Headway.Model;
using Headway.Sim;
using Headway.Sim.Postgres;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>F25: many nodes look at the schedules of one database at once.</summary>
[Collection("postgres")]
public sealed class ScheduleRaceTests
{
    private const int Schedules = 25;
    private const int Times = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task three_schedulers_make_every_fire_once_and_miss_none()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateAsync();
        var clock = new SimClock();
        var options = new DatabaseOptions { Clock = clock, ClockDecides = true };
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
            await SqlJobStore.OpenAsync(server.ConnectTo(name), options, Ct)));
        var ids = new IdSource(clock, new Random(1));
        var start = clock.GetUtcNow();
        for (var i = 0; i < Schedules; i++)
            await nodes[0].AddScheduleAsync(Made(ids.NewGuid(), $"s{i}", start), Ct);

        var end = start.AddSeconds(Times);
        await Task.WhenAll(nodes.Select((node, number) => FireAsync(node, number, ids, clock, end)));

        var expected = Enumerable.Range(1, Times).Select(n => start.AddSeconds(n)).ToList();
        var jobs = new HashSet<JobId>();
        foreach (var schedule in (await nodes[0].ListSchedulesAsync(null, new PageRequest(1000), Ct)).Rows)
        {
            var fires = (await nodes[0].ListFiresAsync(schedule.Id, new PageRequest(1000), Ct)).Rows;
            Assert.Equal(expected, fires.Select(fire => fire.At).Order());
            Assert.All(fires, fire => Assert.True(jobs.Add(fire.JobId!.Value)));
        }

        Assert.Equal(Schedules * Times, (await nodes[0].CountJobsAsync(null, Ct))[JobStatus.Queued]);
        foreach (var node in nodes)
            await node.DisposeAsync();
        await server.DropAsync(name);
    }

    /// <summary>Looks until the last time has been made; the first node moves the time of the database on.</summary>
    private static async Task FireAsync(SqlJobStore node, int number, IdSource ids, SimClock clock, DateTimeOffset end)
    {
        while (true)
        {
            var round = await node.FireAsync(due => FirePlanner.Decide(due, () => Job(ids.NewJobId())), [], Ct);
            if (round.Schedules > 0)
                continue;
            var latest = (await node.ListSchedulesAsync(null, new PageRequest(1000), Ct)).Rows.Min(schedule => schedule.NextAt);
            if (latest > end)
                return;
            if (number == 0 && latest > clock.GetUtcNow() && clock.GetUtcNow() < end)
                clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static EnqueuedJob Job(JobId id) => new(id, new NewJob { Type = "work" }, false, false, 1, 4);

    private static Schedule Made(Guid id, string name, DateTimeOffset start) => new()
    {
        Id = id,
        Org = Orgs.Default,
        Name = name,
        Timing = new Timing { Every = TimeSpan.FromSeconds(1), At = start },
        Overlap = OverlapPolicy.Allow,
        Misfire = MisfirePolicy.All,
        Template = Job(default),
        NextAt = start.AddSeconds(1),
    };
}
