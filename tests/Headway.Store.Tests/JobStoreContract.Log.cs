using Headway.Model;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private ILogStore Logs => (ILogStore)_under.Store;

    [Fact]
    public async Task lines_are_kept_in_order_and_filtered()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var other = await EnqueueAsync(NewJob());
        await Logs.AppendLogAsync(
            [Line(id, 1, "one"), Line(other, 1, "elsewhere"), Line(id, 2, "two", LogLevel.Error), Line(id, 1, "three\0ü")], Ct);
        await Logs.AppendLogAsync([Line(id, 2, "four") with { Exception = "Boom\n  at Here", Category = null }], Ct);

        var all = await Logs.ReadLogAsync(id, new LogFilter(), 0, 100, Ct);
        Assert.Equal(["one", "two", all[2].Message, "four"], all.Select(line => line.Message));
        Assert.StartsWith("three", all[2].Message, StringComparison.Ordinal);
        Assert.Equal(Line(id, 1, "one") with { Id = all[0].Id }, all[0]);
        Assert.Equal(("Boom\n  at Here", null), (all[3].Exception, all[3].Category));
        Assert.Equal(all.Select(line => line.Id).Order(), all.Select(line => line.Id));

        Assert.Equal([all[1], all[3]], await Logs.ReadLogAsync(id, new LogFilter { No = 2 }, 0, 100, Ct));
        Assert.Equal([all[1]], await Logs.ReadLogAsync(id, new LogFilter { Level = LogLevel.Warning }, 0, 100, Ct));
        Assert.Equal([all[2], all[3]], await Logs.ReadLogAsync(id, new LogFilter(), all[1].Id, 100, Ct));
        Assert.Equal([all[0]], await Logs.ReadLogAsync(id, new LogFilter(), 0, 1, Ct));
    }

    [Fact]
    public async Task lines_are_told_by_an_event_and_never_make_an_ended_job_run()
    {
        var id = await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        var before = await JobAsync(id);
        var position = await _store.LastEventAsync(Ct);
        await Logs.AppendLogAsync([Line(id, 1, "late"), Line(id, 1, "later")], Ct);

        var told = Assert.Single(await _store.ReadEventsAsync(position, 10, Ct));
        Assert.Equal((JobEventKind.Logged, new JobChange(id, before.Seq + 1)), (told.Kind, Assert.Single(told.Jobs)));
        Assert.Equal(before with { Seq = before.Seq + 1 }, await JobAsync(id) with { Labels = before.Labels });
    }

    [Fact]
    public async Task lines_of_no_job_are_passed_over()
    {
        await Logs.AppendLogAsync([], Ct);
        await Logs.AppendLogAsync([Line(_ids.NextJob(), 1, "lost")], Ct);
        Assert.Equal(0, await _store.LastEventAsync(Ct));
    }

    [Fact]
    public async Task old_lines_are_dropped()
    {
        var id = await EnqueueAsync(NewJob());
        await Logs.AppendLogAsync([Line(id, 1, "old"), Line(id, 1, "old too")], Ct);
        await AdvanceAsync(TimeSpan.FromDays(10));
        await Logs.AppendLogAsync([Line(id, 1, "young") with { At = await _store.NowAsync(Ct) }], Ct);

        Assert.Equal(0, await Logs.PruneLogAsync(TimeSpan.FromDays(11), 100, Ct));
        Assert.Equal(1, await Logs.PruneLogAsync(TimeSpan.FromDays(9), 1, Ct));
        Assert.Equal(1, await Logs.PruneLogAsync(TimeSpan.FromDays(9), 100, Ct));
        Assert.Equal("young", Assert.Single(await Logs.ReadLogAsync(id, new LogFilter(), 0, 10, Ct)).Message);
    }

    private static LogLine Line(JobId id, int no, string message, LogLevel level = LogLevel.Information) => new()
    {
        JobId = id,
        No = no,
        Generation = 1,
        Attempt = 1,
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Level = level,
        Category = "Tests",
        Message = message,
    };
}
