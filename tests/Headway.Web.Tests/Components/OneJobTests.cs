using Bunit;
using Headway.Model;
using Headway.Stats;
using Headway.Web.Dashboard;
using Headway.Web.Dashboard.OneJob;
using Headway.Web.Dashboard.Parts;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class OneJobTests : BunitContext
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void a_million_items_in_few_runs_are_a_few_bytes()
    {
        var packed = PackedStates.Of([new StateRun(1, 400_000, ItemState.Completed), new StateRun(400_001, 1_000_000, ItemState.Ready)]);

        Assert.Equal(9, packed.Length);
        Assert.Equal(1, packed[0]);
    }

    [Fact]
    public void items_of_many_states_are_half_a_byte_each()
    {
        var runs = Enumerable.Range(1, 1000)
            .Select(no => new StateRun(no, no, no % 2 == 0 ? ItemState.Failed : ItemState.Completed)).ToList();

        var packed = PackedStates.Of(runs);

        Assert.Equal((501, 0), (packed.Length, packed[0]));
        Assert.Equal(((int)ItemState.Failed << 4) | (int)ItemState.Completed, packed[1]);
    }

    [Fact]
    public void time_in_which_nothing_ran_is_folded_away()
    {
        Attempt[] attempts = [Attempt(1, 0, 10), Attempt(2, 5, 15), Attempt(3, 3600, 3610)];

        var fall = Waterfall.Of(Jobs.With(new JobCounts(3, 0, 0, 0, 3, 0, 0, 0)), attempts, [], Start.AddDays(1), 100);

        Assert.Equal([1, 2, 3], fall.Lines.Select(line => line.No));
        Assert.Equal(TimeSpan.FromSeconds(25), fall.Active);
        Assert.Equal(TimeSpan.FromSeconds(3585), Assert.Single(fall.Gaps).Length);
        Assert.InRange(fall.Lines[2].Bars[0].Width, 350, 450);
        Assert.InRange(fall.Lines[2].Bars[0].At + fall.Lines[2].Bars[0].Width, 990, 1001);
    }

    [Fact]
    public void what_runs_reaches_to_now_and_the_rest_of_many_is_counted()
    {
        var running = new Item { JobId = default, No = 9, State = ItemState.Running, StartedAt = Start.AddSeconds(20), Attempts = 1 };
        Attempt[] attempts = [.. Enumerable.Range(1, 8).Select(no => Attempt(no, no, no + 1))];

        var fall = Waterfall.Of(Jobs.With(new JobCounts(9, 1, 0, 0, 8, 0, 0, 0)), attempts, [running], Start.AddSeconds(30), 5);

        Assert.Equal((5, 4), (fall.Lines.Count, fall.Hidden));
        Assert.All(fall.Lines, line => Assert.All(line.Bars, bar => Assert.InRange(bar.At, 0, 1000)));
    }

    [Fact]
    public void an_edit_names_what_is_gone_however_deep()
    {
        var patch = JobVerbs.Patch("""{"a":1,"b":{"c":2,"d":3}}""", """{"b":{"c":5}}""");

        Assert.Equal("""{"b":{"c":5,"d":null},"a":null}""", patch);
    }

    [Fact]
    public void numbers_of_a_tree_stand_as_they_were_written_and_text_is_never_markup()
    {
        var tree = Render<JsonTree>(p => p
            .Add(t => t.Text, """{"big":12345678901234567890123,"evil":"<img src=x onerror=alert(1)>","list":[]}""")
            .Add(t => t.Label, "Data"));

        Assert.Contains("12345678901234567890123", tree.Find(".n").TextContent, StringComparison.Ordinal);
        Assert.Empty(tree.FindAll("img"));
        Assert.Contains("<img", tree.Find(".str").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void a_waiting_job_says_why_and_what_to_do()
    {
        var panel = Render<WhyPanel>(p => p.Add(w => w.Reasons, [new WhyReason("no_worker", "No worker is alive.", "Start one.")]));

        Assert.Contains("No worker is alive.", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("workers", panel.Find("a").GetAttribute("href"));
        Assert.Empty(Render<WhyPanel>(p => p.Add(w => w.Reasons, [])).FindAll("section"));
    }

    [Fact]
    public void every_documented_error_code_has_its_paragraphs()
    {
        Assert.True(ErrorGuide.Knows("encrypted"));
        Assert.False(ErrorGuide.Knows("broken"));
        Assert.All(ErrorGuide.All, one =>
            Assert.Contains(one.Paragraphs, text => text.StartsWith("What to do:", StringComparison.Ordinal)));
    }

    private static Attempt Attempt(int no, double from, double to) => new()
    {
        JobId = default,
        No = no,
        Generation = 1,
        Number = 1,
        Outcome = AttemptOutcome.Completed,
        Worker = "w",
        StartedAt = Start.AddSeconds(from),
        EndedAt = Start.AddSeconds(to),
    };
}
