using Headway.Model;
using Headway.Store;

namespace Headway.Bulk;

/// <summary>A <see cref="JobFilter"/> as it is written into a config.</summary>
public sealed record BulkFilter
{
    /// <summary>One organisation; null for all.</summary>
    public string? Org { get; init; }

    /// <summary>Any of these types; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Any of these statuses; null for all.</summary>
    public IReadOnlyList<JobStatus>? Statuses { get; init; }

    /// <summary>Submitted by any of these; null for all.</summary>
    public IReadOnlyList<JobSource>? Sources { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before; at the latest when the wish was made.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Part of the name, or a whole id.</summary>
    public string? Search { get; init; }

    /// <summary>Only jobs that were made from this one; null for all.</summary>
    public JobId? Origin { get; init; }

    /// <summary>Only children of this job; null for all.</summary>
    public JobId? Parent { get; init; }

    /// <summary>Only jobs an error with this fingerprint has happened to; null for all.</summary>
    public string? Error { get; init; }

    /// <summary>The filter it stands for.</summary>
    public JobFilter ToFilter() => new()
    {
        Org = Org,
        Types = Types ?? [],
        Statuses = Statuses ?? [],
        Sources = Sources ?? [],
        From = From,
        To = To,
        Search = Search,
        Origin = Origin,
        Parent = Parent,
        Error = Error,
    };

    /// <summary>A filter as it is now.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="now">Jobs that come later are not meant.</param>
    public static BulkFilter Of(JobFilter filter, DateTimeOffset now) => new()
    {
        Org = filter.Org,
        Types = filter.Types.Count > 0 ? filter.Types : null,
        Statuses = filter.Statuses.Count > 0 ? filter.Statuses : null,
        Sources = filter.Sources.Count > 0 ? filter.Sources : null,
        From = filter.From,
        To = filter.To <= now ? filter.To : now.AddMicroseconds(1), // it is exclusive, and a job may have come at this very moment
        Search = filter.Search,
        Origin = filter.Origin,
        Parent = filter.Parent,
        Error = filter.Error,
    };
}
