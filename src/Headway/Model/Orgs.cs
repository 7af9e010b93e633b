namespace Headway.Model;

/// <summary>Names of organisations that always exist.</summary>
public static class Orgs
{
    /// <summary>Where everything goes in an installation without organisations.</summary>
    public const string Default = "default";
}
