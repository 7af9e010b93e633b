using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Headway.Catalog.Documents;

/// <summary>
/// The other end of <see cref="DocumentParser"/>: a process that reads one document from standard input, writes one answer to standard
/// output
/// and ends. It limits itself first, so what a hostile document does to it stays in it.
/// </summary>
public static class ParserChild
{
    internal const int MaxAnswer = 20 << 20;
    internal const int MaxFile = 200 << 20;

    /// <summary>Runs the child to its end.</summary>
    /// <returns>Exit code: 0 when an answer was written, 2 when nothing came on standard input.</returns>
    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var walls = Confinement.Enter();
        using var waiting = new CancellationTokenSource();
        var warm = new Thread(() => Warm(waiting.Token)) { IsBackground = true };
        warm.Start();
        if (ReadDocument(input, waiting) is not var (name, file))
            return 2;
        new Thread(() => EndWithParent(input)) { IsBackground = true }.Start();
        var said = Answer(name, file) with { Protection = walls.Words };
        using (var self = Process.GetCurrentProcess())
        {
            var cpu = (long)Environment.CpuUsage.TotalTime.TotalMicroseconds;
            said = said with { CpuMicroseconds = cpu, PeakMemoryBytes = self.PeakWorkingSet64 };
        }

        var answer = JsonSerializer.SerializeToUtf8Bytes(said, ParserJson.Wire.ParserAnswer);
        if (answer.Length > MaxAnswer)
            answer = JsonSerializer.SerializeToUtf8Bytes(Faulted(DocumentFault.TooLarge, $"{answer.Length:N0} bytes"),
                ParserJson.Wire.ParserAnswer);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, answer.Length);
        output.Write(length);
        output.Write(answer);
        output.Flush();
        return 0;
    }

    private static ParserAnswer Answer(string name, byte[] file)
    {
        try
        {
            return new ParserAnswer { Text = DocumentReader.Read(name, file) };
        }
        catch (DocumentFaultException e)
        {
            return Faulted(e.Fault, e.Message);
        }
        catch (InsufficientExecutionStackException e)
        {
            return Faulted(DocumentFault.TooDeep, e.Message);
        }
        catch (OutOfMemoryException e)
        {
            return Faulted(DocumentFault.Memory, e.Message);
        }
        catch (Exception e)
        {
            return Faulted(DocumentFault.Corrupt, e.ToString()); // a reader stumbled over the content: that is what a damaged file does
        }
    }

    private static ParserAnswer Faulted(DocumentFault fault, string detail) =>
        new() { Fault = fault.Code, Detail = detail.Length > 4000 ? detail[..4000] : detail };

    /// <summary>Reads small documents while the parent has none yet: the code is compiled when the real one comes.</summary>
    private static void Warm(CancellationToken come)
    {
        foreach (var (name, file) in WarmUp.Documents)
        {
            if (come.IsCancellationRequested)
                return;
            JsonSerializer.SerializeToUtf8Bytes(Answer(name, file), ParserJson.Wire.ParserAnswer);
        }
    }

    private static (string Name, byte[] File)? ReadDocument(Stream input, CancellationTokenSource come)
    {
        Span<byte> head = stackalloc byte[8];
        if (input.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
            return null;
        come.Cancel();
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(head);
        var fileLength = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (nameLength is < 0 or > 4096 || fileLength is < 0 or > MaxFile)
            return null;
        var (name, file) = (new byte[nameLength], new byte[fileLength]);
        input.ReadExactly(name);
        input.ReadExactly(file);
        return (Encoding.UTF8.GetString(name), file);
    }

    /// <summary>Standard input ends when the parent does; a child that is still busy then has nobody to answer.</summary>
    private static void EndWithParent(Stream input)
    {
        while (input.ReadByte() >= 0)
        {
            // nothing else is expected
        }

        Environment.Exit(3);
    }
}
