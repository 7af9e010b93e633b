using System.Globalization;
using System.Text;
using Headway.Data;

namespace Headway.Store;

/// <summary>Which jobs a commit changed, gathered by organisation for its event rows.</summary>
internal sealed class JobChanges
{
    private readonly Dictionary<string, StringBuilder> _orgs = new(StringComparer.Ordinal);

    /// <summary>Adds a job with its number after the change.</summary>
    public void Add(string org, Guid job, long seq)
    {
        if (!_orgs.TryGetValue(org, out var jobs))
            _orgs[org] = jobs = new StringBuilder(64);
        if (jobs.Length > 0)
            jobs.Append(' ');
        jobs.Append(CultureInfo.InvariantCulture, $"{job:D}={seq}");
    }

    /// <summary>The parameters of an event row an organisation.</summary>
    public Arg[] Args(string kind, long now) =>
    [
        Arg.Of("kind", kind), Arg.Of("now", now), Arg.Column("org", [.. _orgs.Keys]),
        Arg.Column("jobs", [.. _orgs.Values.Select(jobs => jobs.ToString())]),
    ];
}
