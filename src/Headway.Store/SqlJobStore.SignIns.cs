using System.Data.Common;
using Headway.Data;
using Headway.People;

namespace Headway.Store;

/// <summary>Where people are signed in, and links that sign in.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public ValueTask<bool> SignInAsync(SignIn signIn, TimeSpan lasts, CancellationToken ct) => AnswersAsync(
        Pages("SignedInNow", "AddSignIn", "DropOldSignIns"),
        [
            Arg.Of("id", signIn.Id), Arg.Of("hash", signIn.Hash), Arg.Of("person", signIn.PersonId), Arg.Of("address", signIn.Address),
            Arg.Of("browser", signIn.Browser), Arg.Of("lasts", lasts),
        ], ct);

    /// <inheritdoc/>
    public async ValueTask<SignedIn?> FindSignInAsync(string hash, TimeSpan idle, CancellationToken ct)
    {
        SignedIn? found = null;
        Arg[] args = [Arg.Of("hash", hash), Arg.Of("idle", idle)];
        await CommandAsync((session, token) =>
        {
            found = null;
            return session.SendAsync(Pages("SeeSignIn", "FindSignIn"), args,
                (_, row) => found = new SignedIn(ReadSignIn(row, 11), ReadPerson(row)), token);
        }, ct);
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SignIn>> ListSignInsAsync(Guid person, CancellationToken ct) =>
        await ListAsync(_book["ListSignIns"], [Arg.Of("person", person)], row => ReadSignIn(row), ct);

    /// <inheritdoc/>
    public ValueTask<int> EndSignInsAsync(Guid person, Guid? id, CancellationToken ct)
    {
        var end = id is null ? _book["EndSignIns"] : _book["EndSignIns"].With("one");
        Arg[] args = [Arg.Of("person", person), Arg.Of("id", id)];
        return CommandAsync((session, token) => session.RunAsync(end, args, token), ct);
    }

    /// <inheritdoc/>
    public async ValueTask AddLinkAsync(SignInLink link, CancellationToken ct)
    {
        Arg[] args = [Arg.Of("hash", link.Hash), Arg.Of("person", link.PersonId), Arg.Of("until", link.ExpiresAt)];
        await CommandAsync((session, token) => session.SendAsync(Pages("DropOldLinks", "AddLink"), args, null, token), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<SignInLink?> TakeLinkAsync(string hash, CancellationToken ct)
    {
        SignInLink? link = null;
        await CommandAsync((session, token) =>
        {
            link = null;
            return session.SendAsync(Pages("TakeLink"), [Arg.Of("hash", hash)],
                (_, row) => link = new SignInLink(hash, row.IsDBNull(0) ? null : row.GetGuid(0), row.Time(1)), token);
        }, ct);
        return link;
    }

    private static SignIn ReadSignIn(DbDataReader row, int at = 0) => new()
    {
        Id = row.GetGuid(at),
        Hash = row.GetString(at + 1),
        PersonId = row.GetGuid(at + 2),
        Address = row.TextOrNull(at + 3),
        Browser = row.TextOrNull(at + 4),
        CreatedAt = row.Time(at + 5),
        SeenAt = row.Time(at + 6),
        ExpiresAt = row.Time(at + 7),
    };
}
