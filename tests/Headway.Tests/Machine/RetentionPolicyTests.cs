using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Tests.Machine;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void rule_that_says_more_of_a_job_counts()
    {
        RetentionRule any = new() { Age = TimeSpan.FromDays(1) };
        RetentionRule failed = new() { Status = JobStatus.Failed, Age = TimeSpan.FromDays(2) };
        RetentionRule mail = new() { Type = "mail", Age = TimeSpan.FromDays(3) };
        RetentionRule mailFailed = new() { Type = "mail", Status = JobStatus.Failed };
        var policy = new RetentionPolicy([any, failed, mail, mailFailed]);

        Assert.Same(any, policy.For("other", JobStatus.Completed));
        Assert.Same(failed, policy.For("other", JobStatus.Failed));
        Assert.Same(mail, policy.For("mail", JobStatus.Completed));
        Assert.Same(mailFailed, policy.For("mail", JobStatus.Failed));
        Assert.Null(policy.Lets(Ended("mail", JobStatus.Failed, TimeSpan.FromDays(999)), Now, atStart: true));
        Assert.Equal(TimeSpan.FromDays(1), policy.Least(atStart: true));
    }

    [Theory]
    [InlineData("extraction", JobStatus.Failed, 0.0, true)]
    [InlineData("extraction", JobStatus.Completed, 23.9, false)]
    [InlineData("extraction", JobStatus.Completed, 24.0, true)]
    [InlineData("extraction", JobStatus.Cancelled, 2.0, true)]
    [InlineData("benchmarking", JobStatus.Completed, 1.9, false)]
    [InlineData("benchmarking", JobStatus.Completed, 2.0, true)]
    public void preset_003_lets_go_as_compileo_does(string type, JobStatus status, double hours, bool goes)
    {
        var policy = new RetentionPolicy(RetentionPolicy.Presets["003"]);
        Assert.Equal(goes, policy.Lets(Ended(type, status, TimeSpan.FromHours(hours)), Now, atStart: false) is not null);
        Assert.Equal(goes || hours >= 1, policy.Lets(Ended(type, status, TimeSpan.FromHours(hours)), Now, atStart: true) is not null);
    }

    [Theory]
    [InlineData("for_ever")]
    [InlineData("000")]
    public void other_presets_and_no_rules_keep_everything(string preset)
    {
        var policy = new RetentionPolicy(RetentionPolicy.Presets[preset]);
        Assert.Null(policy.Lets(Ended("any", JobStatus.Failed, TimeSpan.FromDays(9999)), Now, atStart: true));
        Assert.Null(policy.Least(atStart: true));
    }

    [Fact]
    public void open_and_kept_jobs_stay()
    {
        var policy = new RetentionPolicy([new RetentionRule { Age = TimeSpan.Zero }]);
        var job = Ended("any", JobStatus.Completed, TimeSpan.FromDays(1));
        Assert.NotNull(policy.Lets(job, Now, atStart: false));
        Assert.Null(policy.Lets(job with { Kept = true }, Now, atStart: false));
        Assert.Null(policy.Lets(job with { FinishedAt = null, Status = JobStatus.Running }, Now, atStart: false));
    }

    private static ScannedJob Ended(string type, JobStatus status, TimeSpan ago) =>
        new(default, type, status, false, 1, Now - ago - TimeSpan.FromDays(1), Now - ago);
}
