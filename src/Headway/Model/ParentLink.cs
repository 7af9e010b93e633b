namespace Headway.Model;

/// <summary>Whose child a job is.</summary>
/// <param name="Job">The parent: an open job of the same organisation.</param>
/// <param name="Policy">What the child's end means to it.</param>
public sealed record ParentLink(JobId Job, ChildPolicy Policy = ChildPolicy.Fail);
