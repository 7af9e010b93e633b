using Headway.Model;
using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>An attempt that speaks. Its counts are changed under the log's lock alone.</summary>
internal sealed class JobLogScope(JobId id, int no, int generation, int attempt)
{
    public int Kept { get; set; }

    public long Dropped { get; set; }

    /// <summary>An empty line of this attempt.</summary>
    public LogLine Line(LogLevel level, DateTimeOffset at) =>
        new() { JobId = id, No = no, Generation = generation, Attempt = attempt, At = at, Level = level, Message = "" };
}
