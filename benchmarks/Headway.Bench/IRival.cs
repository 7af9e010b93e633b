namespace Headway.Bench;

/// <summary>Something that queues work: Headway's store, or the floor beneath it.</summary>
internal interface IRival
{
    /// <summary>Accepts so many, durable when it returns.</summary>
    ValueTask EnqueueAsync(int count, CancellationToken ct);

    /// <summary>Claims at most so many, then finishes them.</summary>
    /// <returns>How many, and how long each half took.</returns>
    ValueTask<Drained> DrainAsync(int batch, CancellationToken ct);
}

/// <summary>One claim and the finish that followed.</summary>
internal readonly record struct Drained(int Count, TimeSpan Claiming, TimeSpan Finishing);
