using Headway.Client;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Why queued jobs do not start, as far as it lies with the workers: an unknown type stays ready, and is said to be so.</summary>
internal sealed class IdleReasons
{
    private const string NoWorker = "no worker is up";
    private const string Unknown = "no worker knows this type";
    private readonly IReadOnlyList<WorkerSession> _alive;

    private IdleReasons(IReadOnlyList<WorkerSession> alive) => _alive = alive;

    /// <summary>Looks at the workers, where any of these jobs waits for one.</summary>
    public static async ValueTask<IdleReasons> FindAsync(IReadOnlyList<Job> jobs, JobQueries queries, CancellationToken ct) =>
        new(jobs.Any(Waits) ? [.. (await queries.ListSessionsAsync(ct)).Where(session => session.EndedAt is null)] : []);

    /// <summary>Whether a note is one of these reasons.</summary>
    public static bool Is(string? note) => note is NoWorker or Unknown;

    /// <summary>The view with the reason, where there is one.</summary>
    public JobView Explain(Job job, JobView view)
    {
        if (!Waits(job))
            return view;
        var workers = _alive.Where(session => session.Queues.Count > 0).ToList();
        return workers.Count == 0 ? view with { StatusNote = NoWorker }
            : workers.Any(session => session.Types.Contains(job.Type)) ? view
            : view with { StatusNote = Unknown };
    }

    private static bool Waits(Job job) => job is { Status: JobStatus.Queued, Drive: JobDrive.Worker, Waits: 0 };
}
