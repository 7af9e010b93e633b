using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Letting go of what nobody needs any more.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public async ValueTask<int> PruneOldAsync(KeepTimes keep, int limit, CancellationToken ct)
    {
        var now = await NowAsync(ct);
        Arg[] args =
        [
            Arg.Of("statistics", now - keep.Statistics), Arg.Of("requests", now - keep.Requests),
            Arg.Of("breakers", now - keep.Breakers), Arg.Of("keys", now - keep.Keys), Arg.Of("limit", limit),
        ];
        return await CommandAsync((session, token) => session.SendAsync(
            Pages(
                "PruneDays", "PruneDayTimes", "PruneCounts", "PruneAnswers", "PruneBreakers", "PruneKeys", "PruneSignIns", "PruneLinks",
                "PruneStarts", "PruneCaps"), args, null, token), ct);
    }
}
