namespace Headway.App;

/// <summary>Ends the command with one sentence on standard error.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="sentence">What happened and what to do.</param>
/// <param name="inner">What it was caught as; shown with HEADWAY_TRACE alone.</param>
internal sealed class StopException(int exitCode, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>When asking again may help, as the server said; null where it said nothing, or it would not help.</summary>
    public TimeSpan? RetryIn { get; init; }
}
