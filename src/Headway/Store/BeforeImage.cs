namespace Headway.Store;

/// <summary>Something a job changed.</summary>
/// <param name="Seq">Number of its last change, among all.</param>
/// <param name="No">The item that changed it last.</param>
/// <param name="Kind">What sort of thing, e.g. a table.</param>
/// <param name="Key">Which one.</param>
/// <param name="Before">JSON text of what it was before the first change; null: it was not there.</param>
/// <param name="AfterHash">Hash of what it was after the last change; null: it was not there any more.</param>
public sealed record BeforeImage(long Seq, int No, string Kind, string Key, string? Before, string? AfterHash);
