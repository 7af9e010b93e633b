using System.Runtime.InteropServices;
using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

public sealed class SystemCallFilterTests
{
    private const uint X64 = 0xC000_003E;
    private const uint Allow = 0x7FFF_0000;

    [Theory]
    [InlineData(0, 0, true)] // read
    [InlineData(9, 0, true)] // mmap
    [InlineData(257, 0x80000, true)] // openat for reading
    [InlineData(257, 0x41, false)] // openat that creates
    [InlineData(257, 2, false)] // openat for both
    [InlineData(41, 0, false)] // socket
    [InlineData(42, 0, false)] // connect
    [InlineData(59, 0, false)] // execve
    [InlineData(322, 0, false)] // execveat
    [InlineData(87, 0, false)] // unlink
    [InlineData(425, 0, false)] // io_uring_setup
    [InlineData(260, 0, false)] // fchownat
    [InlineData(0x4000_0029, 0, false)] // socket under its x32 number
    public void children_read_and_neither_write_nor_connect_nor_start_programs(uint number, ulong flags, bool allowed)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "numbers of this test are those of x64");
        Assert.Equal(allowed ? Allow : SystemCallFilter.Refuse, Run(X64, number, third: flags));
    }

    [Fact]
    public void numbers_of_another_machine_are_refused()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "numbers of this test are those of x64");
        Assert.Equal(SystemCallFilter.Refuse, Run(0x4000_0003, 0, 0));
        Assert.Equal(SystemCallFilter.Refuse, Run(X64, 2, second: 1));
        Assert.Equal(Allow, Run(X64, 2, second: 0));
    }

    /// <summary>Runs the filter as the kernel would.</summary>
    private static uint Run(uint machine, uint number, ulong third = 0, ulong second = 0)
    {
        var program = SystemCallFilter.ForThisMachine()!.Program;
        uint loaded = 0;
        for (var at = 0; ; at++)
        {
            var line = program[at];
            var (code, yes, no, operand) = ((ushort)line, (byte)(line >> 16), (byte)(line >> 24), (uint)(line >> 32));
            switch (code)
            {
                case 0x20:
                    loaded = operand switch { 0 => number, 4 => machine, 24 => (uint)second, _ => (uint)third };
                    break;
                case 0x06:
                    return operand;
                default:
                    at += code switch { 0x15 => loaded == operand, 0x35 => loaded >= operand, _ => (loaded & operand) != 0 } ? yes : no;
                    break;
            }
        }
    }
}
