using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Headway.Live;
using Headway.Model;
using Headway.Sim;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class EventsApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_stream_begins_with_the_job_and_ends_with_it_completed()
    {
        var job = await _server.SubmitAsync(3);
        using var stream = await OpenAsync($"/api/v1/jobs/{job.Id}/events");

        var first = await stream.NextAsync();
        await _server.WorkAsync(3);
        var rest = await stream.UntilAsync(message => message.EventType == "job" && Job(message).Status == JobStatus.Completed);

        Assert.Equal("job", first.EventType);
        Assert.NotEmpty(first.EventId!);
        Assert.Equal(JobStatus.Queued, Job(first).Status);
        Assert.Equal(3, rest.Where(message => message.EventType == "event").Sum(message => Count(message, JobEventKind.Finished)));
        Assert.Equal(3, Job(rest[^1]).Counts.Completed);
    }

    [Fact]
    public async Task a_dropped_stream_goes_on_where_it_was_and_misses_nothing()
    {
        var job = await _server.SubmitAsync(12);
        string? last = null;
        var finished = 0;
        var seqs = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            using var stream = await OpenAsync($"/api/v1/jobs/{job.Id}/events", last);
            await _server.WorkAsync(1);
            var done = (round * 3) + 1;
            var seen = await stream.UntilAsync(message => message.EventType == "job" && Job(message).Counts.Completed >= done);
            finished += seen.Where(message => message.EventType == "event").Sum(message => Count(message, JobEventKind.Finished));
            seqs.AddRange(seen.Where(message => message.EventType == "job").Select(message => Job(message).Seq));
            last = seen.LastOrDefault(message => message.EventId is { Length: > 0 }).EventId ?? last;
            stream.Dispose();
            await _server.WorkAsync(2); // while nobody listens
        }

        using var end = await OpenAsync($"/api/v1/jobs/{job.Id}/events", last);
        var tail = await end.UntilAsync(message => message.EventType == "job" && Job(message).Status == JobStatus.Completed);
        finished += tail.Where(message => message.EventType == "event").Sum(message => Count(message, JobEventKind.Finished));

        Assert.Equal(12, finished);
        Assert.Equal(seqs.Order(), seqs);
    }

    [Fact]
    public async Task changes_of_one_job_are_told_at_most_four_times_a_second()
    {
        var job = await _server.SubmitAsync(60);
        using var stream = await OpenAsync($"/api/v1/jobs/{job.Id}/events");
        await stream.NextAsync();

        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 60; i++)
            await _server.WorkAsync(1);
        var messages = await stream.UntilAsync(message => message.EventType == "job" && Job(message).Status == JobStatus.Completed);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;

        Assert.InRange(messages.Count(message => message.EventType == "job"), 1, (int)(seconds * 4) + 2);
        Assert.Equal(60, messages.Where(message => message.EventType == "event").Sum(message => Count(message, JobEventKind.Finished)));
    }

    [Fact]
    public async Task the_stream_of_everything_shows_open_jobs_first_and_then_every_job_that_changes()
    {
        var done = await _server.SubmitAsync(1);
        await _server.WorkAsync(1);
        var open = await _server.SubmitAsync(1);
        using var stream = await OpenAsync("/api/v1/events");

        var first = await stream.NextAsync();
        var later = await _server.SubmitAsync(1);
        var rest = await stream.UntilAsync(message => message.EventType == "job" && Job(message).Id == later.Id);

        Assert.Equal(open.Id, Job(first).Id);
        Assert.DoesNotContain(rest.Where(message => message.EventType == "job"), message => Job(message).Id == done.Id);
    }

    [Fact]
    public async Task a_stream_of_an_unknown_job_is_refused_before_it_begins()
    {
        using var response = await _server.Client.GetAsync($"/api/v1/jobs/{Guid.CreateVersion7()}/events", Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_job");
    }

    [Fact]
    public async Task a_last_event_id_that_is_none_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("Last-Event-ID", "yesterday");
        using var response = await _server.Client.SendAsync(request, Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task streams_end_when_the_server_stops()
    {
        var job = await _server.SubmitAsync(1);
        using var stream = await OpenAsync($"/api/v1/jobs/{job.Id}/events");
        await stream.NextAsync();

        var stop = _server.StopAsync();
        await stream.EndAsync();
        await stop.WaitAsync(Patience, Ct);
    }

    [Fact]
    public async Task a_client_that_lags_behind_the_buffer_still_hears_of_everything()
    {
        var clock = new SimClock();
        await using var server = await ApiServer.StartAsync(clock);
        const int items = EventSubscription.Capacity + 200;
        var job = await server.SubmitAsync(items);
        using var stream = await OpenAsync($"/api/v1/jobs/{job.Id}/events", on: server);
        await stream.NextAsync();

        await server.WorkAsync(1);
        await stream.NextAsync(); // from here the stream waits for its pace, and time stands still
        await server.WorkAsync(items - 1);
        var messages = new List<SseItem<string>>();
        do
        {
            messages.AddRange(await PassingAsync(clock, stream.UntilAsync(message => message.EventType == "job")));
        }
        while (Told() < items - 1 || Job(messages[^1]).Status != JobStatus.Completed); // a snapshot may be ahead of what was told

        Assert.InRange(Told(), items - 1, items);
        Assert.Equal(items, Job(messages[^1]).Counts.Completed);

        int Told() => messages.Where(message => message.EventType == "event").Sum(message => Count(message, JobEventKind.Finished));
    }

    [Fact]
    public async Task silence_is_broken_every_fifteen_seconds()
    {
        var clock = new SimClock();
        await using var server = await ApiServer.StartAsync(clock);
        var job = await server.SubmitAsync(1);
        using var response = await server.Client.GetAsync(
            $"/api/v1/jobs/{job.Id}/events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        while (!(await reader.ReadLineAsync(Ct))!.StartsWith("data:", StringComparison.Ordinal))
        {
        }

        Assert.Equal(": alive", await PassingAsync(clock, CommentAsync(reader)));
    }

    /// <summary>Lets time pass until what waits for it is there: when the server begins to wait cannot be seen from here.</summary>
    private static async Task<T> PassingAsync<T>(SimClock clock, Task<T> awaited)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!awaited.IsCompleted && await pulse.WaitForNextTickAsync(Ct))
            clock.Advance(TimeSpan.FromSeconds(1));
        return await awaited.WaitAsync(Patience, Ct);
    }

    private static async Task<string> CommentAsync(StreamReader reader)
    {
        while (true)
        {
            if (await reader.ReadLineAsync(Ct) is [':', ..] line)
                return line;
        }
    }

    private static JobView Job(SseItem<string> message) => JsonSerializer.Deserialize(message.Data, WireJson.Default.JobView)!;

    private static int Count(SseItem<string> message, JobEventKind kind) =>
        JsonSerializer.Deserialize(message.Data, WireJson.Default.EventView)!.Changes.Where(change => change.Kind == kind)
            .Sum(change => change.Count);

    private async Task<OpenStream> OpenAsync(string path, string? lastId = null, ApiServer? on = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var response = await (on ?? _server).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new OpenStream(response);
    }

    private sealed class OpenStream(HttpResponseMessage response) : IDisposable
    {
        private readonly CancellationTokenSource _late = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        private IAsyncEnumerator<SseItem<string>>? _messages;

        public async Task<SseItem<string>> NextAsync()
        {
            _late.CancelAfter(Patience);
            _messages ??= SseParser.Create(await response.Content.ReadAsStreamAsync(Ct)).EnumerateAsync(_late.Token)
                .GetAsyncEnumerator(_late.Token);
            Assert.True(await _messages.MoveNextAsync(), "the stream ended");
            return _messages.Current;
        }

        public async Task<List<SseItem<string>>> UntilAsync(Func<SseItem<string>, bool> last)
        {
            var seen = new List<SseItem<string>>();
            do
                seen.Add(await NextAsync());
            while (!last(seen[^1]));
            return seen;
        }

        public async Task EndAsync()
        {
            _late.CancelAfter(Patience);
            while (await _messages!.MoveNextAsync())
            {
            }
        }

        public void Dispose()
        {
            response.Dispose();
            _late.Dispose();
        }
    }
}
