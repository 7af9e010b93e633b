using Headway.Model;

namespace Headway.Client;

/// <summary>What came of a submission.</summary>
/// <param name="Id">The job that stands for it.</param>
/// <param name="IsNew">False where an open job had the unique key already, and is that job.</param>
public readonly record struct Submitted(JobId Id, bool IsNew);
