using Headway.Model;

namespace Headway.Web.Tests.Components;

/// <summary>Jobs as pages get them.</summary>
internal static class Jobs
{
    public static Job With(JobCounts counts, JobStatus status = JobStatus.Running, JobControl control = JobControl.Run) => new()
    {
        Id = new JobId(Guid.Parse("01938000-0000-7000-8000-000000000001")),
        Org = Orgs.Default,
        Type = "skills.syllabus",
        Name = "Fall syllabi",
        Queue = "default",
        Config = "{}",
        Labels = new Dictionary<string, string>(),
        Status = status,
        Control = control,
        Phase = status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled ? JobPhase.Final : JobPhase.Work,
        Counts = counts,
        Planned = true,
        Seq = 7,
    };
}
