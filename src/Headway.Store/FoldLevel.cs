namespace Headway.Store;

/// <summary>How far statistics are folded: 0 is minutes as they were written.</summary>
/// <param name="Number">0 minutes, 1 quarters of an hour, 2 hours, 3 days.</param>
/// <param name="Width">What one row covers.</param>
internal readonly record struct FoldLevel(int Number, TimeSpan Width)
{
    public static readonly FoldLevel Minutes = new(0, TimeSpan.FromMinutes(1));
    public static readonly FoldLevel Quarters = new(1, TimeSpan.FromMinutes(15));
    public static readonly FoldLevel Hours = new(2, TimeSpan.FromHours(1));
    public static readonly FoldLevel Days = new(3, TimeSpan.FromDays(1));

    /// <summary>The coarsest level whose rows fit into buckets.</summary>
    public static FoldLevel ForBuckets(TimeSpan bucket)
    {
        foreach (var level in (ReadOnlySpan<FoldLevel>)[Days, Hours, Quarters])
        {
            if (bucket.Ticks % level.Width.Ticks == 0)
                return level;
        }

        return Minutes;
    }

    /// <summary>The level for most of a stretch of time, and the one for what that has not reached yet.</summary>
    public static (FoldLevel Level, FoldLevel Fine) ForStretch(TimeSpan length)
    {
        var little = TimeSpan.FromMinutes(2); // a stretch is asked for a moment before it is read
        return length <= TimeSpan.FromHours(1) + little ? (Minutes, Minutes)
            : length <= TimeSpan.FromDays(1) + little ? (Quarters, Minutes)
            : length <= TimeSpan.FromDays(10) ? (Hours, Quarters)
            : (Days, Hours);
    }

    /// <summary>The start of the row a moment falls into.</summary>
    public DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % Width.Ticks, TimeSpan.Zero);
}
