using Headway.People;
using Headway.Store;
using Headway.Web.Access;

namespace Headway.App;

/// <summary>
/// Tells the person at the terminal how to sign in: the first owner of an installation always, others where somebody reads.
/// </summary>
internal static class Welcome
{
    private const int Looked = 100;

    /// <summary>A line with a link that signs in once.</summary>
    /// <param name="services">Those of the server.</param>
    /// <param name="address">Where it answers.</param>
    /// <param name="always">Also where standard output is no terminal.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where nobody would read it but a log.</returns>
    public static async Task<string?> LineAsync(IServiceProvider services, Uri address, bool always, CancellationToken ct)
    {
        var (people, desk) = (services.GetRequiredService<IPeopleStore>(), services.GetRequiredService<SignInDesk>());
        if (!await people.HasOwnerAsync(ct))
        {
            var link = new Uri(address, $"/sign-in?owner={await desk.OwnerLinkAsync(ct)}");
            return $"Nobody owns this installation yet. Become its owner, within an hour: {link}";
        }

        if (!always && Console.IsOutputRedirected)
            return null;
        var there = await people.ListPeopleAsync(null, new PageRequest(Looked), ct);
        if (there.Rows.FirstOrDefault(one => one.DisabledAt is null && one.Roles.Values.Contains(Role.Owner)) is not { } owner)
            return null;
        return $"Sign in as {owner.Name}, once and within an hour: "
            + new Uri(address, $"/sign-in?link={await desk.LinkAsync(owner.Id, ct)}");
    }
}
