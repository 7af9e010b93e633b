using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Headway.Web.Api;

/// <summary>Schedules: make, read, change, fire.</summary>
internal static class SchedulesApi
{
    private const int MostTimes = 1000;

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/schedules", ListAsync).Describe("listSchedules", "Schedules by name", "Schedules")
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<SchedulePage>(200, "A page of schedules.").Refuses(400, 503);
        api.MapPost("/schedules", AddAsync).Describe("addSchedule", "Makes a schedule", "Schedules")
            .MayBeRepeated().Answers<ScheduleView>(201, "The schedule; Location is where it is.").Refuses(400, 409, 422, 503);
        api.MapGet("/schedules/next", PreviewAsync).Describe("previewSchedule", "The next times of any timing", "Schedules")
            .WithQuery("cron", "A cron expression.").WithQuery("zone", "Its time zone, default UTC.")
            .WithQuery("every_seconds", "An interval instead.").WithQuery("at", "One time, or the first of the interval.")
            .WithQuery("count", "How many, 1–1,000, default 10.").Answers<NextFires>(200, "The times.").Refuses(400, 503);
        api.MapGet("/schedules/{schedule}", GetAsync).Describe("getSchedule", "One schedule", "Schedules")
            .Answers<ScheduleView>(200, "The schedule; its ETag is its version.").Refuses(404, 503);
        api.MapPut("/schedules/{schedule}", EditAsync).Describe("editSchedule", "Changes a schedule", "Schedules")
            .Answers<ScheduleView>(200, "The schedule as it is now.").Refuses(400, 404, 409, 503);
        api.MapDelete("/schedules/{schedule}", RemoveAsync)
            .Describe("removeSchedule", "Forgets a schedule; jobs it submitted stay", "Schedules")
            .Answers<ScheduleView>(200, "The schedule as it was.").Refuses(404, 503);
        api.MapPost("/schedules/{schedule}/pause", PauseAsync)
            .Describe("pauseSchedule", "Stops a schedule from firing by itself", "Schedules")
            .Answers<ScheduleView>(200, "The schedule as it is now.").Refuses(400, 404, 503);
        api.MapPost("/schedules/{schedule}/resume", ResumeAsync)
            .Describe("resumeSchedule", "Lets a paused schedule fire again, from now on", "Schedules")
            .Answers<ScheduleView>(200, "The schedule as it is now.").Refuses(404, 503);
        api.MapPost("/schedules/{schedule}/run", RunAsync)
            .Describe("runSchedule", "Submits the schedule's job now, besides its timing", "Schedules")
            .MayBeRepeated().Answers<FireView>(201, "The fire with its job; Location is where the job is.").Refuses(404, 422, 503);
        api.MapGet("/schedules/{schedule}/next", NextAsync).Describe("nextFires", "The next times of a schedule", "Schedules")
            .WithQuery("count", "How many, 1–1,000, default 10.").Answers<NextFires>(200, "The times.").Refuses(400, 404, 503);
        api.MapGet("/schedules/{schedule}/fires", FiresAsync).Describe("listFires", "Fires of a schedule, latest first", "Schedules")
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<FirePage>(200, "A page of fires.").Refuses(400, 404, 503);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var after = Parameters.One(http.Request.Query, "after");
        var page = await JobsApi.ReadPageAsync(
            after, () => schedules.ListAsync(Orgs.Default, new PageRequest(Parameters.Limit(http.Request.Query), after), ct));
        var view = new SchedulePage { Schedules = [.. page.Rows.Select(schedule => schedule.ToView())], Next = page.Next };
        return TypedResults.Json(view, WireJson.Default.SchedulePage);
    }

    private static async Task<IResult> AddAsync(HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var asked = ToSchedule(await ReadAsync(http, "schedule", WireJson.Default.ScheduleRequest, ct), null);
        return await Repeatable.AnswerAsync(http, () => JsonSerializer.Serialize(asked, WireJson.Default.NewSchedule), async own =>
        {
            var made = await TellTakenAsync(() => schedules.AddAsync(asked, http.User.Identity?.Name, own, ct));
            return new RequestAnswer(
                StatusCodes.Status201Created, $"{http.Request.PathBase}{http.Request.Path}/{made.Id}",
                JsonSerializer.Serialize(made.ToView(), WireJson.Default.ScheduleView));
        }, ct);
    }

    private static async Task<IResult> GetAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct) =>
        Answer(http, await FindAsync(schedule, schedules, ct));

    private static async Task<IResult> EditAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var request = await ReadAsync(http, "schedule", WireJson.Default.ScheduleRequest, ct);
        var there = await FindAsync(schedule, schedules, ct);
        if (http.Request.GetTypedHeaders().IfMatch is { Count: > 0 } known
            && !known.Any(tag => tag.Compare(TagOf(there), useStrongComparison: true) || tag == EntityTagHeaderValue.Any))
            throw Changed(there.Name);
        var edited = await TellTakenAsync(() => schedules.EditAsync(there, ToSchedule(request, there.Name), ct));
        return Answer(http, edited ?? throw Changed(there.Name));
    }

    private static async Task<IResult> RemoveAsync(string schedule, ScheduleClient schedules, CancellationToken ct)
    {
        var there = await FindAsync(schedule, schedules, ct);
        return await schedules.RemoveAsync(there.Id, ct)
            ? TypedResults.Json(there.ToView(), WireJson.Default.ScheduleView)
            : throw NoSchedule(schedule);
    }

    private static async Task<IResult> PauseAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var request = http.Request.ContentLength is null or 0
            ? null : await ReadAsync(http, "body", WireJson.Default.PauseRequest, ct);
        var there = await FindAsync(schedule, schedules, ct);
        await schedules.PauseAsync(there.Id, request?.Reason, http.User.Identity?.Name, ct);
        return Answer(http, await FindAsync(there.Id.ToString(), schedules, ct));
    }

    private static async Task<IResult> ResumeAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var there = await FindAsync(schedule, schedules, ct);
        await schedules.ResumeAsync(there.Id, ct);
        return Answer(http, await FindAsync(there.Id.ToString(), schedules, ct));
    }

    private static async Task<IResult> RunAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var there = await FindAsync(schedule, schedules, ct);
        return await Repeatable.AnswerAsync(http, () => "", async own =>
        {
            var fire = await schedules.RunNowAsync(there.Id, http.User.Identity?.Name, own is { } id ? new JobId(id) : null, ct)
                ?? throw NoSchedule(schedule);
            var path = http.Request.Path.Value!;
            return new RequestAnswer(
                StatusCodes.Status201Created,
                $"{http.Request.PathBase}{path[..path.LastIndexOf("/schedules/", StringComparison.Ordinal)]}/jobs/{fire.JobId}",
                JsonSerializer.Serialize(fire.ToView(), WireJson.Default.FireView));
        }, ct);
    }

    private static async Task<IResult> NextAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var there = await FindAsync(schedule, schedules, ct);
        return await TimesAsync(there.Timing, http, schedules, ct);
    }

    private static Task<IResult> PreviewAsync(HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var query = http.Request.Query;
        var every = Parameters.One(query, "every_seconds");
        var timing = new TimingView
        {
            Cron = Parameters.One(query, "cron"),
            Zone = Parameters.One(query, "zone"),
            EverySeconds = every is null ? null
                : double.TryParse(every, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds
                : throw RefusedException.BadParameter("every_seconds", every, "a number of seconds"),
            At = Parameters.Time(query, "at"),
        };
        return TimesAsync(ToTiming(timing), http, schedules, ct);
    }

    private static async Task<IResult> FiresAsync(string schedule, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var there = await FindAsync(schedule, schedules, ct);
        var after = Parameters.One(http.Request.Query, "after");
        var page = await JobsApi.ReadPageAsync(
            after, () => schedules.ListFiresAsync(there.Id, new PageRequest(Parameters.Limit(http.Request.Query), after), ct));
        var view = new FirePage { Fires = [.. page.Rows.Select(fire => fire.ToView())], Next = page.Next };
        return TypedResults.Json(view, WireJson.Default.FirePage);
    }

    private static async Task<IResult> TimesAsync(Timing timing, HttpContext http, ScheduleClient schedules, CancellationToken ct)
    {
        var text = Parameters.One(http.Request.Query, "count");
        var count = text is null ? 10
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= MostTimes ? given
            : throw RefusedException.BadParameter("count", text, "a number from 1 to 1000");
        return TypedResults.Json(new NextFires { Next = await schedules.NextAsync(timing, count, ct) }, WireJson.Default.NextFires);
    }

    private static async ValueTask<Schedule> FindAsync(string schedule, ScheduleClient schedules, CancellationToken ct)
    {
        var found = Guid.TryParse(schedule, out var id)
            ? await schedules.GetAsync(id, ct) : await schedules.FindAsync(Orgs.Default, schedule, ct);
        return found ?? throw NoSchedule(schedule);
    }

    private static JsonHttpResult<ScheduleView> Answer(HttpContext http, Schedule schedule)
    {
        http.Response.GetTypedHeaders().ETag = TagOf(schedule);
        return TypedResults.Json(schedule.ToView(), WireJson.Default.ScheduleView);
    }

    private static EntityTagHeaderValue TagOf(Schedule schedule) => new($"\"{schedule.Version}\"");

    private static async ValueTask<T> TellTakenAsync<T>(Func<ValueTask<T>> change)
    {
        try
        {
            return await change();
        }
        catch (SubmissionException e) when (e.Code == "name_taken")
        {
            throw new RefusedException(StatusCodes.Status409Conflict, e.Code, e.Message);
        }
    }

    private static NewSchedule ToSchedule(ScheduleRequest request, string? name) => new()
    {
        Name = request.Name ?? name ?? throw Missing("name", "the schedule's name"),
        Timing = ToTiming(request.Timing ?? throw Missing("timing", "when it fires")),
        Job = SubmitApi.ToJob(request.Job ?? throw Missing("job", "the job it submits")),
        Overlap = request.Overlap ?? OverlapPolicy.Skip,
        Misfire = request.Misfire ?? MisfirePolicy.Once,
    };

    private static Timing ToTiming(TimingView timing) => new()
    {
        Cron = timing.Cron,
        Zone = timing.Zone ?? "UTC",
        Every = timing.EverySeconds switch
        {
            null => null,
            > 0 and < 1e9 => TimeSpan.FromSeconds(timing.EverySeconds.Value),
            _ => throw new SubmissionException("bad_timing", "An interval is 1 second to 366 days long."),
        },
        At = timing.At,
    };

    private static async ValueTask<T> ReadAsync<T>(HttpContext http, string what, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, ct) ?? throw SubmitApi.BadJson(what, null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson(what, e);
        }
    }

    private static RefusedException Missing(string field, string what) =>
        new(StatusCodes.Status400BadRequest, $"{field}_missing", $"Give {what} in '{field}'.");

    private static RefusedException Changed(string name) => new(
        StatusCodes.Status409Conflict, "changed_meanwhile",
        $"The schedule '{name}' was changed by somebody else meanwhile; read it again and repeat the change.");

    private static RefusedException NoSchedule(string schedule) => new(
        StatusCodes.Status404NotFound, "no_such_schedule",
        $"There is no schedule '{(schedule.Length <= 100 ? schedule : schedule[..100])}'. GET /api/v1/schedules lists those there are.");
}
