using Bunit;
using Headway.Model;
using Headway.Web.Dashboard;
using Headway.Web.Dashboard.Parts;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class PartsTests : BunitContext
{
    public static TheoryData<JobStatus> Statuses => [.. Enum.GetValues<JobStatus>()];

    [Theory, MemberData(nameof(Statuses))]
    public void a_status_has_a_word_and_an_icon_besides_its_colour(JobStatus status)
    {
        var badge = Render<StatusBadge>(p => p.Add(b => b.Job, Jobs.With(default, status)));

        Assert.Equal(Words.Of(status).Label, badge.Find(".badge").TextContent.Trim());
        Assert.NotEmpty(badge.Find("svg path").GetAttribute("d")!);
    }

    [Fact]
    public void no_two_statuses_look_alike()
    {
        var looks = Enum.GetValues<JobStatus>().Select(Words.Of).ToList();

        Assert.Equal(looks.Count, looks.Select(look => look.Label).Distinct().Count());
    }

    [Fact]
    public void only_what_runs_spins()
    {
        Assert.Single(Render<StatusBadge>(p => p.Add(b => b.State, ItemState.Running)).FindAll(".spin"));
        Assert.Empty(Render<StatusBadge>(p => p.Add(b => b.State, ItemState.Ready)).FindAll(".spin"));
    }

    [Fact]
    public void a_job_that_ended_with_failed_items_says_so()
    {
        var job = Jobs.With(new JobCounts(10, 0, 0, 0, 9, 1, 0, 0), JobStatus.Completed);

        Assert.Equal("Completed with errors", Words.Of(job).Label);
    }

    [Fact]
    public void a_job_that_still_runs_while_it_is_paused_is_pausing()
    {
        var job = Jobs.With(new JobCounts(10, 2, 0, 0, 0, 0, 0, 0), JobStatus.Running, JobControl.Pause);

        Assert.Equal("Pausing", Words.Of(job).Label);
    }

    [Fact]
    public void the_bar_gives_each_outcome_its_share()
    {
        var job = Jobs.With(new JobCounts(200, Running: 10, Due: 0, Waiting: 0, Completed: 100, Failed: 20, Skipped: 30, Cancelled: 0));

        var bar = Render<ProgressBar>(p => p.Add(b => b.Job, job));

        var parts = bar.FindAll("rect").Select(part => part.GetAttribute("x") + "|" + part.GetAttribute("width"));
        Assert.Equal(["0|50", "50|15", "65|10", "75|5"], parts);
        Assert.Equal("75 %", bar.Find("b").TextContent);
        Assert.Equal("75", bar.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void a_hundred_per_cent_is_said_only_of_all()
    {
        Assert.Equal("99 %", Words.Percent(99.99));
        Assert.Equal("100 %", Words.Percent(100));
    }

    [Fact]
    public void the_bar_of_a_job_of_one_item_follows_the_items_own_progress()
    {
        var job = Jobs.With(new JobCounts(1, 1, 0, 0, 0, 0, 0, 0)) with { StepPercent = 40 };

        Assert.Equal("40", Render<ProgressBar>(p => p.Add(b => b.Job, job)).Find("rect").GetAttribute("width"));
    }

    [Fact]
    public void a_filter_chip_says_whether_it_is_pressed_and_counts_what_it_leads_to()
    {
        var chip = Render<FilterChip>(p => p.Add(c => c.Label, "Failed").Add(c => c.IconName, "cross").Add(c => c.Count, 12345)
            .Add(c => c.Pressed, true).Add(c => c.Href, "jobs?status=failed"));

        Assert.Equal("true", chip.Find("a").GetAttribute("aria-pressed"));
        Assert.Equal("12,345", chip.Find(".n").TextContent);
    }

    [Fact]
    public void a_filter_of_the_address_keeps_the_words_it_knows()
    {
        Assert.Equal([JobStatus.Running, JobStatus.Failed], Words.Parse<JobStatus>("running,nonsense,FAILED,running,99"));
        Assert.Empty(Words.Parse<JobStatus>(null));
    }

    [Fact]
    public void a_row_is_drawn_again_only_when_its_job_has_changed()
    {
        var job = Jobs.With(new JobCounts(2, 1, 0, 0, 0, 0, 0, 0));
        var row = Render<JobRow>(p => p.Add(r => r.Job, job).Add(r => r.Title, "Skills"));
        var drawn = row.RenderCount;

        row.Render(p => p.Add(r => r.Job, job with { Name = "the same change" }));
        Assert.Equal(drawn, row.RenderCount);

        row.Render(p => p.Add(r => r.Job, job with { Seq = job.Seq + 1, Counts = new JobCounts(2, 0, 0, 0, 1, 1, 0, 0) }));
        Assert.Contains("(1 failed)", row.Find("td.num").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void a_failed_item_shows_why_what_to_do_and_a_way_to_retry()
    {
        Item? retried = null;
        var fault = new Fault { Class = FaultClass.Permanent, Code = "encrypted", Message = "It is locked.", Hint = "Unlock it." };
        var item = new Item { JobId = default, No = 3, State = ItemState.Failed, Name = "a.pdf", Fault = fault };
        var row = Render<ItemRow>(p => p.Add(r => r.Item, item).Add(r => r.Href, "?item=3").Add(r => r.OnRetry, it => retried = it));

        Assert.Contains("It is locked.", row.Markup, StringComparison.Ordinal);
        Assert.Contains("Unlock it.", row.Markup, StringComparison.Ordinal);
        row.Find("button").Click();
        Assert.Equal(3, retried?.No);
    }

    [Fact]
    public void text_of_a_document_is_never_markup()
    {
        var item = new Item { JobId = default, No = 1, State = ItemState.Completed, Name = "<img src=x onerror=alert(1)>" };

        Assert.Empty(Render<ItemRow>(p => p.Add(r => r.Item, item).Add(r => r.Href, "x")).FindAll("img"));
    }
}
