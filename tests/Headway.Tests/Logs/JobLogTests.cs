using Headway.Handlers;
using Headway.Logs;
using Headway.Model;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headway.Tests.Logs;

public sealed class JobLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task what_any_logger_says_while_a_handler_runs_is_kept_with_its_attempt()
    {
        await using var bench = await StartAsync(async (item, loggers) =>
        {
            await Task.Yield();
            loggers.CreateLogger("Mine").LogWarning("thin {What}", "ice");
            item.Log.LogError(new InvalidOperationException("It broke."), "broken");
            item.Log.LogDebug("not kept");
            return Outcome.Completed();
        });
        var id = await bench.TellAsync(items: 2);
        await bench.UntilFinalAsync(id);
        var lines = await UntilAsync(bench, id, 4);

        var first = lines.Where(line => line.No == 1).ToList();
        Assert.Equal(("Mine", LogLevel.Warning, "thin ice"), (first[0].Category, first[0].Level, first[0].Message));
        Assert.Null(first[0].Exception);
        Assert.Equal(("Headway.Jobs.told", LogLevel.Error, "broken"), (first[1].Category, first[1].Level, first[1].Message));
        Assert.Contains("InvalidOperationException: It broke.", first[1].Exception, StringComparison.Ordinal);
        Assert.Equal([(1, 1), (1, 1)], first.Select(line => (line.Generation, line.Attempt)));
        Assert.Equal(2, lines.Count(line => line.No == 2));
    }

    [Fact]
    public async Task item_that_never_stops_talking_is_cut_and_told_so()
    {
        await using var bench = await StartAsync((item, _) =>
        {
            for (var i = 0; i < 50; i++)
                item.Log.LogInformation("{Line}", new string('x', 10_000));
            return ValueTask.FromResult(Outcome.Completed());
        }, new JobLogOptions { LinesPerAttempt = 5 });
        var id = await bench.TellAsync();
        await bench.UntilFinalAsync(id);
        var lines = await UntilAsync(bench, id, 6);

        Assert.Equal(6, lines.Count);
        Assert.Equal(4096, lines[0].Message.Length);
        Assert.Equal((LogLevel.Warning, "45 more lines were dropped: 5 are kept of an attempt."), (lines[5].Level, lines[5].Message));
    }

    [Fact]
    public async Task what_waits_is_written_when_the_host_stops()
    {
        var bench = await StartAsync((item, _) =>
        {
            item.Log.LogInformation("last words");
            return ValueTask.FromResult(Outcome.Completed());
        });
        await using (bench)
        {
            var id = await bench.TellAsync();
            await bench.UntilFinalAsync(id);
            await bench.StopAsync();
            Assert.Equal("last words", Assert.Single(await bench.Store.ReadLogAsync(id, new LogFilter(), 0, 10, Ct)).Message);
        }
    }

    [Fact]
    public void lines_that_could_not_be_written_come_again_in_order()
    {
        var log = new JobLog(new JobLogOptions(), TimeProvider.System);
        var scope = new JobLogScope(new JobId(Guid.NewGuid()), 1, 1, 1);
        log.Say(scope, LogLevel.Information, null, "1", null);
        log.Say(scope, LogLevel.Information, null, "2", null);
        var taken = log.Take(1);
        log.Say(scope, LogLevel.Information, null, "3", null);
        log.PutBack(taken);
        Assert.Equal(["1", "2", "3"], log.Take(10).Select(line => line.Message));
        Assert.Empty(log.Take(10));
    }

    private static Task<WorkerBench> StartAsync(
        Func<ItemContext, ILoggerFactory, ValueTask<Outcome>> say, JobLogOptions? options = null) => WorkerBench.StartAsync(headway =>
    {
        headway.Services.AddSingleton(say);
        headway.KeepLogs(options ?? new JobLogOptions());
        headway.AddJobType<Said>("told");
    });

    private static Task<IReadOnlyList<LogLine>> UntilAsync(WorkerBench bench, JobId id, int lines) => bench.UntilAsync(async () =>
        await bench.Store.ReadLogAsync(id, new LogFilter(), 0, 100, Ct) is { } read && read.Count >= lines ? read : null, "its log");

    private sealed class Said(Func<ItemContext, ILoggerFactory, ValueTask<Outcome>> say, ILoggerFactory loggers) : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => say(item, loggers);
    }
}
