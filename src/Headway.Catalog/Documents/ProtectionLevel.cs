namespace Headway.Catalog.Documents;

/// <summary>How well parser children are walled in on this machine. Time, memory and output are limited by the parent everywhere.</summary>
/// <param name="Words">For people: e.g. <c>limits + no network, no programs, no writing</c>.</param>
public sealed record ProtectionLevel(string Words)
{
    /// <summary>Limits of the parent only: not Linux.</summary>
    public static ProtectionLevel None { get; } = new("limits of time, memory and output");

    /// <summary>Limits of the kernel as well.</summary>
    public static ProtectionLevel Limits { get; } = new("limits");

    /// <summary>And system calls are filtered.</summary>
    public static ProtectionLevel Full { get; } = new("limits + no network, no programs, no writing");

    /// <summary>What this machine allows, found without a child.</summary>
    public static ProtectionLevel Find() => Confinement.Reachable();
}
