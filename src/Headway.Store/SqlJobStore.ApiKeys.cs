using System.Data.Common;
using Headway.Data;
using Headway.Model;
using Headway.People;

namespace Headway.Store;

/// <summary>API keys.</summary>
public sealed partial class SqlJobStore : IKeyStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AddKeyAsync(ApiKey key, CancellationToken ct) => AnswersAsync(
        Pages("AddKey"),
        [
            Arg.Of("id", key.Id), Arg.Of("hash", key.Hash), Arg.Of("org", key.Org), Arg.Of("person", key.PersonId),
            Arg.Of("name", key.Name), Arg.Of("role", Words.Of(key.Role)),
            Arg.Of("scopes", key.Scopes.Count == 0 ? null : string.Join(' ', key.Scopes)), Arg.Of("until", key.ExpiresAt),
            Arg.Of("by", key.CreatedBy),
        ], ct);

    /// <inheritdoc/>
    public async ValueTask<KnownKey?> FindKeyAsync(string id, CancellationToken ct)
    {
        KnownKey? found = null;
        await CommandAsync((session, token) =>
        {
            found = null;
            return session.SendAsync(Pages("UseKey", "FindKey"), [Arg.Of("id", id)],
                (_, row) => found = new KnownKey(ReadKey(row), row.IsDBNull(13) ? null : ReadPerson(row, 13)), token);
        }, ct);
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<Page<ApiKey>> ListKeysAsync(string org, Guid? person, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1), Arg.Of("org", org) };
        if (person is not null)
        {
            chosen.Add("own");
            args.Add(Arg.Of("person", person));
        }

        if (page.After is not null)
        {
            chosen.Add("after");
            args.Add(Arg.Of("after", page.After));
        }

        return Cut(await ListAsync(_book["ListKeys"].With(chosen), args, ReadKey, ct), page.Limit, key => key.Id);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeKeyAsync(string org, string id, Guid? person, string? actor, CancellationToken ct)
    {
        var revoke = person is null ? _book["RevokeKey"] : _book["RevokeKey"].With("own");
        return AnswersAsync(
            [revoke], [Arg.Of("org", org), Arg.Of("id", id), Arg.Of("person", person), Arg.Of("actor", actor)], ct);
    }

    private static ApiKey ReadKey(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hash = row.GetString(1),
        Org = row.GetString(2),
        PersonId = row.IsDBNull(3) ? null : row.GetGuid(3),
        Name = row.GetString(4),
        Role = Words.Role(row.GetString(5)),
        Scopes = [.. (row.TextOrNull(6)?.Split(' ') ?? []).Select(Enum.Parse<Permission>)],
        ExpiresAt = row.TimeOrNull(7),
        CreatedBy = row.TextOrNull(8),
        CreatedAt = row.Time(9),
        UsedAt = row.TimeOrNull(10),
        RevokedAt = row.TimeOrNull(11),
        RevokedBy = row.TextOrNull(12),
    };
}
