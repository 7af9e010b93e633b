using System.Collections.Concurrent;
using System.Diagnostics;
using Headway.Handlers;
using Headway.Model;
using Headway.Telemetry;
using Headway.Tests.Worker;

namespace Headway.Tests.Telemetry;

public sealed class HeadwayTracesTests
{
    [Fact]
    public async Task attempts_join_the_trace_that_is_the_jobs_own_id()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HeadwayTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Activity? seen = null;
        await using var bench = await WorkerBench.StartAsync((_, _) =>
        {
            seen = Activity.Current;
            throw FaultException.Permanent("rotten", "It is rotten.");
        });
        var id = await bench.TellAsync();
        await bench.UntilFinalAsync(id);

        var trace = id.Value.ToString("N");
        Assert.Equal(trace, HeadwayTraces.TraceOf(id).ToHexString());
        Assert.Equal(trace, seen?.TraceId.ToHexString());
        var attempt = await bench.UntilAsync(
            () => ValueTask.FromResult(ended.FirstOrDefault(span => span.TraceId.ToHexString() == trace)), "its span");
        Assert.Equal(("work told", ActivityKind.Consumer, ActivityStatusCode.Error), (attempt.OperationName, attempt.Kind, attempt.Status));
        Assert.Equal((id.ToString(), 1), (attempt.GetTagItem("headway.job.id"), attempt.GetTagItem("headway.attempt")));
        var submit = ended.First(span => span.Kind == ActivityKind.Producer && Equals(span.GetTagItem("headway.job.id"), id.ToString()));
        var link = Assert.Single(submit.Links);
        Assert.Equal((trace, attempt.ParentSpanId), (link.Context.TraceId.ToHexString(), link.Context.SpanId));
    }

    [Fact]
    public void every_job_has_a_point_its_attempts_hang_on() =>
        Assert.NotEqual(default, HeadwayTraces.TraceOf(new JobId(Guid.Parse("0199a0d0-0000-7000-8000-000000000000"))));
}
