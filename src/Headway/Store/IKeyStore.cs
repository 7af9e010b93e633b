using Headway.Model;
using Headway.People;

namespace Headway.Store;

/// <summary>Where API keys live. The rules of <see cref="IJobStore"/> hold for every method.</summary>
public interface IKeyStore
{
    /// <summary>Keeps a new key.</summary>
    /// <returns>False where there is another of that id.</returns>
    ValueTask<bool> AddKeyAsync(ApiKey key, CancellationToken ct);

    /// <summary>A key that is good now, with its person; marks it as used.</summary>
    /// <param name="id">The part that is not secret; whoever asks compares the rest.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where it is unknown, revoked, past its time, or of a person who may not sign in.</returns>
    ValueTask<KnownKey?> FindKeyAsync(string id, CancellationToken ct);

    /// <summary>Keys of an organisation by id, those that are good for nothing too.</summary>
    /// <param name="org">Which organisation.</param>
    /// <param name="person">Only this person's own; null: all.</param>
    /// <param name="page">After: the id of the last one seen.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<ApiKey>> ListKeysAsync(string org, Guid? person, PageRequest page, CancellationToken ct);

    /// <summary>Makes a key good for nothing. What was revoked stays as it was.</summary>
    /// <param name="org">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="person">Only where it is this person's own; null: whosever.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False where there is no such key.</returns>
    ValueTask<bool> RevokeKeyAsync(string org, string id, Guid? person, string? actor, CancellationToken ct);
}
