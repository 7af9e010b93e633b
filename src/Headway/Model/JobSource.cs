namespace Headway.Model;

/// <summary>What submitted a job.</summary>
public enum JobSource
{
    /// <summary>A person, on the dashboard.</summary>
    Manual,

    /// <summary>A program, through the library or the HTTP API.</summary>
    Api,

    /// <summary>The command <c>headway</c>.</summary>
    Cli,

    /// <summary>A schedule whose time had come.</summary>
    Schedule,

    /// <summary>A call from another system.</summary>
    Webhook,

    /// <summary>Another job.</summary>
    Parent,

    /// <summary>A rerun of another job, or of its errors.</summary>
    Rerun,
}
