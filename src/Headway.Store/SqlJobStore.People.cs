using System.Data.Common;
using Headway.Data;
using Headway.Model;
using Headway.People;

namespace Headway.Store;

/// <summary>People and their roles; where they are signed in is beside.</summary>
public sealed partial class SqlJobStore : IPeopleStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AddPersonAsync(Person person, bool first, CancellationToken ct)
    {
        using var roles = new JsonRows();
        foreach (var (org, role) in person.Roles)
            roles.Row().Add("org", org).Add("role", Words.Of(role));
        return AnswersAsync(
            Pages("AddPerson", "AddRoles", "HasPerson"),
            [
                Arg.Of("id", person.Id), Arg.Of("name", person.Name), Arg.Of("title", person.Title), Arg.Of("password", person.Password),
                Arg.Of("first", first), Arg.Of("by", person.CreatedBy), roles.ToArg("roles"),
            ], ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HasOwnerAsync(CancellationToken ct) =>
        (await ListAsync(_book["HasOwner"], [], _ => true, ct)).Count > 0;

    /// <inheritdoc/>
    public ValueTask<Person?> GetPersonAsync(Guid id, CancellationToken ct) =>
        FirstAsync("GetPerson", [Arg.Of("id", id)], row => ReadPerson(row), ct);

    /// <inheritdoc/>
    public ValueTask<Person?> FindPersonAsync(string name, CancellationToken ct) =>
        FirstAsync("FindPerson", [Arg.Of("name", name)], row => ReadPerson(row), ct);

    /// <inheritdoc/>
    public async ValueTask<Page<Person>> ListPeopleAsync(string? org, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1) };
        if (org is not null)
        {
            chosen.Add("org");
            args.Add(Arg.Of("org", org));
        }

        if (page.After is not null)
        {
            chosen.Add("after");
            args.Add(Arg.Of("after", page.After));
        }

        var rows = await ListAsync(_book["ListPeople"].With(chosen), args, row => ReadPerson(row), ct);
        return Cut(rows, page.Limit, person => person.Name);
    }

    /// <inheritdoc/>
    public ValueTask<ControlResult> SetRoleAsync(Guid id, string org, Role? role, CancellationToken ct) => ChangeOwnersAsync(
        id, _book["LockOwners"].With("org"), [Arg.Of("id", id), Arg.Of("org", org), Arg.Of("role", role is { } one ? Words.Of(one) : null)],
        role == Role.Owner, role is null ? "DropRole" : "SetRole", ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> EnableAsync(Guid id, bool enabled, CancellationToken ct) => ChangeOwnersAsync(
        id, _book["LockOwners"].With("all"), [Arg.Of("id", id)], enabled, enabled ? "Enable" : "Disable", ct);

    /// <inheritdoc/>
    public ValueTask<bool> SetPasswordAsync(Guid id, string password, Guid? keep, CancellationToken ct)
    {
        var end = keep is null ? _book["EndOtherSignIns"] : _book["EndOtherSignIns"].With("keep");
        return AnswersAsync(
            [_book["SetPassword"], end], [Arg.Of("id", id), Arg.Of("password", password), Arg.Of("keep", keep)], ct);
    }

    /// <inheritdoc/>
    public async ValueTask RehashAsync(Guid id, string old, string password, CancellationToken ct)
    {
        Arg[] args = [Arg.Of("id", id), Arg.Of("old", old), Arg.Of("password", password)];
        await CommandAsync((session, token) => session.RunAsync(_book["Rehash"], args, token), ct);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPasswordAsync(Guid id, int most, TimeSpan wait, CancellationToken ct) =>
        AnswersAsync(Pages("TryPassword"), [Arg.Of("id", id), Arg.Of("most", most), Arg.Of("wait", wait)], ct);

    /// <summary>Whether some statement gave a row.</summary>
    private async ValueTask<bool> AnswersAsync(List<Statement> statements, Arg[] args, CancellationToken ct)
    {
        var found = false;
        await CommandAsync((session, token) =>
        {
            found = false;
            return session.SendAsync(statements, args, (_, _) => found = true, token);
        }, ct);
        return found;
    }

    /// <summary>
    /// Changes what a person is, under the locks of the owners it may be about: of two who demote each other, one is refused.
    /// </summary>
    private ValueTask<ControlResult> ChangeOwnersAsync(
        Guid id, Statement owners, Arg[] args, bool leavesOwners, string change, CancellationToken ct) =>
        WriteAsync(async (session, token) =>
    {
        var there = false;
        var held = new List<(string Org, Guid Person)>();
        await session.SendAsync([_book["HasPerson"], owners], args, (set, row) =>
        {
            if (set == 0)
                there = true;
            else
                held.Add((row.GetString(0), row.GetGuid(1)));
        }, token);
        if (!there)
            return ControlResult.NotFound;
        if (!leavesOwners && held.GroupBy(one => one.Org).Any(org => org.All(one => one.Person == id)))
            return ControlResult.Refused;
        await session.RunAsync(_book[change], args, token);
        if (change == "Disable")
            await session.RunAsync(_book["EndOtherSignIns"], args, token);
        return ControlResult.Done;
    }, ct);

    private static Person ReadPerson(DbDataReader row, int at = 0) => new()
    {
        Id = row.GetGuid(at),
        Name = row.GetString(at + 1),
        Title = row.TextOrNull(at + 2),
        Password = row.TextOrNull(at + 3),
        Tries = row.GetInt32(at + 4),
        LockedUntil = row.TimeOrNull(at + 5),
        DisabledAt = row.TimeOrNull(at + 6),
        CreatedBy = row.TextOrNull(at + 7),
        CreatedAt = row.Time(at + 8),
        SignedInAt = row.TimeOrNull(at + 9),
        Roles = (row.TextOrNull(at + 10)?.Split(' ') ?? []).Select(one => one.Split(':', 2))
            .ToDictionary(one => one[1], one => Words.Role(one[0])),
    };
}
