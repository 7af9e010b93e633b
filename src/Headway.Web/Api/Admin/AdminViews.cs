using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Api.Admin;

/// <summary>The model in AudienceGPT's words.</summary>
internal static class AdminViews
{
    /// <summary>A job with why its items failed.</summary>
    public static AdminJob Of(Job job, IEnumerable<ItemError> errors, bool whole)
    {
        var (success, error, skip) = job.Counts.AudienceGptCounters();
        return new AdminJob
        {
            Id = job.Id.ToString(),
            JobType = job.Type,
            OrgId = job.Org == Orgs.System ? null : job.Org,
            CreatedBy = job.CreatedBy,
            Status = Vocabulary.AudienceGpt.Word(job),
            Config = JsonElement.Parse(job.Config),
            TotalItems = job.Planned ? job.Counts.Total : Math.Max(job.Counts.Total, job.Expected ?? 0),
            ProcessedItems = success + error + skip,
            SuccessCount = success,
            ErrorCount = error,
            SkipCount = skip,
            Errors = [.. errors.Select(Of), .. OfWhole(job)],
            Result = whole && job.Result is not null ? JsonElement.Parse(job.Result) : null,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            CompletedAt = job.FinishedAt,
        };
    }

    /// <summary>How a job stands.</summary>
    public static AdminProgress Of(ProcessAnswer answer) => new()
    {
        Done = answer.Done,
        ProcessedItems = answer.Processed,
        TotalItems = answer.Total,
        SuccessCount = answer.Completed,
        ErrorCount = answer.Failed,
        SkipCount = answer.Skipped,
    };

    private static AdminError Of(ItemError error) => new()
    {
        Id = OwnId(error.Input) ?? error.No.ToString(CultureInfo.InvariantCulture),
        Name = error.Name,
        Message = error.Fault.Message,
    };

    private static IEnumerable<AdminError> OfWhole(Job job) => job.Fault is { } fault ? [new AdminError { Message = fault.Message }] : [];

    private static string? OwnId(string? input)
    {
        if (input is null)
            return null;
        using var json = JsonDocument.Parse(input);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id)
            ? id.ValueKind switch { JsonValueKind.String => id.GetString(), JsonValueKind.Number => id.GetRawText(), _ => null }
            : null;
    }
}
