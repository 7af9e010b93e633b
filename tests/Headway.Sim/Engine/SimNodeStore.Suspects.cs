using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>The calls about suspects, sent on their way.</summary>
internal sealed partial class SimNodeStore : ISuspectStore
{
    public ValueTask<bool> SuspectsWaitAsync(IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        CallAsync("SuspectsWait", () => world.Store.SuspectsWaitAsync(queues, types, CancellationToken.None), ct);

    public ValueTask<ClaimedChunk?> ClaimSuspectAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        CallAsync("ClaimSuspect", () => ClaimedAloneAsync(session, call, queues, types), ct);

    private async ValueTask<ClaimedChunk?> ClaimedAloneAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types)
    {
        var chunk = await world.Store.ClaimSuspectAsync(session, call, queues, types, CancellationToken.None);
        if (chunk is null)
            return null;
        world.History.Claimed([chunk]);
        world.History.Count("suspects run alone");
        return chunk;
    }
}
