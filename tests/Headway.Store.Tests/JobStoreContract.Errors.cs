using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ErrorFilter OfADay = new();

    private IErrorStore Errors => (IErrorStore)_under.Store;

    [Fact]
    public async Task failures_that_differ_only_in_particulars_are_one_error_over_jobs_and_types()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        var start = await _store.NowAsync(Ct);
        var first = await EnqueueAsync(NewJob(items: 3, chunk: 3));
        await FinishAsync(Failing(await ClaimOneAsync(session), "Page {0} is torn.", ItemState.Retrying));
        var second = await EnqueueAsync(NewJob(type: "rest", name: "two"));
        await FinishAsync(Failing(await ClaimOneAsync(session, new Lane("default", "rest", Orgs.Default)), "Page 77{0} is torn."));
        await EnqueueAsync(NewJob(org: "a"));
        await FinishAsync(Failing(await ClaimOneAsync(session, OfA), "The disk is full."));
        Assert.Empty(await Errors.ListErrorsAsync(OfADay, Ct));

        Assert.False(await Errors.FoldErrorsAsync(Ct));
        var found = await Errors.ListErrorsAsync(OfADay, Ct);
        Assert.Equal(["Page # is torn.", "The disk is full."], found.Select(one => one.Pattern));
        var torn = found[0];
        Assert.Equal(("torn", FaultClass.Transient, "Mend it.", ErrorState.Open), (torn.Code, torn.Class, torn.Hint, torn.State));
        Assert.Equal((4, 1, 2, 4), (torn.Times, torn.Failed, torn.Jobs, torn.AllTimes));
        Assert.Equal(["rest", "work"], torn.Types);
        Assert.Equal("Page 771 is torn.", torn.Sample);
        Assert.InRange(torn.FirstAt, start, torn.LastAt - Tick);
        Assert.Equal((4, 25), (torn.Trend.Sum(), torn.Trend.Count));
        Assert.Equal(Fingerprint.Of("torn", "Page # is torn."), torn.Print);

        Assert.Equal([second, first], (await Errors.ListErrorJobsAsync(torn.Print, null, 10, Ct)).Select(hit => hit.JobId));
        var hit = Assert.Single(await Errors.ListErrorJobsAsync(torn.Print, null, 1, Ct));
        Assert.Equal(("rest", "two", JobStatus.Failed, 1), (hit.Type, hit.Name, hit.Status, hit.Times));
        Assert.Empty(await Errors.ListErrorJobsAsync(torn.Print, "a", 10, Ct));
        Assert.Equal([second, first], await HitAsync(torn.Print));
        Assert.Equal([second], await HitAsync(torn.Print, "rest"));
    }

    [Fact]
    public async Task errors_are_narrowed_and_ordered()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        await FailAsync(session, "Twice.", items: 2);
        await FailAsync(session, "Once.");
        await FailAsync(session, "Of another.", org: "a");
        await Errors.FoldErrorsAsync(Ct);

        Assert.Equal(["Twice.", "Of another.", "Once."], await PatternsAsync(OfADay));
        Assert.Equal(["Of another.", "Once.", "Twice."], await PatternsAsync(OfADay with { By = ErrorOrder.Last }));
        Assert.Equal(["Of another.", "Once."], await PatternsAsync(OfADay with { By = ErrorOrder.First, Limit = 2 }));
        Assert.Equal(["Of another."], await PatternsAsync(OfADay with { Org = "a" }));
        Assert.Empty(await PatternsAsync(OfADay with { Type = "rest" }));
        Assert.Equal(["Once."], await PatternsAsync(OfADay with { Search = "oNc" }));
        Assert.Equal(3, (await PatternsAsync(OfADay with { Search = "torn" })).Count);
        Assert.Empty(await PatternsAsync(OfADay with { Search = "%" }));
        Assert.Equal(["Once."], await PatternsAsync(OfADay with { Search = Fingerprint.Of("torn", "Once.") }));
        Assert.Equal(0, (await ErrorAsync("Once.", OfADay with { Org = "a" })).Times);
        Assert.Null(await Errors.GetErrorAsync("0000000000000000", OfADay, Ct));
    }

    [Theory]
    [InlineData(1, 13)]
    [InlineData(6, 25)]
    [InlineData(24, 25)]
    [InlineData(7 * 24, 29)]
    [InlineData(30 * 24, 31)]
    public async Task error_is_counted_over_its_period_in_steps(int hours, int steps)
    {
        var start = await _store.NowAsync(Ct);
        await AdvanceAsync(start.Date.AddDays(1) - start.UtcDateTime + TimeSpan.FromSeconds(1));
        var session = await SessionAsync(lease: TimeSpan.FromDays(90));
        var period = TimeSpan.FromHours(hours);
        await FailAsync(session, "Old.");
        await AdvanceAsync(2 * period);
        await Errors.FoldErrorsAsync(Ct);
        await FailAsync(session, "New.");
        await AdvanceAsync(period / 2);
        await FailAsync(session, "New.", items: 2);
        await Errors.FoldErrorsAsync(Ct);
        await Errors.FoldErrorsAsync(Ct);

        var one = Assert.Single(await Errors.ListErrorsAsync(OfADay with { Period = period }, Ct));
        Assert.Equal(("New.", 3, 2), (one.Pattern, one.Times, one.Jobs));
        Assert.InRange(one.Trend.Count, steps - 1, steps);
        Assert.Equal([1, 2], one.Trend.Where(count => count > 0));
        Assert.Equal(2, one.Trend[^1]);
    }

    [Fact]
    public async Task resolved_error_comes_back_when_it_happens_again()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        await FailAsync(session, "Again.");
        await Errors.FoldErrorsAsync(Ct);
        var print = (await ErrorAsync("Again.")).Print;
        Assert.False(await Errors.SetErrorAsync("0000000000000000", new ErrorVerdict(ErrorState.Resolved), Ct));

        await FailAsync(session, "Again.");
        Assert.True(await Errors.SetErrorAsync(print, new ErrorVerdict(ErrorState.Resolved, Actor: "ann", Reason: "mended"), Ct));
        await AdvanceAsync(Tick);
        await Errors.FoldErrorsAsync(Ct);
        var resolved = await ErrorAsync("Again.");
        Assert.Equal((ErrorState.Resolved, 2, null, "ann", "mended"),
            (resolved.State, resolved.AllTimes, resolved.BackAt, resolved.Actor, resolved.Reason));
        Assert.Empty(await PatternsAsync(OfADay with { States = [ErrorState.Open, ErrorState.Regressed] }));

        await FailAsync(session, "Again.");
        await Errors.FoldErrorsAsync(Ct);
        var back = await ErrorAsync("Again.");
        Assert.Equal((ErrorState.Regressed, back.LastAt, resolved.ChangedAt), (back.State, back.BackAt, back.ChangedAt));
        Assert.Equal(["Again."], await PatternsAsync(OfADay with { States = [ErrorState.Regressed] }));
        await FailAsync(session, "Again.");
        await Errors.FoldErrorsAsync(Ct);
        Assert.Equal(back.BackAt, (await ErrorAsync("Again.")).BackAt);

        Assert.True(await Errors.SetErrorAsync(print, new ErrorVerdict(ErrorState.Open, Actor: "bob"), Ct));
        var open = await ErrorAsync("Again.");
        Assert.Equal((ErrorState.Open, null, "bob", null), (open.State, open.BackAt, open.Actor, open.Reason));
    }

    [Fact]
    public async Task ignored_error_is_open_again_after_a_time_or_so_many_times()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(9));
        foreach (var message in (string[])["Till.", "Often.", "Ever."])
            await FailAsync(session, message);
        await Errors.FoldErrorsAsync(Ct);
        var until = await _store.NowAsync(Ct) + Hour;
        await IgnoreAsync("Till.", new ErrorVerdict(ErrorState.Ignored, Until: until));
        await IgnoreAsync("Often.", new ErrorVerdict(ErrorState.Ignored, Times: 2));
        await IgnoreAsync("Ever.", new ErrorVerdict(ErrorState.Ignored));
        Assert.Equal(3, (await PatternsAsync(OfADay with { States = [ErrorState.Ignored] })).Count);
        Assert.Equal((until, null), ((await ErrorAsync("Till.")).Until, (await ErrorAsync("Till.")).UntilTimes));
        Assert.Equal(3, (await ErrorAsync("Often.")).UntilTimes);

        foreach (var message in (string[])["Till.", "Often.", "Ever."])
            await FailAsync(session, message);
        await Errors.FoldErrorsAsync(Ct);
        Assert.Empty(await PatternsAsync(OfADay with { States = [ErrorState.Open] }));
        await FailAsync(session, "Often.");
        await Errors.FoldErrorsAsync(Ct);
        await AdvanceAsync(Hour);
        Assert.Equal(["Often.", "Till."], await PatternsAsync(OfADay with { States = [ErrorState.Open] }));
        await AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Empty(await PatternsAsync(OfADay));
        Assert.Equal(["Ever."], await PatternsAsync(OfADay with { States = [ErrorState.Ignored] }));
    }

    [Fact]
    public async Task workers_that_die_and_jobs_that_take_too_long_are_errors_too()
    {
        await EnqueueAsync(NewJob(items: 2, chunk: 2, maxAttempts: 1));
        await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(Lease + Tick);
        await _store.ReapAsync(Ct);
        await EnqueueAsync(NewJob(items: 1) with { TimeLimit = TimeSpan.FromSeconds(5) });
        await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Single(await ((ITimeLimitStore)_under.Store).EndOverdueAsync(Ct));
        await Errors.FoldErrorsAsync(Ct);

        var found = await Errors.ListErrorsAsync(OfADay, Ct);
        Assert.Equal(["worker_lost", "job_timeout"], found.Select(one => one.Code));
        Assert.Equal([(2, 2, 1), (1, 1, 1)], found.Select(one => (one.Times, one.Failed, one.Jobs)));
    }

    [Fact]
    public async Task jobs_that_fail_for_others_are_errors_of_theirs()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        var first = await FailAsync(session, "Here.");
        var then = NewJob();
        await _store.EnqueueAsync([then with { Job = then.Job with { After = [new Prerequisite(first)] } }], Ct);
        await ((IFamilyStore)_under.Store).SettleAsync(Ct);
        await Errors.FoldErrorsAsync(Ct);

        var one = Assert.Single(await Errors.ListErrorsAsync(OfADay with { Search = "prerequisite" }, Ct));
        Assert.Equal(("prerequisite_failed", 1, 1), (one.Code, one.Times, one.Jobs));
        Assert.Equal([then.Id], await HitAsync(one.Print));
    }

    [Fact]
    public async Task outcomes_nobody_waits_for_any_more_are_no_errors()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        var id = await EnqueueAsync(NewJob(items: 2));
        var chunk = await ClaimOneAsync(session);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.False(await FinishAsync(Failing(chunk, "Too late.")));
        await EnqueueAsync(NewJob());
        await FinishAsync(Spared(await ClaimOneAsync(session)));
        await Errors.FoldErrorsAsync(Ct);
        Assert.Empty(await Errors.ListErrorsAsync(OfADay, Ct));
    }

    [Fact]
    public async Task code_with_too_many_messages_is_counted_as_one_from_there()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(1));
        var names = Enumerable.Range(0, ErrorBatch.MostOfACode + 5).Select(Letters).ToList();
        for (var at = 0; at < names.Count; at += 201)
        {
            await EnqueueAsync(NewJob(items: 201, chunk: 201));
            await FinishAsync(Failing(await ClaimOneAsync(session), "{0}", name: no => names[at + no - 1]));
            await Errors.FoldErrorsAsync(Ct);
        }

        var found = await Errors.ListErrorsAsync(OfADay with { Limit = 500 }, Ct);
        Assert.Equal(500, found.Count);
        Assert.Equal(("…", 5), (found[0].Pattern, found[0].Times));
    }

    private static string Letters(int n) => string.Concat($"{n:0000}".Select(digit => (char)('a' + digit - '0')));

    private async ValueTask<IReadOnlyList<JobId>> HitAsync(string print, params string[] types) =>
    [
        .. (await _store.ListJobsAsync(new JobFilter { Error = print, Types = types }, new PageRequest(10), Ct)).Rows.Select(job => job.Id),
    ];

    private async ValueTask<IReadOnlyList<string>> PatternsAsync(ErrorFilter filter) =>
        [.. (await Errors.ListErrorsAsync(filter, Ct)).Select(one => one.Pattern)];

    private async ValueTask<ErrorGroup> ErrorAsync(string message, ErrorFilter? filter = null)
    {
        var found = await Errors.GetErrorAsync(Fingerprint.Of("torn", message), filter ?? OfADay, Ct);
        Assert.NotNull(found);
        return found;
    }

    private async ValueTask IgnoreAsync(string message, ErrorVerdict verdict) =>
        Assert.True(await Errors.SetErrorAsync(Fingerprint.Of("torn", message), verdict, Ct));

    private async ValueTask<JobId> FailAsync(Guid session, string message, int items = 1, string org = Orgs.Default)
    {
        var id = await EnqueueAsync(NewJob(items: items, chunk: items, org: org));
        await FinishAsync(Failing(await ClaimOneAsync(session, Work with { Org = org }), message));
        return id;
    }

    private static FinishedChunk Failing(
        ClaimedChunk chunk, string message, ItemState state = ItemState.Failed, Func<int, string>? name = null) => new(
        chunk.Key,
        [
            .. Enumerable.Range(chunk.Key.Lo, chunk.Key.Hi - chunk.Key.Lo + 1).Select(no => new ItemOutcome
            {
                No = no,
                State = state,
                Fault = new Fault
                {
                    Class = FaultClass.Transient,
                    Code = "torn",
                    Message = message.Replace("{0}", name?.Invoke(no) ?? $"{no}", StringComparison.Ordinal),
                    Hint = "Mend it.",
                },
                RetryIn = Hour,
            }),
        ],
        [], [], new ChunkUsage(TimeSpan.FromSeconds(1)));
}
