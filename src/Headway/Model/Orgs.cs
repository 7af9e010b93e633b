namespace Headway.Model;

/// <summary>Names of organisations that always exist.</summary>
public static class Orgs
{
    /// <summary>Where everything goes in an installation without organisations.</summary>
    public const string Default = "default";

    /// <summary>Whose the jobs are that belong to no organisation.</summary>
    public const string System = "system";
}
