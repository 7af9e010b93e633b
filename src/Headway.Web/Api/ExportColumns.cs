using System.Text.Json;
using Headway.Handlers;
using Headway.Model;

namespace Headway.Web.Api;

/// <summary>What is exported of jobs, items and attempts; docs/api.md explains the same columns in the same order.</summary>
internal static class ExportColumns
{
    /// <summary>A job.</summary>
    public static IReadOnlyList<ExportColumn<Job>> Jobs { get; } =
    [
        new("id", job => job.Id.ToString()),
        new("uuid", job => job.Id.Value.ToString()),
        new("org", job => job.Org),
        new("type", job => job.Type),
        new("name", job => job.Name),
        new("queue", job => job.Queue),
        new("priority", job => job.Priority),
        new("created_by", job => job.CreatedBy),
        new("status", job => Parameters.Word(job.Status)),
        new("percent", job => Math.Round(job.Percent, 2)),
        new("total", job => job.Counts.Total),
        new("completed", job => job.Counts.Completed),
        new("failed", job => job.Counts.Failed),
        new("skipped", job => job.Counts.Skipped),
        new("cancelled", job => job.Counts.Cancelled),
        new("generation", job => job.Generation),
        new("created_at", job => job.CreatedAt),
        new("due_at", job => job.DueAt),
        new("started_at", job => job.StartedAt),
        new("finished_at", job => job.FinishedAt),
        new("fault_class", job => WordOf(job.Fault)),
        new("fault_code", job => job.Fault?.Code),
        new("fault_message", job => job.Fault?.Message),
        new("labels", job => Raw(JsonSerializer.Serialize(new(job.Labels), WireJson.Default.DictionaryStringString))),
        new("config", job => Raw(job.Config)),
        new("result", job => Raw(job.Result)),
    ];

    /// <summary>An item.</summary>
    public static IReadOnlyList<ExportColumn<Item>> Items { get; } =
    [
        new("job_id", item => item.JobId.ToString()),
        new("no", item => item.No),
        new("name", item => item.Name),
        new("state", item => Parameters.Word(item.State)),
        new("attempts", item => item.Attempts),
        new("started_at", item => item.StartedAt),
        new("finished_at", item => item.FinishedAt),
        new("due_at", item => item.DueAt),
        new("fault_class", item => WordOf(item.Fault)),
        new("fault_code", item => item.Fault?.Code),
        new("fault_message", item => item.Fault?.Message),
        new("fault_hint", item => item.Fault?.Hint),
        new("input", item => Raw(item.Input)),
        new("output", item => Raw(item.Output)),
    ];

    /// <summary>An attempt.</summary>
    public static IReadOnlyList<ExportColumn<Attempt>> Attempts { get; } =
    [
        new("job_id", attempt => attempt.JobId.ToString()),
        new("no", attempt => attempt.No),
        new("generation", attempt => attempt.Generation),
        new("number", attempt => attempt.Number),
        new("outcome", attempt => Parameters.Word(attempt.Outcome)),
        new("worker", attempt => attempt.Worker),
        new("started_at", attempt => attempt.StartedAt),
        new("ended_at", attempt => attempt.EndedAt),
        new("seconds", attempt => (attempt.EndedAt - attempt.StartedAt).TotalSeconds),
        new("fault_class", attempt => WordOf(attempt.Fault)),
        new("fault_code", attempt => attempt.Fault?.Code),
        new("fault_message", attempt => attempt.Fault?.Message),
        new("fault_hint", attempt => attempt.Fault?.Hint),
    ];

    private static string? WordOf(Fault? fault) => fault is null ? null : Parameters.Word(fault.Class);

    private static RawJson? Raw(string? json) => json is null ? null : new RawJson(json);
}
