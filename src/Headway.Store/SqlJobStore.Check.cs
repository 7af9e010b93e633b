using Headway.Model;

namespace Headway.Store;

/// <summary>Whether what is stored agrees with itself.</summary>
public sealed partial class SqlJobStore
{
    /// <summary>
    /// Jobs whose counters differ from their items, and ids of items whose job is nowhere; at most 100 of each. Reads the tables from end
    /// to end: for after a restore, not for every day.
    /// </summary>
    public async ValueTask<(IReadOnlyList<JobId> Wrong, IReadOnlyList<JobId> Alone)> CheckAsync(CancellationToken ct) =>
        (await ListAsync(_book["WrongJobs"], [], row => new JobId(row.GetGuid(0)), ct),
            await ListAsync(_book["JobsOfItemsAlone"], [], row => new JobId(row.GetGuid(0)), ct));
}
