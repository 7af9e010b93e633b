using Headway.Model;

namespace Headway.Store;

/// <summary>A job that has not ended, as the doctor needs it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Config">Its config, JSON text.</param>
/// <param name="Drive">Who takes its chunks.</param>
/// <param name="IsSimple">It has no items of its own, so its config is what its handler works.</param>
public sealed record OpenJob(JobId Id, string Type, string Config, JobDrive Drive, bool IsSimple);
