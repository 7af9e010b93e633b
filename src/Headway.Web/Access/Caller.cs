using System.Security.Claims;
using Headway.People;

namespace Headway.Web.Access;

/// <summary>Who asks, and what they may do.</summary>
internal sealed class Caller(string name, IReadOnlyCollection<Role> roles)
    : ClaimsIdentity([new Claim(DefaultNameClaimType, name)], "headway")
{
    /// <summary>What is written down of what they do.</summary>
    public string Who => name;

    /// <summary>Their roles in the organisation and in the installation.</summary>
    public IReadOnlyCollection<Role> Roles => roles;

    /// <summary>The role of the key they show: nothing beyond it. Null: signed in.</summary>
    public Role? AtMost { get; init; }

    /// <summary>Only these, where there are any.</summary>
    public IReadOnlyList<Permission> Scopes { get; init; } = [];

    /// <summary>Who it is; null for a service and for whoever is at the terminal.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The sign-in; null for keys.</summary>
    public Guid? SignInId { get; init; }

    /// <summary>What they are found by again; null where the host says who asks.</summary>
    public string? Credential { get; init; }

    /// <summary>A person rather than a key of theirs: credentials are made by people alone.</summary>
    public bool IsInPerson { get; init; }

    /// <summary>How far they may go.</summary>
    public Reach Of(Permission permission)
    {
        if (Scopes.Count > 0 && !Scopes.Contains(permission))
            return Reach.None;
        var reach = roles.Count == 0 ? Reach.None : roles.Max(role => RoleTable.Of(role, permission));
        return AtMost is { } most && RoleTable.Of(most, permission) is var bound && bound < reach ? bound : reach;
    }

    /// <summary>Who a request was let in as.</summary>
    public static Caller? Of(ClaimsPrincipal? user) => user?.Identities.OfType<Caller>().FirstOrDefault();
}
