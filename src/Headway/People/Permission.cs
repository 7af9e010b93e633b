namespace Headway.People;

/// <summary>One kind of thing that may be done; every endpoint and every action of a page needs one.</summary>
public enum Permission
{
    /// <summary>See that jobs exist, how they stand, their items, times and history, and follow the feed.</summary>
    ReadJobs,

    /// <summary>Open what jobs carry: config, inputs, outputs, results, logs and what failed.</summary>
    ReadData,

    /// <summary>See workers, queues, limits, breakers, schedules, subscriptions and statistics.</summary>
    ReadSystem,

    /// <summary>Submit jobs and upload files.</summary>
    SubmitJobs,

    /// <summary>Pause, resume, cancel, retry, restart, skip, rerun, roll back, reprioritise and keep jobs.</summary>
    ControlJobs,

    /// <summary>Work chunks of jobs, as workers and callers of <c>process</c> do.</summary>
    WorkJobs,

    /// <summary>Take data of many jobs away in one file.</summary>
    ExportData,

    /// <summary>Delete jobs, bring them back, and change how long they are kept.</summary>
    DeleteJobs,

    /// <summary>Change holds, limits and breakers.</summary>
    SteerFlow,

    /// <summary>Make, change, pause, run and remove schedules.</summary>
    ManageSchedules,

    /// <summary>Make, change and remove subscriptions, and send deliveries again.</summary>
    ManageSubscriptions,

    /// <summary>Make and revoke keys of one's own.</summary>
    OwnKeys,

    /// <summary>Make and revoke every key of the organisation.</summary>
    ManageKeys,

    /// <summary>Add and disable people and give them roles, none that may do more than one's own.</summary>
    ManagePeople,

    /// <summary>Read who did what.</summary>
    ReadAudit,

    /// <summary>Back up and look after the installation.</summary>
    RunSystem,
}
