using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>
/// A cluster on virtual time with a nemesis: nodes crash and come back, are replaced, stand still, are cut off, answers are lost, people
/// pause, cancel and retry, a schedule fires. Then all is healed, and everything accepted must end. One seed is one history.
/// </summary>
internal sealed class SimWorld
{
    private const int Nodes = 3;
    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Healing = TimeSpan.FromMinutes(30); // suspects run one by one
    private readonly Random _random;
    private readonly SimNode[] _nodes = new SimNode[Nodes];
    private readonly List<EnqueuedJob> _jobs = [];
    private readonly IdSource _ids;
    private readonly SimNodeStore _client;
    private readonly Schedule _schedule;
    private int _started;
    private DateTimeOffset _looked;
    private bool _healed;

    public SimWorld(int seed)
    {
        _random = new Random(seed);
        Scheduler = new SimScheduler(Clock, new Random(seed ^ 0x5eed));
        Store = new SimStore(Clock);
        _ids = new IdSource(Clock, new Random(seed ^ 0x1d5));
        _client = new SimNodeStore(Store, this);
        Runs = new SimRuns(Clock, History);
        var timing = new Timing { Every = TimeSpan.FromSeconds(5 + Draw(20)), At = Clock.GetUtcNow() + Between(0, 9000) };
        _schedule = new Schedule
        {
            Id = _ids.NewGuid(),
            Org = "org0",
            Name = "often",
            Timing = timing,
            NextAt = timing.At,
            Overlap = OverlapPolicy.Allow,
            Misfire = MisfirePolicy.All,
            Template = new EnqueuedJob(
                _ids.NewJobId(), new NewJob { Type = "work", Org = "org0" }, HasPlan: false, HasFinish: false, 1, SimHistory.MostAttempts),
        };
    }

    public SimClock Clock { get; } = new();

    public SimScheduler Scheduler { get; }

    public SimStore Store { get; }

    public SimHistory History { get; } = new();

    public SimRuns Runs { get; }

    /// <summary>Chance of an answer to be lost after its commit, of 1,000.</summary>
    public int LoseAnswers => _healed ? 0 : 15;

    /// <summary>Runs the whole history.</summary>
    public SimHistory Run()
    {
        var end = Clock.GetUtcNow() + Trouble;
        for (var i = 0; i < Nodes; i++)
            Begin(i);
        Scheduler.Start(() => Store.AddScheduleAsync(_schedule, CancellationToken.None).AsTask(), Failed);
        Scheduler.Start(SubmitAsync, Failed);
        Scheduler.Start(() => TroubleAsync(end), Failed);
        Scheduler.RunUntil(() => _healed || History.Wrongs.Count > 0, end + TimeSpan.FromMinutes(1));
        Scheduler.RunUntil(() => History.Wrongs.Count > 0 || AllEnded(), Clock.GetUtcNow() + Healing);
        var fires = Store.PeekFires(_schedule.Id);
        History.Accepted.UnionWith(fires.Select(fire => fire.JobId).OfType<JobId>());
        History.Fired(fires, _schedule.Timing.At!.Value, _schedule.Timing.Every!.Value);
        History.Closing(History.Accepted.Select(Read).OfType<Job>().ToDictionary(job => job.Id), Store.Rows.All);
        return History;
    }

    public int Draw(int below) => _random.Next(below);

    public bool Happens(int ofThousand) => _random.Next(1000) < ofThousand;

    public TimeSpan Between(int low, int high) => TimeSpan.FromMilliseconds(_random.Next(low, high + 1));

