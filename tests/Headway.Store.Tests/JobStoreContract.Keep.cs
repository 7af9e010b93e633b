using Headway.Machine;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>What only passes through goes after its time.</summary>
public abstract partial class JobStoreContract
{
    [Fact]
    public async Task answer_of_a_call_is_forgotten_after_its_time_whatever_becomes_of_the_job()
    {
        var id = await EnqueueAsync(Driven(items: 3));
        var session = await SessionAsync(lease: TimeSpan.FromDays(9));
        var (one, chunk) = await BeginAsync(id, session, "one");
        await _store.EndProcessAsync(one, Ended(chunk), Ct);

        await AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Equal(0, await Archives.PruneOldAsync(new KeepTimes(), 100, Ct));
        Assert.Equal(ProcessTurnKind.Answered, (await _store.BeginProcessAsync(Call(id, session, "one"), false, Ct)).Kind);

        await AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(1, await Archives.PruneOldAsync(new KeepTimes(), 100, Ct));
        Assert.Equal(ProcessTurnKind.Chunk, (await _store.BeginProcessAsync(Call(id, session, "one"), false, Ct)).Kind);
    }

    [Fact]
    public async Task destination_that_is_called_again_is_forgotten_and_one_that_is_not_stays()
    {
        await Calls.OpenBreakerAsync("o", "back", "ann", null, Ct);
        await Calls.OpenBreakerAsync("o", "away", "ann", null, Ct);
        await Calls.CloseBreakerAsync("o", "back", "ann", null, Ct);
        await AdvanceAsync(TimeSpan.FromDays(91));

        Assert.Equal(1, await Archives.PruneOldAsync(new KeepTimes(), 100, Ct));
        Assert.Equal("away", Assert.Single(await Calls.ListBreakersAsync(new BreakerRule(), Ct)).Destination);
    }

    [Fact]
    public async Task counts_of_jobs_that_were_let_go_are_kept_for_their_time()
    {
        var id = await EnqueueAsync(NewJob());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        await Archives.DeleteAsync([new Departure(id, (await JobAsync(id)).Seq, null)], null, Ct);
        Assert.Single(await Archives.ListPrunedAsync(default, Ct));

        await AdvanceAsync(TimeSpan.FromDays(802));
        Assert.Equal(1, await Archives.PruneOldAsync(new KeepTimes(), 100, Ct));
        Assert.Empty(await Archives.ListPrunedAsync(default, Ct));
    }
}
