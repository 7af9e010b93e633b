using System.Text.Json;
using Headway.Data;
using Headway.Deliveries;
using Headway.Model;

namespace Headway.Store;

/// <summary>A job as the trigger of its table wrote it down when it ended; the names are those of migration 0011.</summary>
internal sealed record EndedFacts
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    public required string Queue { get; init; }

    public string? By { get; init; }

    public required string Source { get; init; }

    public int Total { get; init; }

    public int Done { get; init; }

    public int Fail { get; init; }

    public int Skip { get; init; }

    public int Cancel { get; init; }

    public long Created { get; init; }

    public long? Started { get; init; }

    public long Finished { get; init; }

    public string? Fault { get; init; }

    public required string Labels { get; init; }

    public int Dry { get; init; }

    public string? Result { get; init; }

    public IReadOnlyList<Error>? Errors { get; init; }

    /// <summary>The job of a delivery.</summary>
    public static EndedJob Read(string facts, Delivery delivery)
    {
        var told = JsonSerializer.Deserialize(facts, StoreJson.Default.EndedFacts)!;
        return new EndedJob
        {
            Id = delivery.JobId!.Value,
            Org = delivery.Org,
            Type = told.Type,
            Name = told.Name,
            Queue = told.Queue,
            CreatedBy = told.By,
            Source = Words.Source(told.Source),
            Status = Words.Status(delivery.Event["job.".Length..]),
            Generation = delivery.Generation,
            DryRun = told.Dry != 0,
            Counts = new JobCounts(told.Total, 0, 0, 0, told.Done, told.Fail, told.Skip, told.Cancel),
            Labels = JsonSerializer.Deserialize(told.Labels, StoreJson.Default.DictionaryStringString)!,
            Fault = Rows.Fault(told.Fault),
            Errors = [.. (told.Errors ?? []).Select(Item)],
            Result = told.Result,
            CreatedAt = Micros.ToTime(told.Created),
            StartedAt = told.Started is { } started ? Micros.ToTime(started) : null,
            FinishedAt = Micros.ToTime(told.Finished),
        };
    }

    private static EndedItem Item(Error error)
    {
        var fault = Rows.Fault(error.Fault)!;
        return new EndedItem(error.No, error.Name, fault.Code, fault.Message);
    }

    /// <summary>A failed item.</summary>
    internal sealed record Error(int No, string? Name, string Fault);
}
