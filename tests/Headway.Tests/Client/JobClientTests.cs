using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;
using Headway.Tests.Worker;

namespace Headway.Tests.Client;

public sealed class JobClientTests : IDisposable
{
    private readonly SimStore _store;
    private readonly JobClient _client;

    public JobClientTests()
    {
        var clock = new SimClock();
        _store = new SimStore(clock);
        var types = new JobTypeRegistry(
            [new JobType { Name = "told", Handler = typeof(Told) }, new JobType { Name = "whole", Handler = typeof(Whole) }]);
        _client = new JobClient(_store, types, new IdSource(clock, new Random(1)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task config_of_any_shape_is_written_in_snake_case()
    {
        var id = await _client.EnqueueAsync("told", new { PageCount = 3, Mode = ItemState.Ready }, Ct);
        Assert.Equal("""{"page_count":3,"mode":"ready"}""", (await _store.GetJobAsync(id, Ct))!.Config);
    }

    [Fact]
    public async Task handler_parts_decide_how_a_job_begins()
    {
        var simple = await _client.EnqueueAsync(new NewJob { Type = "told" }, Ct);
        var planned = await _client.EnqueueAsync(new NewJob { Type = "whole" }, Ct);
        Assert.True((await _store.GetJobAsync(simple, Ct))!.Simple);
        Assert.False((await _store.GetJobAsync(planned, Ct))!.Planned);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task submission_that_cannot_be_taken_is_refused_in_words(NewJob job, string code)
    {
        var refused = await Assert.ThrowsAsync<SubmissionException>(async () => await _client.EnqueueAsync(job, Ct));
        Assert.Equal(code, refused.Code);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_bad_job_keeps_all_from_being_taken()
    {
        await Assert.ThrowsAsync<SubmissionException>(async () =>
            await _client.EnqueueManyAsync([new NewJob { Type = "told" }, new NewJob { Type = "nobody" }], Ct));
        Assert.Empty((await _store.ListJobsAsync(new(), new(10), Ct)).Rows);
    }

    [Fact]
    public async Task more_jobs_than_one_transaction_takes_are_refused()
    {
        var jobs = Enumerable.Repeat(new NewJob { Type = "told" }, 1001).ToList();
        var refused = await Assert.ThrowsAsync<SubmissionException>(async () => await _client.EnqueueManyAsync(jobs, Ct));
        Assert.Equal("too_many_jobs", refused.Code);
        Assert.Empty(await _client.EnqueueManyAsync([], Ct));
    }

    public static TheoryData<NewJob, string> Refused() => new()
    {
        { new NewJob { Type = "nobody" }, "unknown_type" },
        { new NewJob { Type = "told", Config = "{" }, "bad_json" },
        { new NewJob { Type = "told", Config = $"\"{new string('ä', 200_000)}\"" }, "too_large" },
        { new NewJob { Type = "told", Name = new string('x', 401) }, "name_too_long" },
        { new NewJob { Type = "told", Queue = "" }, "bad_queue" },
        { new NewJob { Type = "told", Items = [] }, "bad_item_count" },
        { new NewJob { Type = "told", Items = [new NewItem(new string('x', 401), null)] }, "name_too_long" },
        { new NewJob { Type = "told", Items = [new NewItem(null, "no")] }, "bad_json" },
        { new NewJob { Type = "told", Labels = Enumerable.Range(0, 33).ToDictionary(i => $"{i}", i => "") }, "too_many_labels" },
    };

    public void Dispose() => _store.Dispose();
}
