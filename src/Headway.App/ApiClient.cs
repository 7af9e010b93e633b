using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Web.Api;
using Headway.Web.Api.Admin;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>The API as the command line uses it. Refusals come as <see cref="StopException"/> with the server's own sentence.</summary>
/// <param name="server">Where the server is.</param>
/// <param name="key">An API key; null: none is shown.</param>
internal sealed class ApiClient(Uri server, string? key = null) : IDisposable
{
    private static readonly TimeSpan StreamSilence = TimeSpan.FromSeconds(45);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = server,
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>Where the server is.</summary>
    public Uri Server => server;

    /// <summary>The client for the server these settings mean.</summary>
    public static ApiClient For(Settings settings)
    {
        var here = settings.Server is null && ServerFile.IsHeld(settings.Data) ? ServerFile.Read(settings.Data) : null;
        var address = settings.Server ?? here?.Address ?? $"http://127.0.0.1:{settings.Port}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new ApiClient(uri, settings.Key ?? here?.Key)
            : throw new StopException(ExitCode.Usage, $"'{address}' is no address of a server; one looks like http://127.0.0.1:5080.");
    }

    public Task<JobPage> ListAsync(string query, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs{query}", null, WireJson.Default.JobPage, ct);

    public Task<JobView> GetAsync(string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}", null, WireJson.Default.JobView, ct);

    public Task<FamilyView> FamilyAsync(string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/family", null, WireJson.Default.FamilyView, ct);

    public Task<ItemPage> ItemsAsync(string id, string query, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/items{query}", null, WireJson.Default.ItemPage, ct);

    public Task<ItemView> ItemAsync(string id, int no, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/items/{no}", null, WireJson.Default.ItemView, ct);

    public Task<LogPage> LogAsync(string id, string query, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/log{query}", null, WireJson.Default.LogPage, ct);

    public Task<JobView> ControlAsync(string id, string verb, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/{verb}", null, WireJson.Default.JobView, ct);

    public Task<JobView> RetryItemAsync(string id, int no, CancellationToken ct) =>
        ControlAsync(id, $"items/{no}/retry", ct);

    public Task<CountView> CountAsync(string id, string verb, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/{verb}", null, WireJson.Default.CountView, ct);

    public Task<JobView> ControlAsync<T>(string id, string verb, T body, JsonTypeInfo<T> type, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Post, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/{verb}", JsonContent.Create(body, type),
            WireJson.Default.JobView, ct);

    public Task<AdminProgress> ProcessAsync(string id, string request, CancellationToken ct) => SendAsync(
        HttpMethod.Post, $"/api/admin/jobs/{Uri.EscapeDataString(id)}/process",
        JsonContent.Create(new AdminProcess { RequestId = request }, AdminJson.Default.AdminProcess), AdminJson.Default.AdminProgress, ct);

    public Task<TypeList> TypesAsync(CancellationToken ct) =>
        SendAsync(HttpMethod.Get, "/api/v1/types", null, WireJson.Default.TypeList, ct);

    public Task<TypeView> TypeAsync(string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/types/{Uri.EscapeDataString(name)}", null, WireJson.Default.TypeView, ct);

    public Task<WhyView> WhyAsync(string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/why", null, WireJson.Default.WhyView, ct);

    public Task<StatsView> StatsAsync(string query, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/api/v1/stats{query}", null, WireJson.Default.StatsView, ct);

    public Task<WorkerList> WorkersAsync(CancellationToken ct) =>
        SendAsync(HttpMethod.Get, "/api/v1/workers", null, WireJson.Default.WorkerList, ct);

    public Task<HealthView> ReadyAsync(CancellationToken ct) =>
        SendAsync(HttpMethod.Get, "/health/ready", null, WireJson.Default.HealthView, ct);

    public Task<JobView> SubmitAsync(HttpContent content, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/v1/jobs", content, WireJson.Default.JobView, ct);

    /// <summary>Any other route of the API.</summary>
    public Task<T> CallAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken ct) =>
        SendAsync(method, path, content, type, ct);

    /// <summary>Deletes a job.</summary>
    public async Task DeleteAsync(string id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/jobs/{Uri.EscapeDataString(id)}");
        using var response = await ReachAsync(request, ct);
    }

    /// <summary>Copies an answer's body as it comes.</summary>
    /// <exception cref="StopException">It was refused, or broke off.</exception>
    public async Task DownloadAsync(string path, Stream target, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await ReachAsync(request, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        try
        {
            await body.CopyToAsync(target, ct);
        }
        catch (Exception e) when (e is HttpIOException or HttpRequestException)
        {
            throw new StopException(ExitCode.Failed, "The answer broke off; what came is not whole. Try again.", e);
        }
    }

    /// <summary>The job as it changes: as it is now first, then every change, through lost connections, until the caller stops.</summary>
    public async IAsyncEnumerable<JobView> WatchAsync(string id, [EnumeratorCancellation] CancellationToken ct)
    {
        string? last = null;
        while (true)
        {
            await using var messages = MessagesAsync(id, last, ct).GetAsyncEnumerator(ct);
            while (await NextAsync(messages, last is not null, ct))
            {
                if (messages.Current.EventId is { Length: > 0 } seen)
                    last = seen;
                if (messages.Current.EventType == "job")
                    yield return JsonSerializer.Deserialize(messages.Current.Data, WireJson.Default.JobView)!;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The next message; false where the connection was lost and is worth another try.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> messages, bool connectedBefore, CancellationToken ct)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (Exception e) when (connectedBefore && !ct.IsCancellationRequested
            && e is HttpRequestException or IOException or OperationCanceledException
                or StopException { ExitCode: ExitCode.NoServer or ExitCode.StoreAway })
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<string>> MessagesAsync(string id, string? last, [EnumeratorCancellation] CancellationToken ct)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        using var response = await ReachAsync(request, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        silent.CancelAfter(StreamSilence);
        await foreach (var message in SseParser.Create(new KeptAlive(body, silent, StreamSilence)).EnumerateAsync(silent.Token))
            yield return message;
    }

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await ReachAsync(request, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        return await JsonSerializer.DeserializeAsync(body, type, ct)
            ?? throw new StopException(ExitCode.Failed, $"The server at {server} gave an empty answer; is it Headway?");
    }

    private async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, CancellationToken ct)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e)
        {
            throw NoServer(e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw NoServer(e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await RefusedAsync(response, ct);
    }

    private static JsonTypeInfo ProblemType(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "application/json"
            ? AdminJson.Default.AdminRefusal
            : WireJson.Default.ProblemView;

    private StopException NoServer(Exception e) => new(
        ExitCode.NoServer, $"No Headway server answers at {server.GetLeftPart(UriPartial.Authority)}. Start one with `./run`.", e);

    private async Task<StopException> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var code = response.StatusCode == HttpStatusCode.ServiceUnavailable ? ExitCode.StoreAway : ExitCode.Refused;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var problem = await JsonSerializer.DeserializeAsync(body, ProblemType(response), ct);
            return new StopException(code, problem is ProblemView view ? view.Detail : ((AdminRefusal)problem!).Error)
            {
                RetryIn = response.StatusCode == HttpStatusCode.TooManyRequests ? response.Headers.RetryAfter?.Delta : null,
            };
        }
        catch (JsonException e)
        {
            return new StopException(code,
                $"The server at {server} answered {(int)response.StatusCode} {response.ReasonPhrase}; is it Headway?", e);
        }
    }
}
