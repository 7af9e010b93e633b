using System.Diagnostics;
using System.Text.Json;
using Headway.Client;
using Headway.Store;
using Headway.Web.Api.Admin;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Turns whatever goes wrong below the API into a problem of RFC 9457: the one catch of this edge.</summary>
internal sealed partial class Problems(ILogger<Problems> logger)
{
    public const string ContentType = "application/problem+json";
    private const int RetryAfterSeconds = 5;

    /// <summary>Where a request keeps the methods its path takes, for the header Allow.</summary>
    public static readonly object Allowed = new();

    /// <summary>Where a request keeps the seconds after which to ask again.</summary>
    public static readonly object RetryAfter = new();

    /// <summary>Runs a request; it ends with an answer, whatever happens.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">What answers it.</param>
    /// <param name="plainly">A refusal is <c>{"error", "code"}</c>, as the admin API has it.</param>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next, bool plainly = false)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            RequestLeft(http.Request.Path);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await WriteAsync(http, Of(e, http), plainly);
        }
    }

    /// <summary>Answers with a problem.</summary>
    public static async Task WriteAsync(HttpContext http, ProblemView problem, bool plainly = false)
    {
        var allowed = http.Items[Allowed] as string;
        var retry = http.Items[RetryAfter] as int?
            ?? (problem.Status == StatusCodes.Status503ServiceUnavailable ? RetryAfterSeconds : null);
        http.Response.Clear();
        Guards.AddHeaders(http.Response.Headers);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = plainly ? "application/json" : ContentType;
        if (allowed is not null)
            http.Response.Headers.Allow = allowed;
        http.Response.Headers.CacheControl = "no-store";
        if (problem.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (retry is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (plainly)
        {
            var refusal = new AdminRefusal { Error = problem.Detail, Code = problem.Code };
            await JsonSerializer.SerializeAsync(http.Response.Body, refusal, AdminJson.Default.AdminRefusal, http.RequestAborted);
            return;
        }

        await JsonSerializer.SerializeAsync(http.Response.Body, problem, WireJson.Default.ProblemView, http.RequestAborted);
    }

    /// <summary>A problem from its parts.</summary>
    public static ProblemView Make(int status, string code, string detail, string? traceId = null) => new()
    {
        Type = $"urn:headway:problem:{code}",
        Title = char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' '),
        Status = status,
        Detail = detail,
        Code = code,
        TraceId = traceId,
    };

    private static ProblemView Of(SubmissionException e)
    {
        var status = e.Code == "too_large" ? StatusCodes.Status413PayloadTooLarge
            : e.Problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity
            : StatusCodes.Status400BadRequest;
        var errors = e.Problems.Select(field => new FieldProblem { Pointer = field.Pointer, Detail = $"{field.Field} {field.Message}." });
        return Make(status, e.Code, e.Message) with { Errors = e.Problems.Count > 0 ? [.. errors] : null };
    }

    private ProblemView Of(Exception e, HttpContext http)
    {
        switch (e)
        {
            case RefusedException refused:
                return Make(refused.Status, refused.Code, refused.Message);
            case SubmissionException submission:
                return Of(submission);
            case StoreUnavailableException away:
                StoreAway(away.Message);
                return Make(StatusCodes.Status503ServiceUnavailable, "store_unavailable", away.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Make(StatusCodes.Status413PayloadTooLarge, "too_large",
                    "The request is larger than this server takes; send less at once.");
            case BadHttpRequestException bad:
                return Make(bad.StatusCode, "bad_request", "The request could not be read; see /openapi/v1.json for what is expected.");
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
                RequestFailed(e, http.Request.Method, http.Request.Path, trace);
                return Make(
                    StatusCodes.Status500InternalServerError, "internal",
                    $"The server failed at this request; its log has the cause under {trace}.", trace);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The client left before {Path} was answered")]
    private partial void RequestLeft(string path);

    [LoggerMessage(LogLevel.Warning, "A request found the store away: {Reason}")]
    private partial void StoreAway(string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed; trace {Trace}")]
    private partial void RequestFailed(Exception e, string method, string path, string trace);
}
