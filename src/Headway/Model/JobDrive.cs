namespace Headway.Model;

/// <summary>Who takes a job's chunks.</summary>
public enum JobDrive
{
    /// <summary>Workers do.</summary>
    Worker,

    /// <summary>Whoever calls process, one chunk a call; workers never touch the job.</summary>
    Client,
}
