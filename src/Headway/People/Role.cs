namespace Headway.People;

/// <summary>What somebody is in an organisation; <see cref="RoleTable"/> says what each may do.</summary>
public enum Role
{
    /// <summary>Answers for the organisation; there is always one.</summary>
    Owner,

    /// <summary>All of the organisation but its owners.</summary>
    Admin,

    /// <summary>Runs the work: every job, queue, schedule and subscription.</summary>
    Operator,

    /// <summary>Submits jobs and steers its own.</summary>
    Submitter,

    /// <summary>Looks for jobs and reads what came of them.</summary>
    Searcher,

    /// <summary>Reads everything about the work and changes nothing.</summary>
    Viewer,

    /// <summary>Reads who did what, not what was in it.</summary>
    Auditor,

    /// <summary>A program that works jobs.</summary>
    Worker,

    /// <summary>Runs the installation, with all its organisations; held in the organisation <c>system</c>.</summary>
    PlatformAdmin,
}
