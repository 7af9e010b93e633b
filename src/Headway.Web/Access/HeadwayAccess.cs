using Headway.People;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Headway.Web.Access;

/// <summary>Asks everybody who they are, and lets in whom the table of roles allows.</summary>
public static class HeadwayAccess
{
    /// <summary>
    /// The host says who asks, by its own sign-in: the API and the dashboard then let in whom that role allows, and nobody else. Call it
    /// before they are mapped.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="roleOf">The role of a request, after the host's own authentication; null: nobody is let in.</param>
    public static IServiceCollection AddHeadwayAccess(this IServiceCollection services, Func<HttpContext, Role?> roleOf) =>
        Add(services, new AccessOptions { Host = http => ValueTask.FromResult(roleOf(http)) });

    /// <summary>Headway's own people, sign-ins and keys.</summary>
    internal static IServiceCollection AddHeadwayPeople(this IServiceCollection services, AccessOptions options)
    {
        services.TryAddSingleton<Passwords>();
        services.TryAddSingleton<SignInDesk>();
        services.TryAddSingleton<PeopleDesk>();
        return Add(services, options);
    }

    private static IServiceCollection Add(IServiceCollection services, AccessOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<Door>();
        return services;
    }
}
