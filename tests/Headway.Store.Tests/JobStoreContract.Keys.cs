using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IRequestStore Requests => (IRequestStore)_under.Store;

    [Fact]
    public async Task open_job_has_its_unique_key_alone_and_the_loser_gets_its_id()
    {
        var first = Keyed("invoice-7");
        Assert.Equal([first.Id], await _store.EnqueueAsync([first], Ct));
        var (second, plain) = (Keyed("invoice-7"), NewJob());
        Assert.Equal([first.Id, plain.Id], await _store.EnqueueAsync([second, plain], Ct));
        Assert.Null(await _store.GetJobAsync(second.Id, Ct));
        Assert.Equal("invoice-7", (await JobAsync(first.Id)).UniqueKey);
        Assert.Null((await JobAsync(plain.Id)).UniqueKey);
    }

    [Fact]
    public async Task same_key_of_another_type_or_organisation_is_another_key()
    {
        EnqueuedJob[] jobs = [Keyed("k"), Keyed("k", type: "other"), Keyed("k", org: "other"), Keyed("K")];
        Assert.Equal(jobs.Select(job => job.Id), await _store.EnqueueAsync(jobs, Ct));
    }

    [Fact]
    public async Task jobs_of_one_key_in_one_call_are_one_job()
    {
        EnqueuedJob[] jobs = [Keyed("k", items: 2), NewJob(), Keyed("k"), Keyed("j"), Keyed("k")];
        JobId[] expected = [jobs[0].Id, jobs[1].Id, jobs[0].Id, jobs[3].Id, jobs[0].Id];
        Assert.Equal(expected, await _store.EnqueueAsync(jobs, Ct));
        Assert.Equal(3, (await _store.CountJobsAsync(null, Ct)).Values.Sum());
        Assert.Equal(expected, await _store.EnqueueAsync(jobs, Ct)); // again, after a lost answer
        Assert.Equal(3, (await _store.CountJobsAsync(null, Ct)).Values.Sum());
    }

    [Fact]
    public async Task key_is_free_when_its_job_has_ended()
    {
        var (done, cancelled) = (Keyed("a"), Keyed("b"));
        await _store.EnqueueAsync([done, cancelled], Ct);
        await _store.ControlAsync(cancelled.Id, JobControl.Cancel, null, Ct);
        await WorkOffAsync(await SessionAsync());
        EnqueuedJob[] again = [Keyed("a"), Keyed("b")];
        Assert.Equal(again.Select(job => job.Id), await _store.EnqueueAsync(again, Ct));
        Assert.Equal([done.Id], await _store.EnqueueAsync([done], Ct)); // repeated late: it is what it was
    }

    [Fact]
    public async Task ended_job_is_not_opened_again_while_another_has_its_key()
    {
        var session = await SessionAsync();
        var first = Keyed("a");
        await _store.EnqueueAsync([first], Ct);
        await WorkOffAsync(session, _ => ItemState.Failed);
        var second = Keyed("a");
        await _store.EnqueueAsync([second], Ct);
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(first.Id, 1, null, Ct));
        await WorkOffAsync(session);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(first.Id, 1, null, Ct));
        Assert.Equal([first.Id], await _store.EnqueueAsync([Keyed("a")], Ct));
    }

    [Fact]
    public async Task one_key_asked_for_from_many_sides_is_one_job()
    {
        var jobs = Enumerable.Range(0, 40).Select(n => Keyed($"k{n % 4}")).ToList();
        var answers = await Task.WhenAll(jobs.Select(job => _under.Store.EnqueueAsync([job], Ct).AsTask()));
        Assert.Equal(4, answers.Select(answer => answer[0]).Distinct().Count());
        Assert.Equal(4, (await _store.CountJobsAsync(null, Ct))[JobStatus.Queued]);
        Assert.All(jobs.Zip(answers), pair => Assert.Equal(answers[jobs.IndexOf(pair.First) % 4][0], pair.Second[0]));
    }

    [Fact]
    public async Task request_is_remembered_with_its_first_id_and_answer()
    {
        var day = TimeSpan.FromHours(24);
        var (first, second) = (_ids.NextCall(), _ids.NextCall());
        Assert.Equal(new KeptRequest("h", first, null), await Requests.KeepRequestAsync("o", "k", "h", first, day, Ct));
        Assert.Equal(new KeptRequest("h", first, null), await Requests.KeepRequestAsync("o", "k", "other", second, day, Ct));
        Assert.Equal(second, (await Requests.KeepRequestAsync("p", "k", "h", second, day, Ct)).Id);
        var answered = new KeptRequest("h", first, new RequestAnswer(201, "/there", "{}"));
        Assert.Equal(answered, await Requests.AnswerRequestAsync("o", "k", first, answered.Answer!, Ct));
        Assert.Equal(answered, await Requests.AnswerRequestAsync("o", "k", first, new RequestAnswer(200, "/elsewhere", "[]"), Ct));
        Assert.Equal(answered, await Requests.KeepRequestAsync("o", "k", "h", second, day, Ct));
    }

    [Fact]
    public async Task request_is_forgotten_after_its_time()
    {
        var day = TimeSpan.FromHours(24);
        await Requests.KeepRequestAsync("o", "a", "h", _ids.NextCall(), day, Ct);
        await Requests.KeepRequestAsync("o", "b", "h", _ids.NextCall(), day, Ct);
        await AdvanceAsync(day);
        Assert.Equal(0, await Requests.ForgetRequestsAsync(day, Ct));
        await AdvanceAsync(Tick);
        var late = _ids.NextCall();
        Assert.Equal(late, (await Requests.KeepRequestAsync("o", "a", "h", late, day, Ct)).Id);
        Assert.Equal(1, await Requests.ForgetRequestsAsync(day, Ct));
        Assert.Null(await Requests.AnswerRequestAsync("o", "b", late, new RequestAnswer(201, "/", "{}"), Ct));
    }

    private EnqueuedJob Keyed(string key, string type = "work", string org = Orgs.Default, int? items = null)
    {
        var job = NewJob(type: type, org: org, items: items);
        return job with { Job = job.Job with { UniqueKey = key } };
    }
}
