using System.Text.RegularExpressions;
using Headway.Client;
using Headway.Model;
using Headway.People;
using Headway.Store;

namespace Headway.Web.Access;

/// <summary>Adding people and keys, by somebody who may.</summary>
internal sealed partial class PeopleDesk(IPeopleStore people, IKeyStore keys, IdSource ids, TimeProvider clock, Door door)
{
    private const int MostKeys = 25;

    /// <summary>How a name is written, whoever types it.</summary>
    public static string NameOf(string typed) => typed.Trim().ToLowerInvariant();

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? WrongName(string name) => Name().IsMatch(name) ? null
        : "A name has 1 to 100 letters, digits and . _ @ + -, and begins with a letter or digit; a mail address is one.";

    /// <summary>Adds a person with a role in the default organisation.</summary>
    /// <exception cref="SubmissionException">The name is wrong or taken, or the caller may not give the role.</exception>
    public async Task<Person> AddAsync(Caller caller, string? typed, string? title, Role role, CancellationToken ct)
    {
        var name = NameOf(typed ?? "");
        if (WrongName(name) is { } wrong)
            throw new SubmissionException("bad_name", wrong);
        if (title?.Length > 200)
            throw new SubmissionException("bad_title", "A title has at most 200 characters.");
        CheckGives(caller, role);
        var person = new Person
        {
            Id = ids.NewGuid(),
            Name = name,
            Title = title,
            CreatedBy = caller.Who,
            Roles = new Dictionary<string, Role> { [OrgOf(role)] = role },
        };
        return await people.AddPersonAsync(person, first: false, ct)
            ? (await people.GetPersonAsync(person.Id, ct))!
            : throw new SubmissionException("name_taken", $"There is a person called '{name}' already.");
    }

    /// <summary>Gives a person another role, or lets them sign in or no longer.</summary>
    /// <exception cref="SubmissionException">The caller may not, or it would leave no owner.</exception>
    public async Task<Person> ChangeAsync(Caller caller, string name, Role? role, bool? disabled, CancellationToken ct)
    {
        var person = await FindAsync(name, ct);
        foreach (var held in person.Roles.Values)
            CheckGives(caller, held); // who may not give a role may not take it either
        if (role is { } given)
        {
            CheckGives(caller, given);
            Done(await people.SetRoleAsync(person.Id, OrgOf(given), given, ct));
        }

        if (disabled is { } off)
            Done(await people.EnableAsync(person.Id, !off, ct));
        door.Forget();
        return await FindAsync(name, ct);
    }

    /// <summary>The person of a name.</summary>
    /// <exception cref="SubmissionException">There is none.</exception>
    public async Task<Person> FindAsync(string name, CancellationToken ct) => await people.FindPersonAsync(NameOf(name), ct)
        ?? throw new SubmissionException("no_such_person", "There is no person of that name; GET /api/v1/people lists them.");

    /// <summary>Makes a key.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">Name, role, scopes and end; id and hash are made here.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The key as it is kept, and the whole of it, which nobody sees again.</returns>
    /// <exception cref="SubmissionException">It may not be made so.</exception>
    public async Task<(ApiKey Key, string Whole)> AddKeyAsync(Caller caller, ApiKey key, CancellationToken ct)
    {
        if (!caller.IsInPerson)
        {
            throw new SubmissionException(
                "not_in_person", "Keys are made by people: sign in, or use the command line on the server's machine.");
        }

        if (key.Name is not { Length: > 0 and <= 100 })
            throw new SubmissionException("bad_name", "Say in 1 to 100 characters what the key is for.");
        if (key.ExpiresAt <= clock.GetUtcNow())
            throw new SubmissionException("bad_expiry", "The key would be past its time already.");
        CheckGives(caller, key.Role);
        var there = await keys.ListKeysAsync(key.Org, null, new PageRequest(1000), ct);
        if (there.Rows.Count(one => one.RevokedAt is null && (one.ExpiresAt is null || one.ExpiresAt > clock.GetUtcNow())) >= MostKeys)
            throw new SubmissionException("too_many_keys", $"There are {MostKeys} keys already; revoke one first.");
        while (true)
        {
            var whole = Tokens.NewKey();
            var made = key with { Id = Tokens.IdOf(whole)!, Hash = Tokens.Hash(whole), CreatedBy = caller.Who };
            if (await keys.AddKeyAsync(made, ct))
                return (made with { CreatedAt = clock.GetUtcNow() }, whole);
        }
    }

    /// <summary>Revokes a key; here at once, on other nodes within seconds.</summary>
    /// <returns>False where the caller has no such key.</returns>
    public async Task<bool> RevokeKeyAsync(Caller caller, string id, CancellationToken ct)
    {
        var done = await keys.RevokeKeyAsync(Orgs.Default, id, OnlyOwn(caller), caller.Who, ct);
        door.Forget();
        return done;
    }

    /// <summary>The person whose keys alone a caller may see; null: all of the organisation.</summary>
    public static Guid? OnlyOwn(Caller caller) =>
        caller.Of(Permission.ManageKeys) == Reach.All ? null : caller.PersonId ?? Guid.Empty;

    private static string OrgOf(Role role) => role == Role.PlatformAdmin ? Orgs.System : Orgs.Default;

    private static void CheckGives(Caller caller, Role role)
    {
        if (!RoleTable.MayGive(caller.Roles, role))
            throw new SubmissionException("role_too_great", "That role may do more than yours, so somebody else has to give or take it.");
    }

    private static void Done(ControlResult result)
    {
        if (result == ControlResult.Refused)
            throw new SubmissionException("last_owner", "There would be no owner left who may sign in; make somebody else an owner first.");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._@+-]{0,99}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
