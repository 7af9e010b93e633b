using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>A relation whose other end has come, and has yet to be told.</summary>
/// <param name="Waiting">Who waits.</param>
/// <param name="Job">Who has ended.</param>
/// <param name="IsChild">It is a child of the one that waits.</param>
/// <param name="OnFailure">What is to become of the one that waits.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Name">What people call it.</param>
public sealed record Ended(JobId Waiting, JobId Job, bool IsChild, FailurePolicy OnFailure, JobStatus Status, string? Name)
{
    /// <summary>What comes of it for the one that waits; <see cref="FailurePolicy.Ignore"/>: it goes on.</summary>
    public FailurePolicy Verdict => FamilyRule.Verdict(OnFailure, Status);

    /// <summary>The reason, where the verdict is not to go on.</summary>
    public Fault? Fault => Verdict == FailurePolicy.Ignore ? null
        : IsChild ? FamilyRule.Bereft(Job, Name, Status) : FamilyRule.Unmet(Job, Name, Status);
}
