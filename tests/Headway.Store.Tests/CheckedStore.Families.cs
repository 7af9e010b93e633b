using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>Jobs that wait for jobs, passed on.</summary>
internal sealed partial class CheckedStore : IFamilyStore
{
    public ValueTask<int> SettleAsync(CancellationToken ct) => CheckedAsync(((IFamilyStore)inner).SettleAsync(ct), ct);

    public ValueTask<Family> GetFamilyAsync(JobId id, CancellationToken ct) => ((IFamilyStore)inner).GetFamilyAsync(id, ct);
}
