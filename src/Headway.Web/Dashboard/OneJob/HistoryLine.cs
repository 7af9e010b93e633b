namespace Headway.Web.Dashboard.OneJob;

/// <summary>One thing that happened to a job as a whole.</summary>
/// <param name="At">When.</param>
/// <param name="What">In words.</param>
/// <param name="Who">Who did it; null where the engine did.</param>
/// <param name="Icon">Icon of it.</param>
/// <param name="Tone">Tone of it; empty for none.</param>
public sealed record HistoryLine(DateTimeOffset At, string What, string? Who, string Icon, string Tone);
