namespace Headway.Handlers;

/// <summary>A running chunk, as its handler sees it.</summary>
public sealed class ChunkContext
{
    private readonly Dictionary<int, Outcome> _outcomes = [];

    internal ChunkContext(JobContext job, IReadOnlyList<ItemContext> items) => (Job, Items) = (job, items);

    /// <summary>Its job.</summary>
    public JobContext Job { get; }

    /// <summary>Its items, in order; at least one.</summary>
    public IReadOnlyList<ItemContext> Items { get; }

    /// <summary>Gives an item its outcome; the last one given counts.</summary>
    /// <exception cref="ArgumentException">The item is not of this chunk.</exception>
    public void Set(ItemContext item, Outcome outcome)
    {
        if (!Items.Contains(item))
            throw new ArgumentException($"Item {item.No} is not of this chunk.", nameof(item));
        _outcomes[item.No] = outcome;
    }

    internal Outcome? OutcomeOf(ItemContext item) => _outcomes.GetValueOrDefault(item.No);
}
