using Headway.Model;
using Headway.Search;
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

    /// <summary>Only this job; null for all.</summary>
    public JobId? Id { get; init; }

    /// <summary>In any of these queues; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>Submitted by any of these people; null for all.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>With all of these labels; null for all.</summary>
    public IReadOnlyList<LabelTerm>? Labels { get; init; }

    /// <summary>With all of these values in their config; null for all.</summary>
    public IReadOnlyList<ConfigTerm>? Config { get; init; }

    /// <summary>With each of these in the name, the id or the submitter; null for all.</summary>
    public IReadOnlyList<string>? Words { get; init; }

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
        Id = Id,
        Queues = Queues ?? [],
        Users = Users ?? [],
        Labels = Labels ?? [],
        Config = Config ?? [],
        Words = Words ?? [],
    };

    /// <summary>A filter as it is now.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="now">Jobs that come later are not meant.</param>
    public static BulkFilter Of(JobFilter filter, DateTimeOffset now) => new()
    {
        Org = filter.Org,
        Types = Some(filter.Types),
        Statuses = Some(filter.Statuses),
        Sources = Some(filter.Sources),
        From = filter.From,
        To = filter.To <= now ? filter.To : now.AddMicroseconds(1), // it is exclusive, and a job may have come at this very moment
        Search = filter.Search,
        Origin = filter.Origin,
        Parent = filter.Parent,
        Error = filter.Error,
        Id = filter.Id,
        Queues = Some(filter.Queues),
        Users = Some(filter.Users),
        Labels = Some(filter.Labels),
        Config = Some(filter.Config),
        Words = Some(filter.Words),
    };

    private static IReadOnlyList<T>? Some<T>(IReadOnlyList<T> values) => values.Count > 0 ? values : null;
}
