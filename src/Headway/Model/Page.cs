namespace Headway.Model;

/// <summary>One page of a list that is walked by key, never by offset.</summary>
/// <param name="Rows">The rows, in the order asked for; may be empty.</param>
/// <param name="Next">Give it back as <c>after</c> for the next page; null on the last.</param>
/// <typeparam name="T">Row type.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Next)
{
    /// <summary>
    /// Not the list ended here but the stretch of it that one page looks at: what was asked for has been looked for as far as this time.
    /// Null where the page is full or the list at its end.
    /// </summary>
    public DateTimeOffset? LookedTo { get; init; }
}
