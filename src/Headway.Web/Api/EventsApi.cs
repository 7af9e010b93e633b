using System.Globalization;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>What happens, as it happens: server-sent events.</summary>
internal static class EventsApi
{
    private const string Stream = "text/event-stream";

    private const string Explained =
        "First a 'job' message with the state as it is, then for every change an 'event' message (what happened) and a 'job' message "
        + "(how the job is now), at most four of each a second a job. Send the last id back as Last-Event-ID "
        + "to miss nothing. A comment comes every 15 s.";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/events", (HttpContext http, EventStreams streams) => StreamAsync(http, streams, only: null))
            .Describe("streamEvents", "Everything that happens, live", "Live").WithDescription(Explained)
            .Answers<EventView>(200, "The stream; the first messages are the open jobs.", Stream).Refuses(400, 503);
        api.MapGet("/jobs/{id}/events", (string id, HttpContext http, EventStreams streams) => StreamAsync(http, streams, id))
            .Describe("streamJobEvents", "What happens to one job, live", "Live").WithDescription(Explained)
            .Answers<EventView>(200, "The stream; the first message is the job.", Stream).Refuses(400, 404, 503);
    }

    private static async Task<IResult> StreamAsync(HttpContext http, EventStreams streams, string? only)
    {
        JobId? job = only is null ? null : Parameters.Job(only);
        await streams.RunAsync(http, job, only, LastSeen(http.Request));
        return TypedResults.Empty;
    }

    private static long? LastSeen(HttpRequest request)
    {
        var text = (string?)request.Headers["Last-Event-ID"] ?? Parameters.One(request.Query, "last_event_id");
        if (string.IsNullOrEmpty(text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw RefusedException.BadParameter("Last-Event-ID", text, "the id of the last message received");
    }
}
