using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>Hears every logger of the host, and keeps what is said while a handler runs.</summary>
[ProviderAlias("HeadwayJobLog")]
internal sealed class JobLogProvider(JobLog log) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Listener(log, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // holds nothing
    }

    private sealed class Listener(JobLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsKept(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (log.IsKept(logLevel) && JobLog.Current is { } scope)
                log.Say(scope, logLevel, category, formatter(state, exception), exception);
        }
    }
}
