using Headway.Model;
using Headway.People;
using Headway.Store;

namespace Headway.Sim;

/// <summary>People, sign-ins, links and keys.</summary>
public sealed partial class SimStore : IPeopleStore, IKeyStore
{
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(1);
    private readonly SortedDictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SignIn> _signIns = [];
    private readonly Dictionary<string, SignInLink> _links = [];
    private readonly SortedDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<bool> AddPersonAsync(Person person, bool first, CancellationToken ct) => RunAsync(() =>
    {
        if (_people.Values.Any(one => one.Id == person.Id))
            return true;
        return (!first || _people.Count == 0) && _people.TryAdd(person.Name, person with { CreatedAt = Now });
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> HasOwnerAsync(CancellationToken ct) => RunAsync(() => _people.Values.Any(IsOwner), ct);

    /// <inheritdoc/>
    public ValueTask<Person?> GetPersonAsync(Guid id, CancellationToken ct) => RunAsync(() => PersonOf(id), ct);

    /// <inheritdoc/>
    public ValueTask<Person?> FindPersonAsync(string name, CancellationToken ct) => RunAsync(() => _people.GetValueOrDefault(name), ct);

    /// <inheritdoc/>
    public ValueTask<Page<Person>> ListPeopleAsync(string? org, PageRequest page, CancellationToken ct) => RunAsync(() => Cut(
        [.. _people.Values.Where(one => (org is null || one.Roles.ContainsKey(org))
            && (page.After is null || string.CompareOrdinal(one.Name, page.After) > 0)).Take(page.Limit + 1)],
        page.Limit, one => one.Name), ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> SetRoleAsync(Guid id, string org, Role? role, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(id) is not { } person)
            return ControlResult.NotFound;
        if (role != Role.Owner && IsLastOwner(person, org))
            return ControlResult.Refused;
        var roles = person.Roles.Where(one => one.Key != org).ToDictionary();
        if (role is { } given)
            roles[org] = given;
        _people[person.Name] = person with { Roles = roles };
        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> EnableAsync(Guid id, bool enabled, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(id) is not { } person)
            return ControlResult.NotFound;
        if (!enabled && person.Roles.Keys.Any(org => IsLastOwner(person, org)))
            return ControlResult.Refused;
        _people[person.Name] = enabled ? person with { DisabledAt = null, Tries = 0, LockedUntil = null }
            : person with { DisabledAt = person.DisabledAt ?? Now };
        if (!enabled)
            EndSignIns(id, null);
        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> SetPasswordAsync(Guid id, string password, Guid? keep, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(id) is not { } person)
            return false;
        _people[person.Name] = person with { Password = password, Tries = 0, LockedUntil = null };
        foreach (var other in _signIns.Values.Where(one => one.PersonId == id && one.Id != keep).ToList())
            _signIns.Remove(other.Hash);
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask RehashAsync(Guid id, string old, string password, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(id) is { } person && person.Password == old)
            _people[person.Name] = person with { Password = password };
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> TryPasswordAsync(Guid id, int most, TimeSpan wait, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(id) is not { } person || person.LockedUntil > Now)
            return false;
        var tries = person.LockedUntil is null ? person.Tries + 1 : 1;
        _people[person.Name] = person with { Tries = tries, LockedUntil = tries >= most ? Now + wait : null };
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> SignInAsync(SignIn signIn, TimeSpan lasts, CancellationToken ct) => RunAsync(() =>
    {
        if (PersonOf(signIn.PersonId) is not { DisabledAt: null } person)
            return false;
        _people[person.Name] = person with { Tries = 0, LockedUntil = null, SignedInAt = Now };
        _signIns.TryAdd(signIn.Hash, signIn with { CreatedAt = Now, SeenAt = Now, ExpiresAt = Now + lasts });
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<SignedIn?> FindSignInAsync(string hash, TimeSpan idle, CancellationToken ct) => RunAsync(() =>
    {
        if (!_signIns.TryGetValue(hash, out var there) || there.ExpiresAt <= Now || there.SeenAt <= Now - idle
            || PersonOf(there.PersonId) is not { DisabledAt: null } person)
            return null;
        if (there.SeenAt <= Now - Seen)
            _signIns[hash] = there = there with { SeenAt = Now };
        return new SignedIn(there, person);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SignIn>> ListSignInsAsync(Guid person, CancellationToken ct) => RunAsync<IReadOnlyList<SignIn>>(
        () => [.. _signIns.Values.Where(one => one.PersonId == person && one.ExpiresAt > Now).OrderByDescending(one => one.CreatedAt)
            .ThenBy(one => one.Id.ToString(), StringComparer.Ordinal).Take(100)], ct);

    /// <inheritdoc/>
    public ValueTask<int> EndSignInsAsync(Guid person, Guid? id, CancellationToken ct) => RunAsync(() => EndSignIns(person, id), ct);

    /// <inheritdoc/>
    public ValueTask AddLinkAsync(SignInLink link, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var old in _links.Values.Where(one => one.ExpiresAt <= Now).ToList())
            _links.Remove(old.Hash);
        _links.TryAdd(link.Hash, link);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<SignInLink?> TakeLinkAsync(string hash, CancellationToken ct) => RunAsync(
        () => _links.TryGetValue(hash, out var link) && link.ExpiresAt > Now && _links.Remove(hash) ? link : null, ct);

    /// <inheritdoc/>
    public ValueTask<bool> AddKeyAsync(ApiKey key, CancellationToken ct) =>
        RunAsync(() => _keys.TryAdd(key.Id, key with { CreatedAt = Now }), ct);

    /// <inheritdoc/>
    public ValueTask<KnownKey?> FindKeyAsync(string id, CancellationToken ct) => RunAsync(() =>
    {
        if (!_keys.TryGetValue(id, out var key) || key.RevokedAt is not null || key.ExpiresAt <= Now)
            return null;
        var person = key.PersonId is { } owner ? PersonOf(owner) : null;
        if (key.PersonId is not null && person is not { DisabledAt: null })
            return null;
        if (key.UsedAt is null || key.UsedAt <= Now - Seen)
            _keys[id] = key = key with { UsedAt = Now };
        return new KnownKey(key, person);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Page<ApiKey>> ListKeysAsync(string org, Guid? person, PageRequest page, CancellationToken ct) => RunAsync(() => Cut(
        [.. _keys.Values.Where(one => one.Org == org && (person is null || one.PersonId == person)
            && (page.After is null || string.CompareOrdinal(one.Id, page.After) > 0)).Take(page.Limit + 1)],
        page.Limit, one => one.Id), ct);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeKeyAsync(string org, string id, Guid? person, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        if (!_keys.TryGetValue(id, out var key) || key.Org != org || (person is not null && key.PersonId != person))
            return false;
        if (key.RevokedAt is null)
            _keys[id] = key with { RevokedAt = Now, RevokedBy = actor };
        return true;
    }, ct);

    private static bool IsOwner(Person person) => person.DisabledAt is null && person.Roles.Values.Contains(Role.Owner);

    private bool IsLastOwner(Person person, string org) =>
        Owns(person, org) && !_people.Values.Any(one => one.Id != person.Id && Owns(one, org));

    private static bool Owns(Person person, string org) =>
        person.DisabledAt is null && person.Roles.TryGetValue(org, out var role) && role == Role.Owner;

    private Person? PersonOf(Guid id) => _people.Values.FirstOrDefault(one => one.Id == id);

    private int EndSignIns(Guid person, Guid? id)
    {
        var ended = _signIns.Values.Where(one => one.PersonId == person && (id is null || one.Id == id)).ToList();
        foreach (var one in ended)
            _signIns.Remove(one.Hash);
        return ended.Count;
    }
}
