using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Tests.Worker;

namespace Headway.Tests.Client;

public sealed class TypedJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task result_of_a_typed_handler_is_waited_for()
    {
        await using var bench = await StartAsync();
        var id = await bench.Client.EnqueueAsync("grow", new Plant("fern", 3), Ct);
        var waiting = bench.Client.WaitAsync<Plant>(id, ct: Ct);
        await bench.WhileAsync(waiting);
        Assert.Equal(new Plant("fern", 4), await waiting);
    }

    [Fact]
    public async Task config_and_inputs_reach_a_handler_in_their_own_types()
    {
        await using var bench = await StartAsync();
        var id = await bench.Client.EnqueueAsync(
            new NewJob { Type = "sum", Config = """{"add":10}""", Items = [new("a", """{"value":1}"""), new("b", """{"value":2}""")] }, Ct);
        await bench.UntilFinalAsync(id);
        Assert.Equal("""{"sum":12}""", (await bench.Store.GetItemAsync(id, 2, Ct))!.Output);
    }

    [Theory]
    [InlineData("grow", """{"name":"fern"}""", null, "bad_config", "config.height is missing; the schema of grow says what it takes.")]
    [InlineData("sum", """{"add":"x"}""", """{"value":1}""", "bad_config", "config.add must be a whole number, not a text;")]
    [InlineData("sum", """{"add":1}""", """{"value":true}""", "bad_input", "items[0].input.value must be a whole number, not true;")]
    [InlineData("sum", """{}""", """{}""", "bad_config", "config.add is missing;")]
    public async Task submission_of_another_shape_is_refused_with_its_fields(
        string type, string config, string? input, string code, string words)
    {
        await using var bench = await StartAsync();
        var job = new NewJob { Type = type, Config = config, Items = input is null ? null : [new NewItem(null, input)] };
        var refused = await Assert.ThrowsAsync<SubmissionException>(async () => await bench.Client.EnqueueAsync(job, Ct));
        Assert.Equal(code, refused.Code);
        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Problems);
        Assert.Empty((await bench.Store.ListJobsAsync(new(), new(10), Ct)).Rows);
    }

    [Fact]
    public void shapes_are_those_the_handler_says()
    {
        var type = new JobType { Name = "sum", Handler = typeof(Sum) };
        Assert.Equal((typeof(Settings), typeof(Number), typeof(Total)), (type.ConfigType, type.InputType, type.OutputType));
        Assert.Equal(typeof(Plant), new JobType { Name = "grow", Handler = typeof(Grow) }.InputType);
        Assert.Null(new JobType { Name = "told", Handler = typeof(Told) }.InputType);
        Assert.Equal(typeof(Plant), new JobType { Name = "told", Handler = typeof(Told), InputType = typeof(Plant) }.InputType);
    }

    [Fact]
    public async Task failure_is_thrown_with_its_fault()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => throw FaultException.Permanent("rotten", "It is rotten."));
        var id = await bench.TellAsync();
        var waiting = bench.Client.WaitAsync<Plant>(id, ct: Ct);
        await bench.UntilFinalAsync(id);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => bench.WhileAsync(waiting));
        Assert.Equal("rotten", failed.Fault?.Code);
        Assert.Equal(id, failed.Job.Id);
    }

    [Fact]
    public async Task cancelled_job_is_thrown_as_such()
    {
        await using var bench = await StartAsync(work: false);
        var id = await bench.Client.EnqueueAsync("grow", new Plant("fern", 3), Ct);
        var waiting = bench.Client.WaitAsync<Plant>(id, ct: Ct);
        await bench.Client.CancelAsync(id, ct: Ct);
        Assert.Equal(id, (await Assert.ThrowsAsync<JobCancelledException>(() => bench.WhileAsync(waiting))).Job.Id);
    }

    [Fact]
    public async Task waiting_ends_with_its_time_while_the_job_goes_on()
    {
        await using var bench = await StartAsync(work: false);
        var id = await bench.Client.EnqueueAsync("grow", new Plant("fern", 3), Ct);
        var waiting = bench.Client.WaitAsync<Plant>(id, TimeSpan.FromSeconds(30), Ct);
        await Assert.ThrowsAsync<TimeoutException>(() => bench.WhileAsync(waiting));
        Assert.Equal(JobPhase.Work, (await bench.Store.GetJobAsync(id, Ct))!.Phase);
        Assert.True(bench.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task end_is_found_without_a_feed()
    {
        await using var bench = await StartAsync(work: false);
        var types = new JobTypeRegistry([new JobType { Name = "grow", Handler = typeof(Grow) }]);
        var alone = new JobClient(bench.Store, types, new IdSource(bench.Clock, new Random(2)), clock: bench.Clock);
        var id = await alone.EnqueueAsync("grow", new Plant("fern", 3), Ct);
        var waiting = alone.WaitAsync(id, ct: Ct);
        await alone.CancelAsync(id, ct: Ct);
        await bench.WhileAsync(waiting);
        Assert.Equal(JobStatus.Cancelled, (await waiting).Status);
    }

    [Fact]
    public async Task job_that_is_not_there_is_not_waited_for()
    {
        await using var bench = await StartAsync(work: false);
        var refused = await Assert.ThrowsAsync<SubmissionException>(() => bench.Client.WaitAsync(new JobId(Guid.Empty), ct: Ct));
        Assert.Equal("no_such_job", refused.Code);
    }

    private static Task<WorkerBench> StartAsync(bool work = true) => WorkerBench.StartAsync(
        headway => headway.AddJobType<Grow>("grow").AddJobType<Sum>("sum"), work: work);

    private sealed record Plant(string Name, int Height);

    private sealed record Settings(int Add);

    private sealed record Number(int Value);

    private sealed record Total(int Sum);

    private sealed class Grow : IJobHandler<Plant>
    {
        public ValueTask<Outcome> WorkAsync(Plant input, ItemContext item, CancellationToken ct) =>
            ValueTask.FromResult(Outcome.Completed(input with { Height = input.Height + 1 }));
    }

    private sealed class Sum : IItemHandler<Settings, Number, Total>
    {
        public ValueTask<Total> WorkAsync(Settings config, Number input, ItemContext item, CancellationToken ct) =>
            ValueTask.FromResult(new Total(config.Add + input.Value));
    }
}
