using System.Diagnostics;
using Headway.Bench.Runs;

namespace Headway.Bench.Contests;

/// <summary>A running process: says "ready" where somebody waits for that, and its reading as its last line.</summary>
internal sealed class Competitor : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Competitor(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public static Competitor Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Competitor(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
    }

    public async Task ReadyAsync()
    {
        while (await LineAsync() is { } line)
        {
            if (line == "ready")
                return;
        }

        throw await DiedAsync();
    }

    /// <summary>The reading; waits for it.</summary>
    public async Task<Reading> ReadAsync()
    {
        string? last = null;
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith('{'))
                last = line;
        }

        return last is null ? throw await DiedAsync() : Reading.Parse(last);
    }

    /// <summary>Tells a process that waits for it to stop.</summary>
    public Task<Reading> StopAsync()
    {
        _process.StandardInput.WriteLine();
        return ReadAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    private async Task<Exception> DiedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        var tail = string.Join(Environment.NewLine, (await _errors).Split('\n').TakeLast(8));
        return new InvalidOperationException($"it ended with {_process.ExitCode}: {tail}");
    }
}
