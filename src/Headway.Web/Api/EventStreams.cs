using Headway.Client;
using Headway.Live;
using Headway.Model;
using Headway.People;
using Headway.Web.Access;
using Microsoft.Extensions.Hosting;

namespace Headway.Web.Api;

/// <summary>Opens streams for clients and ends them when the host stops.</summary>
internal sealed class EventStreams(
    EventFeed feed, JobQueries queries, TimeProvider clock, IHostApplicationLifetime host, IServiceProvider services)
{
    private const int MaxOpen = 1000;
    private int _open;

    /// <summary>Serves one client until it leaves or the host stops.</summary>
    public async Task RunAsync(HttpContext http, JobId? only, string? shownId, long? lastSeen)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        try
        {
            if (Interlocked.Increment(ref _open) > MaxOpen)
            {
                throw new RefusedException(
                    StatusCodes.Status503ServiceUnavailable, "too_many_streams",
                    $"{MaxOpen} streams are open already; close one, or ask with GET.");
            }

            using var places = feed.Subscribe();
            var upTo = await queries.LastEventAsync(ends.Token);
            if (only is { } id && await queries.GetJobAsync(id, ends.Token) is null)
                throw RefusedException.NoJob(shownId ?? id.ToString());
            var writer = await SseWriter.OpenAsync(http.Response, ends.Token);
            var stream = new EventStream(places, queries, clock, writer, only).RunAsync(lastSeen, upTo, ends.Token);
            if (services.GetService<Door>() is not { } door)
            {
                await stream;
                return;
            }

            // Whoever may no longer read is cut off, within seconds; whichever ends first ends the other.
            var watch = door.UntilRefusedAsync(http, Permission.ReadJobs, ends.Token);
            await Task.WhenAny(stream, watch);
            await ends.CancelAsync();
            await Task.WhenAll(stream, watch);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client left, or the host stops: either way the stream has simply ended.
            return;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
