namespace Headway.Store;

/// <summary>Whether a store takes writes; reading may work where writing does not, on a standby or a full disk.</summary>
public interface IStoreProbe
{
    /// <summary>Writes one row and commits.</summary>
    /// <exception cref="StoreUnavailableException">It takes no writes just now.</exception>
    ValueTask ProbeAsync(CancellationToken ct);
}
