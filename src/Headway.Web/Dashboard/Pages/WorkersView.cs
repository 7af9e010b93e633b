using Headway.Client;
using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of workers shows.</summary>
/// <param name="Sessions">Alive or ended within the last hour, newest first.</param>
/// <param name="Now">The store's time when they were read.</param>
public sealed record WorkersView(IReadOnlyList<WorkerSession> Sessions, DateTimeOffset Now)
{
    /// <summary>Sessions that have not ended.</summary>
    public int Alive => Sessions.Count(session => session.EndedAt is null);

    /// <summary>Slots in use at the last beats.</summary>
    public int Busy => Sessions.Where(session => session.EndedAt is null).Sum(session => session.Busy);

    /// <summary>Slots there are.</summary>
    public int Slots => Sessions.Where(session => session.EndedAt is null).Sum(session => session.Slots);

    internal static async ValueTask<WorkersView> ReadAsync(JobQueries queries, CancellationToken ct) =>
        new(await queries.ListSessionsAsync(ct), await queries.NowAsync(ct));
}
