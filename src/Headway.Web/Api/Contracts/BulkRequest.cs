using System.Text.Json.Serialization;
using Headway.Bulk;

namespace Headway.Web.Api.Contracts;

/// <summary>One thing asked of many jobs.</summary>
public sealed record BulkRequest
{
    /// <summary>cancel, pause, resume, reprioritise, retry, restart, archive or delete.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<BulkVerb>))]
    public BulkVerb? Verb { get; init; }

    /// <summary>Of these jobs; null where a filter is given.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Of all jobs that fit this now; an empty object is all there are.</summary>
    public BulkFilterView? Filter { get; init; }

    /// <summary>The priority they get, higher first; with the verb <c>reprioritise</c>, and only with that.</summary>
    public int? Priority { get; init; }

    /// <summary>Only counts.</summary>
    public bool DryRun { get; init; }
}
