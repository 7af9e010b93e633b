using Headway.Model;

namespace Headway.Sim;

/// <summary>An item as stored: what it is, and its outcome once it has one. Where it is, the job knows.</summary>
internal sealed class SimItem
{
    public string? Name { get; init; }

    public string? Input { get; set; }

    /// <summary>Null while the item is in some place of the job and has no outcome.</summary>
    public ItemState? Final { get; set; }

    /// <summary>The generation its life began in.</summary>
    public int Life { get; set; } = 1;

    /// <summary>Attempts charged in this life.</summary>
    public int Number { get; set; }

    /// <summary>When workers died over it alone, in this life.</summary>
    public List<DateTimeOffset> Crashes { get; } = [];

    public string? Output { get; set; }

    public Fault? Fault { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Step { get; set; }

    public double? StepPercent { get; set; }

    public void End(ItemState state, string? output, Fault? fault, DateTimeOffset now)
    {
        (Final, Output, Fault, FinishedAt) = (state, output, fault, now);
        (Step, StepPercent) = (null, null);
    }

    public void Revive(int life)
    {
        Life = life;
        Crashes.Clear();
        (Final, Output, Fault, FinishedAt, Number) = (null, null, null, null, 0);
        (Step, StepPercent) = (null, null);
    }
}

/// <summary>Items handed back or waiting for their next attempt.</summary>
/// <param name="Lo">First.</param>
/// <param name="Hi">Last.</param>
/// <param name="Number">Attempts charged.</param>
/// <param name="DueAt">When they may be claimed again; null: now.</param>
/// <param name="Suspect">Waits to run alone, without a due time.</param>
internal readonly record struct SimSpan(int Lo, int Hi, int Number, DateTimeOffset? DueAt, bool Suspect = false)
{
    public int Count => Hi - Lo + 1;

    public bool IsDue => DueAt is null && !Suspect;
}

/// <summary>Items in a slot: the right to write their outcomes.</summary>
internal readonly record struct SimClaim(Headway.Store.ClaimedChunk Chunk, Guid Session, DateTimeOffset TakenAt, bool Suspect)
{
    public Headway.Store.ChunkKey Key => Chunk.Key;

    public int Number => Chunk.Number;

    public int Generation => Chunk.Generation;

    public int Count => Key.Hi - Key.Lo + 1;
}
