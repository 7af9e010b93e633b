using System.Text.Json;
using Headway.Model;
using Headway.Search;

namespace Headway.Store;

/// <summary>Which jobs; every part narrows, null or empty parts do not.</summary>
public sealed record JobFilter
{
    /// <summary>One organisation; null for all.</summary>
    public string? Org { get; init; }

    /// <summary>Any of these types; <c>*</c> in one stands for any letters.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Any of these statuses.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Submitted by any of these.</summary>
    public IReadOnlyList<JobSource> Sources { get; init; } = [];

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Made from this job: its reruns and its rollback.</summary>
    public JobId? Origin { get; init; }

    /// <summary>Children of this job.</summary>
    public JobId? Parent { get; init; }

    /// <summary>An error with this fingerprint has happened to them.</summary>
    public string? Error { get; init; }

    /// <summary>Part of the name, any case; or a whole id in either form.</summary>
    public string? Search { get; init; }

    /// <summary>This job alone, where it fits the rest.</summary>
    public JobId? Id { get; init; }

    /// <summary>In any of these queues; <c>*</c> in one stands for any letters.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Submitted by any of these people, in any case; <c>*</c> in one stands for any letters.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>All of these labels.</summary>
    public IReadOnlyList<LabelTerm> Labels { get; init; } = [];

    /// <summary>All of these values in their config.</summary>
    public IReadOnlyList<ConfigTerm> Config { get; init; } = [];

    /// <summary>Each of these in the name, the id or the submitter, in any case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>In which order a list comes; no part of which jobs are meant.</summary>
    public JobSort Sort { get; init; }

    /// <summary>No index finds what it asks for: a store looks at jobs one by one, a window of them for a page.</summary>
    public bool IsFreeForm => Queues.Count + Users.Count + Labels.Count + Config.Count + Words.Count > 0 || Types.Any(IsPattern);

    /// <summary>
    /// Whether a job fits, of all that can be seen of the job alone: not its organisation, what it was made from, whose child it is
    /// and its errors. Every store asks this one function where it has no index, so they cannot differ.
    /// </summary>
    /// <param name="job">The job.</param>
    public bool Fits(in SearchedJob job)
    {
        var (type, queue, user) = (job.Type, job.Queue, job.CreatedBy);
        return (Id is null || Id == job.Id)
            && (Types.Count == 0 || Types.Any(wanted => IsPattern(wanted) ? Wildcard.Fits(wanted, type) : wanted == type))
            && (Statuses.Count == 0 || Statuses.Contains(job.Status))
            && (Sources.Count == 0 || Sources.Contains(job.Source))
            && (From is null || job.CreatedAt >= From)
            && (To is null || job.CreatedAt < To)
            && (Queues.Count == 0 || Queues.Any(wanted => Wildcard.Fits(wanted, queue)))
            && (Users.Count == 0 || (user is not null && Users.Any(wanted => Wildcard.Fits(wanted, user))))
            && SearchFits(job) && WordsFit(job) && LabelsFit(job) && ConfigFits(job);
    }

    private bool SearchFits(in SearchedJob job) =>
        string.IsNullOrEmpty(Search) || job.Name?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true
        || (JobId.TryParse(Search, null, out var id) && id == job.Id);

    private bool WordsFit(in SearchedJob job)
    {
        foreach (var word in Words)
        {
            if (job.Name?.Contains(word, StringComparison.OrdinalIgnoreCase) != true
                && job.CreatedBy?.Contains(word, StringComparison.OrdinalIgnoreCase) != true
                && !job.Id.ToString().Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private bool LabelsFit(in SearchedJob job)
    {
        foreach (var label in Labels)
        {
            if (!label.Fits(job.Labels))
                return false;
        }

        return true;
    }

    private bool ConfigFits(in SearchedJob job)
    {
        foreach (var term in Config)
        {
            if (!term.MayFit(job.Config))
                return false;
        }

        if (Config.Count == 0)
            return true;
        using var config = JsonDocument.Parse(job.Config);
        return Config.All(term => term.Fits(config.RootElement));
    }

    private static bool IsPattern(string text) => text.Contains('*', StringComparison.Ordinal);
}
