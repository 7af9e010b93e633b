using System.Threading.RateLimiting;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Microsoft.AspNetCore.Identity;

namespace Headway.Web.Access;

/// <summary>Where people sign in: by password, by link, or as the first owner.</summary>
internal sealed class SignInDesk(IPeopleStore people, Passwords passwords, IdSource ids, TimeProvider clock, Door door) : IDisposable
{
    /// <summary>A sign-in ends after so long, however much it is used.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromHours(1);
    private const int Tries = 5;
    private const int TriesAMinute = 30;
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);

    private readonly PartitionedRateLimiter<string> _perAddress = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = TriesAMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>A link that makes the first owner; only while there is none.</summary>
    /// <returns>Its secret.</returns>
    public async Task<string> OwnerLinkAsync(CancellationToken ct) => await LinkAsync(null, ct);

    /// <summary>A link that signs somebody in once.</summary>
    /// <returns>Its secret.</returns>
    public async Task<string> LinkAsync(Guid? person, CancellationToken ct)
    {
        var secret = Tokens.NewSecret();
        await people.AddLinkAsync(new SignInLink(Tokens.Hash(secret), person, clock.GetUtcNow() + LinkLasts), ct);
        return secret;
    }

    /// <summary>Signs in with a password. A wrong name takes as long and is told no other way than a wrong password.</summary>
    public async Task<SignInAnswer> ByPasswordAsync(string name, string password, Browser browser, CancellationToken ct)
    {
        using var turn = _perAddress.AttemptAcquire(browser.Address ?? "");
        if (!turn.IsAcquired)
            return SignInAnswer.Refuse("Too many tries from here; wait a minute.", mustWait: true);
        var person = await people.FindPersonAsync(PeopleDesk.NameOf(name), ct);
        var may = person is not null && await people.TryPasswordAsync(person.Id, Tries, Wait, ct);
        var hash = may && person!.DisabledAt is null ? person.Password : null;
        var result = await passwords.VerifyAsync(hash, password, ct);
        if (result == PasswordVerificationResult.Failed || hash is null)
        {
            return SignInAnswer.Refuse(
                "That name and password do not go together, or it was tried too often: then wait 15 minutes, or ask for a link.");
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            await people.RehashAsync(person!.Id, hash, await passwords.HashAsync(password, ct), ct);
        return await EnterAsync(person!.Id, browser, ct);
    }

    /// <summary>Signs in with a link, which is used up.</summary>
    public async Task<SignInAnswer> ByLinkAsync(string secret, Browser browser, CancellationToken ct) =>
        await people.TakeLinkAsync(Tokens.Hash(secret), ct) is { PersonId: { } person }
            ? await EnterAsync(person, browser, ct)
            : SignInAnswer.Refuse("This link was used or is past its time; 'headway people link' makes another.");

    /// <summary>Makes the first owner with the link of the terminal, and signs in.</summary>
    public async Task<SignInAnswer> AsOwnerAsync(string secret, string name, string? password, Browser browser, CancellationToken ct)
    {
        var called = PeopleDesk.NameOf(name);
        var wrong = PeopleDesk.WrongName(called) ?? (string.IsNullOrEmpty(password) ? null : Passwords.Wrong(password, called));
        if (wrong is not null)
            return SignInAnswer.Refuse(wrong);
        if (await people.TakeLinkAsync(Tokens.Hash(secret), ct) is not { PersonId: null })
            return SignInAnswer.Refuse("This link was used or is past its time; start the server again for another.");
        var person = new Person
        {
            Id = ids.NewGuid(),
            Name = called,
            Password = string.IsNullOrEmpty(password) ? null : await passwords.HashAsync(password, ct),
            Roles = new Dictionary<string, Role> { [Orgs.Default] = Role.Owner, [Orgs.System] = Role.PlatformAdmin },
        };
        return await people.AddPersonAsync(person, first: true, ct)
            ? await EnterAsync(person.Id, browser, ct)
            : SignInAnswer.Refuse("There is an owner already; ask them to add you.");
    }

    /// <summary>Changes one's own password.</summary>
    /// <returns>What is wrong with it; null where it was changed.</returns>
    public async Task<string?> SetPasswordAsync(Guid id, Guid? signIn, string? old, string password, CancellationToken ct)
    {
        if (await people.GetPersonAsync(id, ct) is not { } person)
            return "This person is no longer there.";
        if (Passwords.Wrong(password, person.Name) is { } wrong)
            return wrong;
        if (person.Password is { } hash
            && (!await people.TryPasswordAsync(id, Tries, Wait, ct)
                || await passwords.VerifyAsync(hash, old ?? "", ct) == PasswordVerificationResult.Failed))
            return "The old password is not right, or was tried too often: then wait 15 minutes.";
        await people.SetPasswordAsync(id, await passwords.HashAsync(password, ct), signIn, ct);
        door.Forget();
        return null;
    }

    public void Dispose() => _perAddress.Dispose();

    private async Task<SignInAnswer> EnterAsync(Guid person, Browser browser, CancellationToken ct)
    {
        var secret = Tokens.NewSecret();
        var signIn = new SignIn
        {
            Id = ids.NewGuid(),
            Hash = Tokens.Hash(secret),
            PersonId = person,
            Address = browser.Address,
            Browser = browser.Name is { Length: > 200 } name ? name[..200] : browser.Name,
        };
        return await people.SignInAsync(signIn, Lasts, ct)
            ? new SignInAnswer(secret, null, false)
            : SignInAnswer.Refuse("This person may not sign in; ask an owner.");
    }
}
