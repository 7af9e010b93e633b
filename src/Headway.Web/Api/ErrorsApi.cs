using System.Text.Json;
using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Errors over all jobs: what fails, since when and how often, and what a person says of it.</summary>
internal static class ErrorsApi
{
    private const int LastJobs = 20;
    private const string Tag = "Errors";

    private static readonly (string Word, TimeSpan Length)[] Periods =
    [
        ("1h", TimeSpan.FromHours(1)), ("6h", TimeSpan.FromHours(6)), ("24h", TimeSpan.FromHours(24)), ("7d", TimeSpan.FromDays(7)),
        ("30d", TimeSpan.FromDays(30)),
    ];

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/errors", ListAsync).Describe("listErrors", "What failed, over all jobs, by fingerprint", Tag)
            .WithQuery("period", "What is counted over: 1h, 6h, 24h (default), 7d or 30d.")
            .WithQuery("state", "Only these states: open, regressed, resolved, ignored.")
            .WithQuery("type", "Only failures of jobs of this type.")
            .WithQuery("org", "Only failures of this organisation's jobs.")
            .WithQuery("search", "Part of the message or the code in any case, or a whole fingerprint.")
            .WithQuery("by", "What comes first: times (default), last or first.")
            .WithQuery("limit", "Rows, 1–100, default 20.")
            .Answers<ErrorList>(200, "The errors.").Refuses(400, 503);
        api.MapGet("/errors/{fingerprint}", GetAsync).Describe("getError", "One error, with the jobs it happened to last", Tag)
            .WithQuery("period", "What is counted over: 1h, 6h, 24h (default), 7d or 30d.")
            .WithQuery("type", "Count only failures of jobs of this type.")
            .WithQuery("org", "Count only failures of this organisation's jobs.")
            .Answers<ErrorView>(200, "The error.").Refuses(400, 404, 503);
        MapVerb(api, "resolve", "Says that it will not happen again; where it does, it is back as regressed. The body may have reason",
            (errors, print, request, actor, ct) => errors.ResolveAsync(print, actor, request.Reason, ct));
        MapVerb(api, "ignore", "Leaves it out of what is open for a while. The body may have until, times (to happen again) and reason",
            (errors, print, request, actor, ct) =>
                errors.IgnoreAsync(print, request.Until, request.Times, actor, request.Reason, ct));
        MapVerb(api, "reopen", "Takes back that it is resolved or ignored. The body may have reason",
            (errors, print, request, actor, ct) => errors.ReopenAsync(print, actor, request.Reason, ct));
    }

    private static void MapVerb(
        RouteGroupBuilder api, string verb, string summary,
        Func<ErrorClient, string, ErrorRequest, string?, CancellationToken, ValueTask<bool>> say) =>
        api.MapPost($"/errors/{{fingerprint}}/{verb}",
            async (string fingerprint, HttpContext http, ErrorClient errors, CancellationToken ct) =>
            {
                var request = await ReadAsync(http, ct);
                return await say(errors, fingerprint, request, http.User.Identity?.Name, ct)
                    ? await OneAsync(fingerprint, new ErrorFilter(), errors, ct)
                    : throw NoError(fingerprint);
            })
            .Describe($"{verb}Error", summary, Tag)
            .Answers<ErrorView>(200, "The error as it is now, counted over 24 hours.").Refuses(400, 404, 503);

    private static async Task<IResult> ListAsync(HttpContext http, ErrorClient errors, CancellationToken ct)
    {
        var query = http.Request.Query;
        var (word, filter) = FilterOf(query);
        var found = await errors.ListAsync(filter with
        {
            States = Parameters.Words<ErrorState>(query, "state"),
            Search = Parameters.One(query, "search"),
            By = Parameters.Words<ErrorOrder>(query, "by") is [.., var by] ? by : ErrorOrder.Times,
            Limit = Parameters.Limit(query),
        }, ct);
        return TypedResults.Json(
            new ErrorList { Period = word, Errors = [.. found.Select(one => ToView(one, null))] }, WireJson.Default.ErrorList);
    }

    private static Task<IResult> GetAsync(string fingerprint, HttpContext http, ErrorClient errors, CancellationToken ct) =>
        OneAsync(fingerprint, FilterOf(http.Request.Query).Filter, errors, ct);

    private static async Task<IResult> OneAsync(string fingerprint, ErrorFilter filter, ErrorClient errors, CancellationToken ct)
    {
        var one = await errors.GetAsync(fingerprint, filter, ct) ?? throw NoError(fingerprint);
        var jobs = await errors.ListJobsAsync(fingerprint, filter.Org, LastJobs, ct);
        return TypedResults.Json(ToView(one, jobs), WireJson.Default.ErrorView);
    }

    private static (string Word, ErrorFilter Filter) FilterOf(IQueryCollection query)
    {
        var word = Parameters.One(query, "period") ?? "24h";
        if (!Periods.Any(known => known.Word == word))
            throw RefusedException.BadParameter("period", word, "1h, 6h, 24h, 7d or 30d");
        return (word, new ErrorFilter
        {
            Period = Periods.First(known => known.Word == word).Length,
            Org = Parameters.One(query, "org"),
            Type = Parameters.One(query, "type"),
        });
    }

    private static async ValueTask<ErrorRequest> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength is 0 or null && !http.Request.HasJsonContentType())
            return new ErrorRequest();
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.ErrorRequest, ct)
                ?? throw SubmitApi.BadJson("body", null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static RefusedException NoError(string fingerprint) => new(
        StatusCodes.Status404NotFound, "no_such_error",
        $"No error has the fingerprint '{fingerprint}'; GET /api/v1/errors lists those that are known.");

    private static ErrorView ToView(ErrorGroup one, IReadOnlyList<ErrorHit>? jobs) => new()
    {
        Fingerprint = one.Print,
        State = one.State,
        Code = one.Code,
        Class = one.Class,
        Pattern = one.Pattern,
        Sample = one.Sample,
        Hint = one.Hint,
        Types = one.Types,
        Times = one.Times,
        Failed = one.Failed,
        Jobs = one.Jobs,
        Trend = one.Trend,
        AllTimes = one.AllTimes,
        FirstAt = one.FirstAt,
        LastAt = one.LastAt,
        Until = one.Until,
        UntilTimes = one.UntilTimes,
        ChangedAt = one.ChangedAt,
        By = one.Actor,
        Reason = one.Reason,
        BackAt = one.BackAt,
        LastJobs = jobs is null ? null :
        [
            .. jobs.Select(hit => new ErrorJobView
            {
                Id = hit.JobId.ToString(),
                Org = hit.Org,
                Type = hit.Type,
                Name = hit.Name,
                Status = hit.Status,
                Times = hit.Times,
                LastAt = hit.LastAt,
            }),
        ],
    };
}
