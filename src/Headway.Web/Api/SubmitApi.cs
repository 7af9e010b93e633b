using System.Text.Json;
using Headway.Client;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Headway.Web.Api;

/// <summary>Takes submissions, as JSON or as files.</summary>
internal static class SubmitApi
{
    private const long MaxJsonBytes = 64L << 20;

    /// <summary>Maps the route below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/jobs", SubmitAsync).Describe("submitJob", "Submits a job, as JSON or as files", "Jobs")
            .WithMetadata(new RouteDocs.TakesSubmission())
            .MayBeRepeated()
            .Answers<JobView>(200, "The open job that has this unique key already; nothing was submitted.")
            .Answers<JobView>(201, "The job, durably accepted; Location is where it is.").Refuses(400, 403, 413, 415, 422, 503);

    private static async Task<IResult> SubmitAsync(HttpContext http, JobClient client, JobQueries queries, CancellationToken ct)
    {
        var job = await ReadAsync(http, ct) with { CreatedBy = http.User.Identity?.Name };
        return await Repeatable.AnswerAsync(http, () => JsonSerializer.Serialize(job, WireJson.Default.NewJob), async own =>
        {
            var (id, isNew) = await client.SubmitAsync(job, own is { } kept ? new JobId(kept) : null, ct);
            var stored = await queries.GetJobAsync(id, ct) ?? throw RefusedException.NoJob(id.ToString());
            return new RequestAnswer(
                isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
                $"{http.Request.PathBase}{http.Request.Path}/{id}",
                JsonSerializer.Serialize(stored.ToView(whole: true), WireJson.Default.JobView));
        }, ct);
    }

    private static async Task<NewJob> ReadAsync(HttpContext http, CancellationToken ct)
    {
        var size = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (size is { IsReadOnly: false })
            size.MaxRequestBodySize = http.Request.HasFormContentType ? FileSubmission.MaxBytes : MaxJsonBytes;
        if (FileSubmission.Boundary(http.Request) is { } boundary)
        {
            var sink = http.RequestServices.GetService<UploadSink>() ?? throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType, "no_uploads", "This server takes no files; send the submission as JSON.");
            return await new FileSubmission(sink).ReadAsync(boundary, http.Request.Body, ct);
        }

        if (http.Request.ContentType is not null && !http.Request.HasJsonContentType())
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType, "bad_content_type",
                "Send the submission as application/json, or as multipart/form-data with files.");
        }

        return await ReadJsonAsync(http.Request.Body, ct);
    }

    private static async Task<NewJob> ReadJsonAsync(Stream body, CancellationToken ct)
    {
        JobRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(body, WireJson.Default.JobRequest, ct);
        }
        catch (JsonException e)
        {
            throw BadJson("body", e);
        }

        return request is null ? throw BadJson("body", null) : ToJob(request);
    }

    /// <summary>A submission from its JSON.</summary>
    internal static NewJob ToJob(JobRequest request)
    {
        var job = new NewJob
        {
            Type = RequireType(request.Type),
            Name = request.Name,
            Config = ConfigText(request.Config),
            Labels = request.Labels,
            DueAt = request.DueAt,
            DryRun = request.DryRun ?? false,
            UniqueKey = request.UniqueKey,
            After = FamilyApi.ReadAfter(request.After),
            Parent = FamilyApi.ReadParent(request.Parent),
            LimitKey = request.LimitKey,
            KeySlots = request.KeySlots,
            TimeLimit = ToTimeLimit(request.TimeLimitSeconds),
            Source = ReadSource(request.Source),
            Notices = ToNotices(request.Webhook, request.WebhookSecret, request.Mail),
            Items = request.Items is null ? null : [.. request.Items.Select(ToItem)],
        };
        job = job with { Drive = request.Driver ?? job.Drive };
        return job with { Queue = request.Queue ?? job.Queue, Priority = request.Priority ?? job.Priority };
    }

    /// <summary>A time limit as the engine takes it; one it cannot take it refuses in its own words.</summary>
    internal static TimeSpan? ToTimeLimit(double? seconds) =>
        seconds is { } given ? TimeSpan.FromSeconds(Math.Clamp(given, 0, 1e9)) : null;

    /// <summary>Who is to hear of the job's end; null where nobody is.</summary>
    internal static IReadOnlyList<Notice>? ToNotices(string? webhook, string? secret, string? mail)
    {
        var notices = new List<Notice>();
        if (!string.IsNullOrEmpty(webhook))
            notices.Add(new Notice(DeliveryChannel.Webhook, webhook, secret));
        if (!string.IsNullOrEmpty(mail))
            notices.Add(new Notice(DeliveryChannel.Mail, mail));
        return notices.Count > 0 ? notices : null;
    }

    /// <summary>What a caller may say it is; the other words are the engine's own.</summary>
    internal static JobSource ReadSource(string? source) => source switch
    {
        null or "" or "api" => JobSource.Api,
        "cli" => JobSource.Cli,
        "manual" => JobSource.Manual,
        "webhook" => JobSource.Webhook,
        _ => throw RefusedException.BadParameter("source", source, "api, cli, manual or webhook"),
    };

    /// <summary>An item as the engine takes it.</summary>
    internal static NewItem ToItem(ItemRequest? item) => item is null
        ? throw new RefusedException(StatusCodes.Status400BadRequest, "bad_json", "An item is null; give an object, empty if need be.")
        : new NewItem(item.Name, item.Input is { ValueKind: not JsonValueKind.Null } input ? input.GetRawText() : null);

    /// <summary>The type, which must be there.</summary>
    internal static string RequireType(string? type) => string.IsNullOrWhiteSpace(type)
        ? throw new RefusedException(
            StatusCodes.Status400BadRequest, "type_missing", "Give the job's type in 'type'; GET /api/v1/types lists those there are.")
        : type;

    /// <summary>The config, which must be an object.</summary>
    internal static string ConfigText(JsonElement? config) => config switch
    {
        null or { ValueKind: JsonValueKind.Null } => "{}",
        { ValueKind: JsonValueKind.Object } element => element.GetRawText(),
        _ => throw new RefusedException(StatusCodes.Status400BadRequest, "bad_config", "The config must be a JSON object."),
    };

    /// <summary>Says where JSON is wrong.</summary>
    internal static RefusedException BadJson(string what, JsonException? e)
    {
        var where = e is { LineNumber: { } line, BytePositionInLine: { } place } ? $" near line {line + 1}, byte {place + 1}" : "";
        var path = e?.Path is { Length: > 1 } at ? $" ({at})" : "";
        return new RefusedException(
            StatusCodes.Status400BadRequest, "bad_json",
            $"The {what} is not JSON of the expected shape{where}{path}; /openapi/v1.json shows it.");
    }
}
