using Headway.Handlers;
using Headway.Model;
using Headway.Search;
using Headway.Store;

namespace Headway.Web.Dashboard.JobList;

/// <summary>What the address of the list asks for: a kind of jobs, statuses, an error and a search, each narrowing the others.</summary>
/// <param name="Tab">A category of job types; null for all.</param>
/// <param name="Statuses">Of the rail.</param>
/// <param name="Error">A fingerprint; null for all.</param>
/// <param name="Text">The search as it was typed.</param>
/// <param name="Sort">The order.</param>
internal sealed record JobsAsked(string? Tab, IReadOnlyList<JobStatus> Statuses, string? Error, string Text, JobSort Sort)
{
    private static readonly string[] Nothing = ["-"];

    /// <summary>The filter, or what is wrong with the search.</summary>
    public (JobFilter? Filter, SearchException? Problem) Read(JobTypeRegistry types, DateTimeOffset now)
    {
        if (!JobSearch.TryParse(Text, now, out var search, out var problem))
            return (null, problem);
        var known = TypesOf(types);
        var wanted = Tab is null ? search.Types : search.Types.Count == 0 ? known
            : [.. known.Where(name => new JobFilter { Types = search.Types }.Fits(Only(name)))];
        var statuses = Statuses.Count == 0 ? search.Statuses : search.Statuses.Count == 0 ? Statuses
            : [.. Statuses.Where(search.Statuses.Contains)];
        var none = (Tab is not null && wanted.Count == 0) || (statuses.Count == 0 && search.Statuses.Count > 0);
        return (search with
        {
            Types = none ? Nothing : wanted,
            Statuses = statuses,
            Error = Error ?? search.Error,
            Sort = Sort,
        }, null);
    }

    /// <summary>All of it as one search, for an export or a shell.</summary>
    public string AsSearch(JobTypeRegistry types, DateTimeOffset now)
    {
        if (Read(types, now) is not ({ } filter, null))
            return Text;
        var rest = JobSearch.Terms(Text).Where(term => term.Key.ToLowerInvariant() is not ("type" or "status" or "error"))
            .Select(term => Text.Substring(term.Start, term.Length));
        return string.Join(' ', rest
            .Append(filter.Types.Count > 0 ? $"type:{string.Join(',', filter.Types)}" : "")
            .Append(filter.Statuses.Count > 0 ? $"status:{string.Join(',', filter.Statuses.Select(Words.Slug))}" : "")
            .Append(filter.Error is { } error ? $"error:{error}" : "").Where(word => word.Length > 0));
    }

    /// <summary>Names of the types of its tab.</summary>
    public IReadOnlyList<string> TypesOf(JobTypeRegistry types) =>
        [.. types.All.Where(type => Tab is null || type.Category == Tab).Select(type => type.Name)];

    private static SearchedJob Only(string type) => new(
        default, type, default, default, "", null, default, null, new Dictionary<string, string>(), "{}");
}
