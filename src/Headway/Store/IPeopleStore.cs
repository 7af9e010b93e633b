using Headway.Model;
using Headway.People;

namespace Headway.Store;

/// <summary>Who may sign in, and who is signed in. The rules of <see cref="IJobStore"/> hold for every method.</summary>
public interface IPeopleStore
{
    /// <summary>Adds a person with their roles. The same id again changes nothing, so it may be repeated after a lost answer.</summary>
    /// <param name="person">Checked; all its times are set by the store.</param>
    /// <param name="first">Only where there is nobody yet; of several at once one is added.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False where the name is taken, or there is somebody already.</returns>
    ValueTask<bool> AddPersonAsync(Person person, bool first, CancellationToken ct);

    /// <summary>Whether anybody who may sign in owns an organisation.</summary>
    ValueTask<bool> HasOwnerAsync(CancellationToken ct);

    /// <summary>One person.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Person?> GetPersonAsync(Guid id, CancellationToken ct);

    /// <summary>The person of a name.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Person?> FindPersonAsync(string name, CancellationToken ct);

    /// <summary>People by name.</summary>
    /// <param name="org">Those with a role in one organisation; null for all.</param>
    /// <param name="page">After: the name of the last one seen.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<Person>> ListPeopleAsync(string? org, PageRequest page, CancellationToken ct);

    /// <summary>Gives a person another role in an organisation, or none.</summary>
    /// <returns>Refused where the organisation would be left without an owner who may sign in.</returns>
    ValueTask<ControlResult> SetRoleAsync(Guid id, string org, Role? role, CancellationToken ct);

    /// <summary>Lets a person sign in, or no longer: then every sign-in of theirs ends.</summary>
    /// <returns>Refused where an organisation would be left without an owner who may sign in.</returns>
    ValueTask<ControlResult> EnableAsync(Guid id, bool enabled, CancellationToken ct);

    /// <summary>Gives a person another password, ends their other sign-ins and forgets tries and lock.</summary>
    /// <param name="id">Who.</param>
    /// <param name="password">Its hash.</param>
    /// <param name="keep">The sign-in that goes on; null: none does.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False where there is no such person.</returns>
    ValueTask<bool> SetPasswordAsync(Guid id, string password, Guid? keep, CancellationToken ct);

    /// <summary>Keeps the same password hashed in another way; unless it was changed since.</summary>
    ValueTask RehashAsync(Guid id, string old, string password, CancellationToken ct);

    /// <summary>
    /// Asks to try a password, and counts the try before it is looked at, so that many at once get no more tries than one after the
    /// other. The one that makes the count full is the last.
    /// </summary>
    /// <param name="id">Who is tried to be.</param>
    /// <param name="most">Tries until one has to wait.</param>
    /// <param name="wait">How long.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False while one has to wait; the count starts anew after it.</returns>
    ValueTask<bool> TryPasswordAsync(Guid id, int most, TimeSpan wait, CancellationToken ct);

    /// <summary>Signs a person in, and forgets tries and lock.</summary>
    /// <param name="signIn">Its times are set by the store.</param>
    /// <param name="lasts">When it ends, however much it is used.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False where that person may not sign in.</returns>
    ValueTask<bool> SignInAsync(SignIn signIn, TimeSpan lasts, CancellationToken ct);

    /// <summary>The sign-in of a cookie, with its person, while it is good; marks it as seen.</summary>
    /// <param name="hash">Of what the cookie holds.</param>
    /// <param name="idle">One that was not used for so long has ended.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where it is unknown or has ended, or the person may not sign in.</returns>
    ValueTask<SignedIn?> FindSignInAsync(string hash, TimeSpan idle, CancellationToken ct);

    /// <summary>A person's sign-ins that have not ended, latest first; at most 100.</summary>
    ValueTask<IReadOnlyList<SignIn>> ListSignInsAsync(Guid person, CancellationToken ct);

    /// <summary>Ends one sign-in of a person, or all.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="id">Which; null: all.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>How many ended.</returns>
    ValueTask<int> EndSignInsAsync(Guid person, Guid? id, CancellationToken ct);

    /// <summary>Keeps a link; links that are past their time are let go.</summary>
    ValueTask AddLinkAsync(SignInLink link, CancellationToken ct);

    /// <summary>Uses a link up.</summary>
    /// <returns>Null where it is unknown, used or past its time.</returns>
    ValueTask<SignInLink?> TakeLinkAsync(string hash, CancellationToken ct);
}
