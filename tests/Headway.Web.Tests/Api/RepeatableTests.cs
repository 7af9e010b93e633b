using System.Net;
using System.Text;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

/// <summary>I11: the same key gives the same id and body, whatever happened to the first answer.</summary>
public sealed class RepeatableTests : IAsyncLifetime
{
    private const string Jobs = "/api/v1/jobs";
    private const string Body = $$"""{"type":"{{ApiServer.Type}}","name":"once","items":[{"name":"a"}]}""";
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task same_key_and_body_make_one_job_and_one_answer()
    {
        using var first = await PostAsync(Jobs, Body, "order-1");
        await _server.WorkAsync(1); // the job moves on; the answer does not
        using var second = await PostAsync(Jobs, Body, "order-1");
        Assert.Equal(
            (HttpStatusCode.Created, first.Headers.Location, await first.Content.ReadAsStringAsync(Ct)),
            (second.StatusCode, second.Headers.Location, await second.Content.ReadAsStringAsync(Ct)));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        await CountAsync(1);
    }

    [Fact]
    public async Task answer_lost_in_a_crash_after_the_commit_is_given_to_the_repeated_request()
    {
        var requests = (IRequestStore)_server.Store;
        using var first = await PostAsync(Jobs, Body, "probe");
        var made = await ApiServer.ReadAsync<JobView>(first);

        // What a server leaves that dies between the commit and its answer: the key with its id, the job, and no answer.
        await requests.ForgetRequestsAsync(TimeSpan.FromDays(-1), Ct);
        using var probe = await PostAsync(Jobs, Body, "crash");
        var id = (await ApiServer.ReadAsync<JobView>(probe)).Uuid;
        await requests.ForgetRequestsAsync(TimeSpan.FromDays(-1), Ct);
        var hash = await HashAsync(requests);
        await requests.KeepRequestAsync(Orgs.Default, "crash", hash, id, TimeSpan.FromDays(1), Ct);

        using var again = await PostAsync(Jobs, Body, "crash");
        Assert.Equal(id, (await ApiServer.ReadAsync<JobView>(again)).Uuid);
        Assert.NotEqual(made.Uuid, id);
        await CountAsync(3); // the probe of the hash made one
    }

    [Fact]
    public async Task same_key_with_another_body_or_route_is_refused()
    {
        using var first = await PostAsync(Jobs, Body, "k");
        using var other = await PostAsync(Jobs, Body.Replace("once", "twice", StringComparison.Ordinal), "k");
        await ApiServer.ProblemAsync(other, HttpStatusCode.UnprocessableEntity, "key_reused");
        using var bad = await PostAsync(Jobs, Body, new string('k', 256));
        await ApiServer.ProblemAsync(bad, HttpStatusCode.BadRequest, "bad_idempotency_key");
        await CountAsync(1);
    }

    [Fact]
    public async Task many_at_once_make_one_job()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var response = await PostAsync(Jobs, Body, "at-once");
            return await response.Content.ReadAsStringAsync(Ct);
        }));
        Assert.Single(answers.Distinct());
        await CountAsync(1);
    }

    [Fact]
    public async Task schedules_and_their_runs_may_be_repeated_too()
    {
        const string schedule =
            $$$"""{"name":"s","timing":{"every_seconds":3600},"job":{"type":"{{{ApiServer.Type}}}"} }""";
        foreach (var (path, body) in ((string, string)[])[("/api/v1/schedules", schedule), ("/api/v1/schedules/s/run", "")])
        {
            using var first = await PostAsync(path, body, path);
            using var second = await PostAsync(path, body, path);
            Assert.Equal(HttpStatusCode.Created, second.StatusCode);
            Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await second.Content.ReadAsStringAsync(Ct));
        }

        await CountAsync(1);
    }

    [Fact]
    public async Task open_job_with_the_unique_key_is_the_answer()
    {
        var keyed = Body.Replace("\"name\":\"once\"", "\"unique_key\":\"u\"", StringComparison.Ordinal);
        using var first = await PostAsync(Jobs, keyed);
        using var second = await PostAsync(Jobs, keyed);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("u", (await ApiServer.ReadAsync<JobView>(second)).UniqueKey);
        await CountAsync(1);
    }

    private async Task<string> HashAsync(IRequestStore requests)
    {
        using var probe = await PostAsync(Jobs, Body, "hash");
        return (await requests.KeepRequestAsync(Orgs.Default, "hash", "", Guid.NewGuid(), TimeSpan.FromDays(1), Ct)).Hash;
    }

    private async Task CountAsync(long jobs) =>
        Assert.Equal(jobs, (await _server.Store.CountJobsAsync(null, Ct)).Values.Sum());

    private Task<HttpResponseMessage> PostAsync(string path, string body, string? key = null)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _server.Client.SendAsync(request, Ct);
    }
}
