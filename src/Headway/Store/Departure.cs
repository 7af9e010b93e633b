using Headway.Model;

namespace Headway.Store;

/// <summary>A job that is to be deleted.</summary>
/// <param name="Id">Which.</param>
/// <param name="Seq">Only if this is still the number of its last change.</param>
/// <param name="Place">Where it lies in the archive; null where it is not to be found again.</param>
public readonly record struct Departure(JobId Id, long Seq, ArchivePlace? Place);
