using Headway.Model;

namespace Headway.Store;

/// <summary>Which items of a job.</summary>
public sealed record ItemFilter
{
    /// <summary>Any of these states; empty for all.</summary>
    public IReadOnlyList<ItemState> States { get; init; } = [];

    /// <summary>Rows come with input and output, which lists else leave out.</summary>
    public bool WithInputs { get; init; }
}
