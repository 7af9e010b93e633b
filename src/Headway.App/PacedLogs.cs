using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Console;

namespace Headway.App;

/// <summary>
/// The console, with at most one line a second for one cause: what is told again and again while a database is away must not fill a disk.
/// A cause is the reason a line names, or the exception it carries; lines without either always pass.
/// </summary>
internal sealed class PacedLogs(ILoggerProvider console, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    private const int MaxCauses = 1000;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Cause> _causes = new(StringComparer.Ordinal);

    /// <summary>Puts itself before the console that is registered.</summary>
    public static void Add(ILoggingBuilder logging)
    {
        var services = logging.Services;
        if (services.FirstOrDefault(service => service.ImplementationType == typeof(ConsoleLoggerProvider)) is { } console)
            services.Remove(console);
        services.AddSingleton<ILoggerProvider>(provider =>
            new PacedLogs(ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(provider), TimeProvider.System));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(console.CreateLogger(categoryName), this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (console as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose() => console.Dispose();

    /// <summary>How many lines of this cause were kept back since the last; null: this one is too.</summary>
    private int? Pass(string cause)
    {
        if (_causes.Count > MaxCauses)
            _causes.Clear();
        return _causes.GetOrAdd(cause, _ => new Cause()).Pass(clock);
    }

    private static string? CauseOf<TState>(TState state, Exception? exception)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                if (name == "Reason" && value is string reason)
                    return reason;
            }
        }

        return exception is null ? null : $"{exception.GetType()}: {exception.Message}";
    }

    private sealed class Cause
    {
        private readonly Lock _gate = new();
        private long _saidAt;
        private int _kept;

        public int? Pass(TimeProvider clock)
        {
            lock (_gate)
            {
                var now = clock.GetTimestamp();
                if (_saidAt != 0 && clock.GetElapsedTime(_saidAt, now) < Pace)
                {
                    _kept++;
                    return null;
                }

                var kept = _kept;
                (_saidAt, _kept) = (now, 0);
                return kept;
            }
        }
    }

    private sealed class Logger(ILogger console, PacedLogs pace) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => console.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning || !IsEnabled(logLevel) || CauseOf(state, exception) is not { } cause)
                console.Log(logLevel, eventId, state, exception, formatter);
            else if (pace.Pass(cause) is { } kept)
                console.Log(logLevel, eventId, state, exception,
                    kept == 0 ? formatter : (said, thrown) => $"{formatter(said, thrown)} ({kept} more of this cause were not shown)");
        }
    }
}
