using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>A logger of the host that speaks for one attempt, on whatever flow of control it is used.</summary>
internal sealed class ScopedLogger(ILogger inner, JobLogScope scope) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => As(() => inner.IsEnabled(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => As(() =>
    {
        inner.Log(logLevel, eventId, state, exception, formatter);
        return true;
    });

    private T As<T>(Func<T> speak)
    {
        var before = JobLog.Current;
        JobLog.Current = scope;
        try
        {
            return speak();
        }
        finally
        {
            JobLog.Current = before;
        }
    }
}
