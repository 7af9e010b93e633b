using Headway.Model;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>What is shown of a job's log.</summary>
/// <param name="Lines">The lines that fit, oldest first.</param>
/// <param name="Older">Before which line the ones before start; null where the log begins with these.</param>
/// <param name="Looked">How many lines were looked at for them.</param>
public sealed record LogView(IReadOnlyList<LogLine> Lines, long? Older, int Looked);
