using System.Runtime.InteropServices;

namespace Headway.Catalog.Documents;

/// <summary>
/// Walls a parser child builds around itself before it reads a byte of a document: limits of the kernel, and on Linux a filter of
/// system calls that leaves no network, no other program and no file opened for writing. Neither asks for a privilege or a package.
/// A network namespace would ask for more: the runtime has several threads by now, and the kernel moves single-threaded processes only.
/// </summary>
internal static partial class Confinement
{
    private const int CpuLimit = 0;
    private const int CoreLimit = 4;
    private const int OpenFilesLimit = 7;
    private const int NoNewPrivileges = 38;
    private const long SetFilter = 1;
    private const long ForEveryThread = 1;
    private const long ActionAvailable = 2;

    /// <summary>Builds what this machine allows.</summary>
    public static ProtectionLevel Enter()
    {
        if (!OperatingSystem.IsLinux())
            return ProtectionLevel.None;
        var limited = Limit(CpuLimit, 60) & Limit(OpenFilesLimit, 256) & Limit(CoreLimit, 0);
        if (!limited)
            return ProtectionLevel.None;
        return Filter() ? ProtectionLevel.Full : ProtectionLevel.Limits;
    }

    /// <summary>What <see cref="Enter"/> would reach, without doing it.</summary>
    public static ProtectionLevel Reachable()
    {
        if (!OperatingSystem.IsLinux())
            return ProtectionLevel.None;
        var refuse = SystemCallFilter.Refuse & 0xFFFF_0000; // the action without the error it carries
        return SystemCallFilter.ForThisMachine() is { } filter && CallSeccomp(filter.SeccompNumber, ActionAvailable, 0, ref refuse) == 0
            ? ProtectionLevel.Full
            : ProtectionLevel.Limits;
    }

    private static unsafe bool Filter()
    {
        if (SystemCallFilter.ForThisMachine() is not { } filter || prctl(NoNewPrivileges, 1, 0, 0, 0) != 0)
            return false;
        fixed (ulong* lines = filter.Program)
        {
            var program = new FilterProgram { Length = (ushort)filter.Program.Length, Lines = (nint)lines };
            return CallSeccomp(filter.SeccompNumber, SetFilter, ForEveryThread, ref program) == 0;
        }
    }

    private static bool Limit(int what, ulong most)
    {
        var limit = new ResourceLimit { Soft = most, Hard = most };
        return setrlimit(what, ref limit) == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public nint Lines;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setrlimit(int resource, ref ResourceLimit limit);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint CallSeccomp(long number, long operation, long flags, ref FilterProgram program);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint CallSeccomp(long number, long operation, long flags, ref uint action);
}