    /// <summary>Waits at least so long, in whole milliseconds: Task.Delay takes less for nothing.</summary>
    public Task WaitAsync(TimeSpan time, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), Clock, ct);

    /// <summary>Looks at a job as a reader would and has its counters checked.</summary>
    public async ValueTask LookAsync(JobId id)
    {
        if (await Store.GetJobAsync(id, CancellationToken.None) is { Counts.Total: <= 1000 } job)
            History.Snapshot(job, (await Store.ListItemsAsync(id, new ItemFilter(), new PageRequest(1000), CancellationToken.None)).Rows);
    }

    /// <summary>An effect that writes a row for an item.</summary>
    public static Effect Writes((JobId Job, int No) place) => (scope, _) =>
    {
        scope.Feature<SimRows>()!.Add($"{place}");
        return ValueTask.CompletedTask;
    };

    private void Failed(Exception e) => History.Wrongs.Add($"the simulation itself broke: {e}");

    private void Begin(int at)
    {
        _nodes[at] = new SimNode(this, $"node{at}.{_started++}", follows: at == 0);
        _nodes[at].Start(this);
    }

    private async Task SubmitAsync()
    {
        for (var count = 8 + Draw(8); count > 0; count--)
        {
            await WaitAsync(Between(0, 8000), CancellationToken.None);
            await SubmitAsync(RandomJob());
        }
    }

    private async Task SubmitAsync(EnqueuedJob job)
    {
        while (true)
        {
            try
            {
                if ((await _client.EnqueueAsync([job], CancellationToken.None))[0] == job.Id)
                {
                    _jobs.Add(job);
                    History.Accepted.Add(job.Id);
                }
                else
                {
                    History.Count("submissions that were there already");
                }

                return;
            }
            catch (StoreUnavailableException)
            {
                await WaitAsync(Between(0, 1000), CancellationToken.None);
            }
        }
    }

    private void LookAtKeys()
    {
        foreach (var same in _jobs.Where(job => job.Job.UniqueKey is not null)
            .GroupBy(job => (job.Job.Org, job.Job.Type, job.Job.UniqueKey)))
            History.Unique($"{same.Key}", same.Count(job => Read(job.Id)?.Phase != JobPhase.Final));
    }

    private EnqueuedJob RandomJob()
    {
        var plan = Draw(3) == 0;
        IReadOnlyList<NewItem>? items = !plan && Draw(2) == 0
            ? [.. Enumerable.Range(1, 1 + Draw(12)).Select(no => new NewItem($"item {no}", "{}"))]
            : null;
        var job = new NewJob
        {
            Type = plan ? "plan" : "work",
            Org = $"org{Draw(3)}",
            Priority = Draw(4) == 0 ? 1 : 0,
            Config = plan ? $$"""{"items":{{Draw(15)}}}""" : "{}",
            DueAt = Draw(6) == 0 ? Clock.GetUtcNow() + Between(0, 20_000) : null,
            Items = items,
            UniqueKey = Draw(4) == 0 ? $"key{Draw(2)}" : null,
        };
        return new EnqueuedJob(_ids.NewJobId(), job, plan, plan, plan ? 3 : 1, 4);
    }

    private async Task TroubleAsync(DateTimeOffset end)
    {
        while (Clock.GetUtcNow() < end)
        {
            await WaitAsync(Between(200, 6000), CancellationToken.None);
            var at = Draw(Nodes);
            switch (Draw(7))
            {
                case 3:
                    History.Count("nodes replaced");
                    _nodes[at].Stop();
                    Begin(at);
                    break;
                case 0:
                    await CrashAsync(at);
                    break;
                case 1:
                    History.Count("nodes frozen");
                    _nodes[at].Way.FrozenUntil = Clock.GetUtcNow() + Between(0, 60_000);
                    break;
                case 2:
                    History.Count("nodes cut off");
                    _nodes[at].Way.CutUntil = Clock.GetUtcNow() + Between(0, 40_000);
                    break;
                default:
                    await PersonAsync();
                    break;
            }
        }

        await HealAsync();
    }

    private async Task CrashAsync(int at)
    {
        History.Count("nodes crashed");
        History.Say(Clock.GetUtcNow(), $"crash {at}");
        _nodes[at].Way.Dead = true;
        await WaitAsync(Between(0, 10_000), CancellationToken.None);
        Begin(at);
    }

    private async Task CancelAsync(JobId id, CancellationToken ct)
    {
        if (await Store.ControlAsync(id, JobControl.Cancel, "person", ct) != ControlResult.Done)
            return;
        History.Cancelled(id);
        Runs.Cancelled(id);
    }

    private async Task PersonAsync()
    {
        if (_jobs.Count == 0)
            return;
        var id = _jobs[Draw(_jobs.Count)].Id;
        var ct = CancellationToken.None;
        switch (Draw(11))
        {
            case 8 or 9:
                await LimitAsync(ct);
                break;
            case 10:
                await HoldAsync(ct);
                break;
            case 0:
                await CancelAsync(id, ct);
                break;
            case 1 or 2:
                await Store.ControlAsync(id, JobControl.Pause, "person", ct);
                break;
            case 3 or 4:
                await Store.ControlAsync(id, JobControl.Run, "person", ct);
                break;
            case 5:
                if (await Store.RestartAsync(id, "person", ct) == ControlResult.Done)
                {
                    History.Restarted(Read(id)!);
                    Runs.Restarted(id, Read(id)!.BaseGeneration);
                }

                break;
            default:
                var job = Read(id)!;
                var no = await PickAsync(job);
                if (await Store.RetryItemAsync(id, no, "person", ct) == ControlResult.Done)
                {
                    History.Revived(job, no);
                    Runs.Reopened(id);
                }

                break;
        }

        LookAtKeys();
        await LookAsync(id);
    }

    private async Task LimitAsync(CancellationToken ct)
    {
        var unit = Draw(2) == 0 ? LimitUnit.Slots : LimitUnit.Jobs;
        if (Draw(4) == 0)
            await Store.RemoveLimitAsync(LimitScope.Global, Limit.Each, unit, ct);
        else
            await Store.SetLimitAsync(new Limit { Scope = LimitScope.Global, Unit = unit, Most = Draw(6) }, ct);
        History.Count("limits changed");
    }

    private async Task HoldAsync(CancellationToken ct)
    {
        var until = Clock.GetUtcNow() + Between(0, 20_000);
        await Store.HoldAsync(new Hold { Kind = HoldKind.Type, Name = Draw(2) == 0 ? "work" : "plan", Until = until }, ct);
        History.Count("types paused");
    }

    /// <summary>An item a person might want to retry, if there is one; else any.</summary>
    private async Task<int> PickAsync(Job job)
    {
        var worth = new ItemFilter { States = [ItemState.Failed, ItemState.Quarantined, ItemState.Cancelled] };
        var items = (await Store.ListItemsAsync(job.Id, worth, new PageRequest(100), CancellationToken.None)).Rows;
        return items.Count > 0 && Draw(4) > 0 ? items[Draw(items.Count)].No : Draw(job.Counts.Total + 2);
    }

    private async Task HealAsync()
    {
        foreach (var node in _nodes)
            (node.Way.CutUntil, node.Way.FrozenUntil) = (default, default);
        foreach (var job in _jobs)
            await Store.ControlAsync(job.Id, JobControl.Run, "person", CancellationToken.None);
        foreach (var limit in await Store.ListLimitsAsync(CancellationToken.None))
            await Store.RemoveLimitAsync(limit.Scope, limit.Name, limit.Unit, CancellationToken.None);
        await Store.PauseScheduleAsync(_schedule.Id, "healed", null, CancellationToken.None);
        History.Say(Clock.GetUtcNow(), "healed");
        _healed = true;
    }

    /// <summary>Looks once a second: it is asked at every step.</summary>
    private bool AllEnded()
    {
        var now = Clock.GetUtcNow();
        if (now < _looked + TimeSpan.FromSeconds(1))
            return false;
        _looked = now;
        return Store.PeekOpen() == 0;
    }

    private Job? Read(JobId id) => Store.Peek(id);
}
