using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Headway.Catalog.Documents;

/// <summary>One child, for one document. Starting it is slow and giving it a document is quick, so it is started ahead.</summary>
internal sealed class ParserProcess : IAsyncDisposable
{
    private const int ErrorTail = 4096;
    private static readonly TimeSpan MemoryLook = TimeSpan.FromMilliseconds(50);
    private readonly DocumentParserOptions _options;
    private readonly TimeProvider _clock;
    private readonly Process _process;
    private readonly string _folder;
    private readonly Task<string> _errors;

    private ParserProcess(DocumentParserOptions options, TimeProvider clock, Process process, string folder)
    {
        (_options, _clock, _process, _folder) = (options, clock, process, folder);
        StartedAt = clock.GetTimestamp();
        _errors = ReadTailAsync(process.StandardError);
    }

    public long StartedAt { get; }

    /// <summary>Walls it stood in, as its answer says; null before.</summary>
    public string? Protection { get; private set; }

    public static ParserProcess Start(DocumentParserOptions options, TimeProvider clock)
    {
        string[] command = [.. options.Command, "parse-one"];
        var folder = Directory.CreateTempSubdirectory("headway-parse-").FullName;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["TMPDIR"] = folder;
        start.Environment["DOTNET_ROOT"] = DocumentParserOptions.RuntimeRoot;
        start.Environment["DOTNET_GCHeapHardLimit"] = (options.MemoryBytes / 4 * 3).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0"; // it lives for one document: nothing to learn
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return new ParserProcess(options, clock, Process.Start(start)!, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Gives it the document and waits for the answer, its death or the limits.</summary>
    public async ValueTask<ParseOutcome> ParseAsync(string name, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_options.WallTime, _clock);
        using var over = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token, over.Token);
        var watch = WatchMemoryAsync(over, end.Token);
        try
        {
            await SendAsync(name, file, end.Token);
            return await ReceiveAsync(end.Token) ?? await DiedAsync(end.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return over.IsCancellationRequested
                ? ParseOutcome.Failed(DocumentFault.Memory, $"more than {_options.MemoryBytes >> 20} MB")
                : ParseOutcome.Failed(DocumentFault.Timeout, $"more than {_options.WallTime.TotalSeconds:0} s");
        }
        finally
        {
            await end.CancelAsync();
            await watch;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _errors;
        _process.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async ValueTask SendAsync(string name, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        try
        {
            var input = _process.StandardInput.BaseStream;
            var nameBytes = Encoding.UTF8.GetBytes(name);
            var head = new byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(head, nameBytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), file.Length);
            await input.WriteAsync(head, ct);
            await input.WriteAsync(nameBytes, ct);
            await input.WriteAsync(file, ct);
            await input.FlushAsync(ct);
        }
        catch (IOException)
        {
            // It died before it had read everything; how it died says why.
        }
    }

    private async ValueTask<ParseOutcome?> ReceiveAsync(CancellationToken ct)
    {
        var output = _process.StandardOutput.BaseStream;
        var head = new byte[4];
        if (await output.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, ct) < 4)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 2 or > ParserChild.MaxAnswer)
            return ParseOutcome.Failed(DocumentFault.TooLarge, $"an answer of {length:N0} bytes");
        var body = new byte[length];
        if (await output.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, ct) < length)
            return null;
        var answer = JsonSerializer.Deserialize(body, ParserJson.Wire.ParserAnswer)!;
        Protection = answer.Protection;
        var outcome = answer.Text is not null
            ? new ParseOutcome(answer.Text, null, null)
            : ParseOutcome.Failed(DocumentFault.Of(answer.Fault ?? ""), answer.Detail);
        return outcome with
        {
            Cpu = TimeSpan.FromMicroseconds(Math.Max(0, answer.CpuMicroseconds)),
            PeakMemoryBytes = Math.Max(0, answer.PeakMemoryBytes),
        };
    }

    private async ValueTask<ParseOutcome> DiedAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        var errors = await _errors;
        var fault = _process.ExitCode switch
        {
            2 or 126 or 127 or 131 or 150 => DocumentFault.Internal, // it never came to the document
            152 => DocumentFault.Timeout, // SIGXCPU
            _ when errors.Contains("OutOfMemory", StringComparison.OrdinalIgnoreCase)
                || errors.Contains("out of memory", StringComparison.OrdinalIgnoreCase) => DocumentFault.Memory,
            _ => DocumentFault.ParserCrash,
        };
        return ParseOutcome.Failed(fault, $"exit code {_process.ExitCode}: {errors}");
    }

    private async Task WatchMemoryAsync(CancellationTokenSource over, CancellationToken ct)
    {
        try
        {
            while (!_process.HasExited)
            {
                _process.Refresh();
                if (_process.WorkingSet64 > _options.MemoryBytes)
                {
                    await over.CancelAsync();
                    return;
                }

                await Task.Delay(MemoryLook, _clock, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // answered or stopped
        }
        catch (InvalidOperationException)
        {
            // gone between two looks
        }
    }

    private static async Task<string> ReadTailAsync(StreamReader errors)
    {
        var tail = new StringBuilder();
        var buffer = new char[1024];
        for (int read; (read = await errors.ReadAsync(buffer)) > 0;)
        {
            if (tail.Length < ErrorTail)
                tail.Append(buffer, 0, Math.Min(read, ErrorTail - tail.Length));
        }

        return tail.ToString();
    }
}
