using Headway.Client;
using Headway.Model;
using Headway.People;
using Microsoft.AspNetCore.Components.Authorization;

namespace Headway.Web.Access;

/// <summary>
/// Asks on the server, before every read of a page and everything done on it, whether whoever looks at it still may. A page that is open
/// outlives a sign-in, so what was found when it was opened is not enough.
/// </summary>
internal sealed class PageGate(IServiceProvider services)
{
    private const string Nobody = "dashboard";

    /// <summary>Who looks; null where nobody known does.</summary>
    public async ValueTask<Caller?> CallerAsync(CancellationToken ct)
    {
        if (services.GetService<Door>() is not { } door || services.GetService<AuthenticationStateProvider>() is not { } state)
            return null;
        return Caller.Of((await state.GetAuthenticationStateAsync()).User) is { } caller ? await door.RenewAsync(caller, ct) : null;
    }

    /// <summary>How far whoever looks may go: everywhere, where nobody is asked who they are.</summary>
    /// <param name="permission">What it needs; null: nothing is said of it, so nobody may.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<(Reach Reach, string Who)> ReachAsync(Permission? permission, CancellationToken ct)
    {
        if (services.GetService<Door>() is null)
            return (Reach.All, Nobody);
        return permission is { } needs && await CallerAsync(ct) is { } caller ? (caller.Of(needs), caller.Who) : (Reach.None, Nobody);
    }

    /// <summary>Asks before something is done.</summary>
    /// <param name="permission">What it needs.</param>
    /// <param name="of">The job it is done to; null: to no job.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Who does it.</returns>
    /// <exception cref="SubmissionException">They may not.</exception>
    public async ValueTask<string> DemandAsync(Permission permission, Job? of, CancellationToken ct)
    {
        var (reach, who) = await ReachAsync(permission, ct);
        return reach == Reach.All || (reach == Reach.Own && of is not null && of.CreatedBy == who) ? who : throw new SubmissionException(
            "not_allowed",
            "Your role does not let you do this, or you are signed in no longer. An owner or admin can give you another role.");
    }
}
