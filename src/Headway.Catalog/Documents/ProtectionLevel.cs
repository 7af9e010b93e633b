using System.Diagnostics;

namespace Headway.Catalog.Documents;

/// <summary>How well parser children are walled in on this machine.</summary>
/// <param name="Words">For people: e.g. <c>limits + no network</c>.</param>
/// <param name="Prefix">Command that starts a child inside the wall; empty where there is none.</param>
public sealed record ProtectionLevel(string Words, IReadOnlyList<string> Prefix)
{
    private static readonly ProtectionLevel LimitsOnly = new("limits", []);

    /// <summary>Finds out what this machine allows by trying it once.</summary>
    public static ProtectionLevel Find()
    {
        if (!OperatingSystem.IsLinux())
            return LimitsOnly;
        string[][] walls = [["unshare", "--net", "--user", "--map-root-user"], ["unshare", "--net"]];
        foreach (var wall in walls)
        {
            if (Works(wall))
                return new ProtectionLevel("limits + no network", wall);
        }

        return LimitsOnly;
    }

    private static bool Works(string[] wall)
    {
        try
        {
            var start = new ProcessStartInfo(wall[0], [.. wall[1..], "--", "true"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var probe = Process.Start(start)!;
            return probe.WaitForExit(2000) && probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such command here
        }
    }
}
