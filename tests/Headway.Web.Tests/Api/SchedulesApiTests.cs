using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class SchedulesApiTests : IAsyncLifetime
{
    private const string Nightly =
        $$$"""
        {"name":"nightly","timing":{"cron":"0 2 * * *","zone":"Europe/Berlin"},"overlap":"queue","misfire":"all",
         "job":{"type":"{{{ApiServer.Type}}}","config":{"deep":true},"queue":"slow","priority":3,"items":[{"name":"a"},{"name":"b"}]}}
        """;

    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task schedule_is_made_read_by_name_or_id_and_listed()
    {
        var made = await AddAsync(Nightly);
        Assert.Equal(
            ("nightly", "0 2 * * *", "Europe/Berlin", OverlapPolicy.Queue, MisfirePolicy.All, ApiServer.Type, "slow", 3, 2),
            (made.Name, made.Timing.Cron, made.Timing.Zone, made.Overlap, made.Misfire, made.Type, made.Queue, made.Priority, made.Items));
        Assert.True(made.Config.GetProperty("deep").GetBoolean());
        Assert.Equal(made.Id, (await _server.GetAsync<ScheduleView>("/api/v1/schedules/nightly")).Id);
        Assert.Equal(made.NextAt, (await _server.GetAsync<ScheduleView>($"/api/v1/schedules/{made.Id}")).NextAt);
        Assert.Equal(made.Id, Assert.Single((await _server.GetAsync<SchedulePage>("/api/v1/schedules")).Schedules).Id);
        var next = await _server.GetAsync<NextFires>("/api/v1/schedules/nightly/next?count=3");
        Assert.Equal((3, made.NextAt), (next.Next.Count, next.Next[0]));
    }

    [Fact]
    public async Task schedule_is_changed_by_its_version()
    {
        await AddAsync(Nightly);
        var every = Nightly.Replace("\"cron\":\"0 2 * * *\",\"zone\":\"Europe/Berlin\"", "\"every_seconds\":90", StringComparison.Ordinal);
        using var wrong = await SendAsync(HttpMethod.Put, "/api/v1/schedules/nightly", every, "\"7\"");
        await ApiServer.ProblemAsync(wrong, HttpStatusCode.Conflict, "changed_meanwhile");
        using var right = await SendAsync(HttpMethod.Put, "/api/v1/schedules/nightly", every, "\"1\"");
        var edited = await ApiServer.ReadAsync<ScheduleView>(right);
        Assert.Equal((90, 2, "\"2\""), (edited.Timing.EverySeconds, edited.Version, right.Headers.ETag?.Tag));
    }

    [Fact]
    public async Task schedule_is_paused_with_a_reason_and_goes_on()
    {
        await AddAsync(Nightly);
        using var paused = await SendAsync(HttpMethod.Post, "/api/v1/schedules/nightly/pause", """{"reason":"audit"}""");
        Assert.True(await ApiServer.ReadAsync<ScheduleView>(paused) is { Paused: true, PauseReason: "audit" });
        using var resumed = await _server.Client.PostAsync("/api/v1/schedules/nightly/resume", null, Ct);
        Assert.True(await ApiServer.ReadAsync<ScheduleView>(resumed) is { Paused: false, PauseReason: null });
    }

    [Fact]
    public async Task run_submits_a_job_that_names_its_schedule()
    {
        var made = await AddAsync(Nightly);
        using var response = await _server.Client.PostAsync("/api/v1/schedules/nightly/run", null, Ct);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var fire = await ApiServer.ReadAsync<FireView>(response);
        var job = await _server.GetAsync<JobView>(response.Headers.Location!.ToString());
        Assert.Equal((fire.JobId, made.Id, "nightly", 2), (job.Id, job.ScheduleId!.Value, job.Name, job.Counts.Total));
        Assert.Equal(fire, Assert.Single((await _server.GetAsync<FirePage>("/api/v1/schedules/nightly/fires")).Fires));
    }

    [Fact]
    public async Task removed_schedule_is_gone_and_wrong_ones_are_refused()
    {
        await AddAsync(Nightly);
        using var again = await SendAsync(HttpMethod.Post, "/api/v1/schedules", Nightly);
        await ApiServer.ProblemAsync(again, HttpStatusCode.Conflict, "name_taken");
        using var removed = await _server.Client.DeleteAsync("/api/v1/schedules/nightly", Ct);
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var gone = await _server.Client.GetAsync("/api/v1/schedules/nightly", Ct);
        await ApiServer.ProblemAsync(gone, HttpStatusCode.NotFound, "no_such_schedule");
        foreach (var (from, to, code) in ((string, string, string)[])
            [("0 2 * * *", "never", "bad_timing"), ("Europe/Berlin", "Mars/Base", "bad_zone"), ("nightly", "Not This", "bad_name"),
                ("\"name\":\"nightly\",", "", "name_missing")])
        {
            using var refused = await SendAsync(HttpMethod.Post, "/api/v1/schedules", Nightly.Replace(from, to, StringComparison.Ordinal));
            await ApiServer.ProblemAsync(refused, HttpStatusCode.BadRequest, code);
        }
    }

    [Fact]
    public async Task next_times_of_any_timing_are_shown()
    {
        var next = await _server.GetAsync<NextFires>("/api/v1/schedules/next?cron=0%2012%201%201%20*&count=2");
        Assert.Equal(2, next.Next.Count);
        Assert.All(next.Next, at => Assert.Equal((1, 1, 12), (at.Month, at.Day, at.Hour)));
        using var refused = await _server.Client.GetAsync("/api/v1/schedules/next?cron=x", Ct);
        await ApiServer.ProblemAsync(refused, HttpStatusCode.BadRequest, "bad_timing");
    }

    private async Task<ScheduleView> AddAsync(string body)
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/schedules", body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = await ApiServer.ReadAsync<ScheduleView>(response);
        Assert.EndsWith($"/api/v1/schedules/{made.Id}", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        return made;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body, string? version = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(version));
        return _server.Client.SendAsync(request, Ct);
    }
}
