using Headway.People;

namespace Headway.Web.Access;

/// <summary>What a page, or an endpoint, asks of whoever opens it.</summary>
/// <param name="permission">Without it nobody gets in.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsAttribute(Permission permission) : Attribute
{
    /// <summary>Without it nobody gets in.</summary>
    public Permission Permission => permission;
}
