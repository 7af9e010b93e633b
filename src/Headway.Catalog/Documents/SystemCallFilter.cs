using System.Runtime.InteropServices;

namespace Headway.Catalog.Documents;

/// <summary>
/// The program the kernel runs before each system call of a parser child (seccomp, classic BPF, one instruction a number).
/// What is refused fails with "not permitted", an ordinary error to whoever called; everything else passes.
/// </summary>
/// <param name="SeccompNumber">Number of the call that installs it.</param>
/// <param name="Program">Its instructions.</param>
internal sealed record SystemCallFilter(long SeccompNumber, ulong[] Program)
{
    /// <summary>Answer of the filter: fail with EPERM.</summary>
    public const uint Refuse = 0x0005_0001;

    private const uint Allow = 0x7FFF_0000;
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnyBit = 0x45;
    private const ushort Return = 0x06;
    private const uint NumberAt = 0;
    private const uint MachineAt = 4;
    private const uint ArgumentsAt = 16;
    private const uint OtherInterface = 0x4000_0000; // x32: the same calls under other numbers
    private const uint Writing = 0x1 | 0x2 | 0x40 | 0x200; // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC

    // socket, connect, socketpair, execve, execveat, ptrace, process_vm_writev, io_uring_setup, openat2, mount, chroot,
    // then what changes the file system by path: creat, unlink, rename, mkdir, rmdir, link, symlink, truncate, chmod, chown, and -at forms.
    private static readonly uint[] RefusedX64 =
    [
        41, 42, 53, 59, 322, 101, 311, 425, 437, 165, 161,
        85, 87, 263, 82, 264, 316, 83, 258, 84, 86, 265, 88, 266, 76, 90, 268, 92, 94, 260,
    ];

    private static readonly uint[] RefusedArm64 =
        [198, 203, 199, 221, 281, 117, 271, 425, 437, 40, 51, 35, 38, 276, 34, 37, 36, 45, 53, 54];

    /// <summary>The filter of this processor; null where there is none.</summary>
    public static SystemCallFilter? ForThisMachine() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new SystemCallFilter(317, Assemble(0xC000_003E, RefusedX64, [(2, 1), (257, 2)])),
        Architecture.Arm64 => new SystemCallFilter(277, Assemble(0xC000_00B7, RefusedArm64, [(56, 2)])),
        _ => null,
    };

    /// <param name="machine">Calls made under another machine's numbers are refused.</param>
    /// <param name="refused">Numbers.</param>
    /// <param name="opening">Numbers of the calls that open files, and which argument has the flags.</param>
    private static ulong[] Assemble(uint machine, uint[] refused, (uint Number, uint Argument)[] opening)
    {
        // Jumps count the lines between. From the end: refuse, allow, then two lines for each call that opens.
        var body = 4 + refused.Length + opening.Length;
        var total = body + 1 + 2 * opening.Length + 2;
        var (allow, refuse) = (total - 2, total - 1);
        var lines = new List<ulong> { Line(Load, MachineAt) };
        lines.Add(Line(JumpIfEqual, machine, 0, refuse - 2));
        lines.Add(Line(Load, NumberAt));
        lines.Add(Line(JumpIfAtLeast, OtherInterface, refuse - 4, 0));
        foreach (var number in refused)
            lines.Add(Line(JumpIfEqual, number, refuse - lines.Count - 1, 0));
        for (var i = 0; i < opening.Length; i++)
            lines.Add(Line(JumpIfEqual, opening[i].Number, body + 1 + 2 * i - lines.Count - 1, 0));
        lines.Add(Line(Return, Allow));
        foreach (var (_, argument) in opening)
        {
            lines.Add(Line(Load, ArgumentsAt + 8 * argument));
            lines.Add(Line(JumpIfAnyBit, Writing, refuse - lines.Count - 1, allow - lines.Count - 1));
        }

        lines.Add(Line(Return, Allow));
        lines.Add(Line(Return, Refuse));
        return [.. lines];
    }

    private static ulong Line(ushort code, uint operand, int ifTrue = 0, int ifFalse = 0) =>
        code | (ulong)checked((byte)ifTrue) << 16 | (ulong)checked((byte)ifFalse) << 24 | (ulong)operand << 32;
}
