namespace Headway.Store;

/// <summary>The limits that submissions bring along.</summary>
public static class KeyLimits
{
    /// <summary>Name of the limit, and its slots; of several submissions with one key the last counts.</summary>
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyList<EnqueuedJob> jobs)
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            if (job.Job is { LimitKey: { } key, KeySlots: { } slots })
                found[$"{job.Job.Org}/{key}"] = slots;
        }

        return found;
    }
}
