using Headway.Model;
using Headway.Worker;
using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>
/// Gathers what handlers say, in memory and within limits, until it is written. Saying something never waits for the store.
/// </summary>
internal sealed class JobLog(JobLogOptions options, TimeProvider clock)
{
    private const int MaxWaiting = 20_000;
    private const int MaxMessage = 4096;
    private const int MaxException = 16 * 1024;
    private static readonly AsyncLocal<JobLogScope?> Here = new();
    private readonly Lock _gate = new();
    private List<LogLine> _waiting = [];

    /// <summary>Who speaks on this flow of control; null outside of handlers.</summary>
    public static JobLogScope? Current
    {
        get => Here.Value;
        set => Here.Value = value;
    }

    /// <summary>Whether a line of this level would be kept if it were said here.</summary>
    public bool IsKept(LogLevel level) => level != LogLevel.None && level >= options.Level && Here.Value is not null;

    /// <summary>Keeps a line, or counts it where there are too many.</summary>
    public void Say(JobLogScope scope, LogLevel level, string? category, string message, Exception? exception)
    {
        var line = scope.Line(level, clock.GetUtcNow()) with
        {
            Category = category,
            Message = SafeText.Cut(message, MaxMessage),
            Exception = SafeText.Cut(exception?.ToString(), MaxException),
        };
        lock (_gate)
        {
            if (scope.Kept >= options.LinesPerAttempt || _waiting.Count >= MaxWaiting)
            {
                scope.Dropped++;
                return;
            }

            scope.Kept++;
            _waiting.Add(line);
        }
    }

    /// <summary>The attempt has ended: tells how much of what it said was not kept.</summary>
    public void End(JobLogScope scope)
    {
        lock (_gate)
        {
            if (scope.Dropped == 0)
                return;
            _waiting.Add(scope.Line(LogLevel.Warning, clock.GetUtcNow()) with
            {
                Message = $"{scope.Dropped:N0} more lines were dropped: {options.LinesPerAttempt:N0} are kept of an attempt.",
            });
            scope.Dropped = 0;
        }
    }

    /// <summary>Takes what waits, oldest first.</summary>
    public IReadOnlyList<LogLine> Take(int atMost)
    {
        lock (_gate)
        {
            var taken = _waiting;
            if (taken.Count <= atMost)
            {
                _waiting = [];
                return taken;
            }

            _waiting = taken[atMost..];
            return taken[..atMost];
        }
    }

    /// <summary>Puts back what could not be written; what has come since follows it.</summary>
    public void PutBack(IReadOnlyList<LogLine> lines)
    {
        lock (_gate)
            _waiting = [.. lines, .. _waiting];
    }
}
