using System.Globalization;
using Headway.Handlers;
using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>A list of random calls on one organisation's jobs; a seed gives the same list again.</summary>
/// <param name="both">Who is called.</param>
/// <param name="ids">Where new ids come from.</param>
/// <param name="seed">Of the dice.</param>
/// <param name="org">Whose jobs.</param>
/// <param name="mostlySimple">Most jobs are one item without a finish.</param>
internal sealed partial class RandomWalk(TwoStores both, CallNumbers ids, int seed, string org, bool mostlySimple = false)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private readonly Random _random = new(seed);
    private readonly List<Guid> _sessions = [];
    private readonly List<ClaimedChunk> _held = [];
    private readonly List<ClaimedChunk> _past = [];
    private IReadOnlyList<Job> _jobs = [];

    /// <summary>What was called, in words.</summary>
    public List<string> Log { get; } = [];

    public async Task RunAsync(int steps, CancellationToken ct)
    {
        await OpenAsync(ct);
        await EnqueueAsync(ct);
        for (var i = 0; i < steps; i++)
        {
            await both.AdvanceAsync(TimeSpan.FromMilliseconds(1));
            await StepAsync(ct);
            _jobs = await both.CompareJobsAsync(org, ct);
        }

        foreach (var job in _jobs)
            await both.CompareItemsAsync(job, ct);
        await both.CompareRowsAsync();
        await EndAsync(ct);
    }

    private Task StepAsync(CancellationToken ct) => _random.Next(100) switch
    {
        < 4 => EnqueueAsync(ct),
        < 7 => OpenAsync(ct),
        < 30 => ClaimAsync(ct),
        < 52 => FinishAsync(ct),
        < 57 => PlanAsync(ct),
        < 61 => ReleaseAsync(ct),
        < 64 => ReportAsync(ct),
        < 69 => AdvanceAsync(ct),
        < 74 => ReapAsync(ct),
        < 76 => PromoteAsync(ct),
        < 78 => BeatAsync(ct),
        < 80 => CloseAsync(ct),
        < 86 => ControlAsync(ct),
        < 89 => LifeAsync(ct),
        < 92 => SuspectAsync(ct),
        _ => RetryAsync(ct),
    };

    /// <summary>Leaves nothing behind that a later walk could see.</summary>
    private async Task EndAsync(CancellationToken ct)
    {
        foreach (var session in _sessions)
            await both.CallAsync(store => store.Store.CloseSessionAsync(session, ct));
        foreach (var job in _jobs)
            await both.CallAsync(store => store.Store.ControlAsync(job.Id, JobControl.Cancel, null, ct));
        await both.CompareJobsAsync(org, ct);
        await PromoteAsync(ct);
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        var session = new WorkerSession
        {
            Id = ids.NextCall(),
            Worker = $"w{_sessions.Count}",
            Host = "h",
            Version = "1",
            Queues = ["default"],
            Types = ["work"],
        };
        Log.Add($"open {session.Worker}");
        _sessions.Add(session.Id);
        await both.CallAsync(store => store.Store.OpenSessionAsync(session, Lease, ct));
    }

    private async Task EnqueueAsync(CancellationToken ct)
    {
        var now = await both.NowAsync(ct);
        var jobs = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => RandomJob(now)).ToList();
        foreach (var job in jobs)
        {
            Log.Add($"enqueue {job.Id} plan {job.HasPlan} finish {job.HasFinish} items {job.Job.Items?.Count}"
                + $" chunk {job.Chunk} max {job.MaxAttempts} due {job.Job.DueAt} priority {job.Job.Priority}");
        }

        await both.CallAsync(store => store.Store.EnqueueAsync(
            [.. jobs.Select(job => job with { Job = job.Job with { DueAt = job.Job.DueAt is { } due ? both.In(store, due) : null } })],
            ct));
    }

    private EnqueuedJob RandomJob(DateTimeOffset now)
    {
        var simple = mostlySimple && Maybe(85);
        var plan = Maybe(30) && !simple;
        var job = new NewJob
        {
            Type = "work",
            Org = org,
            Name = Maybe(50) ? "some name" : null,
            CreatedBy = Maybe(50) ? "ann" : null,
            Priority = Maybe(20) ? _random.Next(-2, 3) : 0,
            DueAt = Maybe(10) ? now.AddSeconds(_random.Next(-5, 10)) : null,
            Labels = Maybe(20) ? new Dictionary<string, string> { ["k"] = "v" } : null,
            Items = !plan && Maybe(60) && !simple ? Items(_random.Next(1, 6)) : null,
        };
        return new EnqueuedJob(ids.NextJob(), job, plan, Maybe(30) && !simple, _random.Next(1, 4), _random.Next(1, 4));
    }

    private async Task ClaimAsync(CancellationToken ct)
    {
        var request = new ClaimRequest(Pick(_sessions), ids.NextCall(), new Lane("default", "work", org), _random.Next(1, 4), 1);
        var chunks = await both.CallAsync<IReadOnlyList<ClaimedChunk>>(async store =>
        {
            var claimed = await store.Store.ClaimAsync(request, ct);
            return [.. claimed.Select(Normal).OrderBy(chunk => chunk.Key.JobId).ThenBy(chunk => chunk.Key.Lo)];
        });
        _held.AddRange(chunks);
        Log.Add($"claim {request.MaxChunks}: {string.Join(", ", chunks.Select(Short))}");
    }

    private async Task FinishAsync(CancellationToken ct)
    {
        var chunks = Take(_random.Next(1, 4))
            .Select(chunk => (Chunk: chunk, Outcomes: Outcomes(chunk), FollowUps: FollowUps(chunk), Row: Row(chunk))).ToList();
        foreach (var (chunk, outcomes, followUps, _) in chunks)
            Log.Add($"finish {Short(chunk)}: {string.Join(" ", outcomes.Select(outcome => outcome.State))} +{followUps.Length}");
        await both.CallAsync(store => store.Store.FinishAsync(
            [.. chunks.Select(c => new FinishedChunk(c.Chunk.Key, c.Outcomes, Effects(store, c.Row), c.FollowUps, default))], ct));
    }

    private static IReadOnlyList<Effect> Effects(StoreUnderTest store, string? row) => row is null ? [] : [store.Writes(row)];

    private string? Row(ClaimedChunk chunk) =>
        Maybe(30) ? string.Create(CultureInfo.InvariantCulture, $"{chunk.Key.JobId} {chunk.Key.Lo} {chunk.Number}") : null;

    private NewItem[] FollowUps(ClaimedChunk chunk) => chunk.Kind == ChunkKind.Work && Maybe(8) ? Items(_random.Next(1, 3)) : [];

    private IReadOnlyList<ItemOutcome> Outcomes(ClaimedChunk chunk) =>
        [.. Enumerable.Range(chunk.Key.Lo, chunk.Key.Hi - chunk.Key.Lo + 1).Select(RandomOutcome)];

    private ItemOutcome RandomOutcome(int no)
    {
        var state = _random.Next(10) switch
        {
            < 5 => ItemState.Completed,
            < 6 => ItemState.Skipped,
            < 8 => ItemState.Failed,
            _ => ItemState.Retrying,
        };
        var fault = new Fault { Class = (FaultClass)_random.Next(4), Code = "broken", Message = $"number {_random.Next(100)}" };
        return new ItemOutcome
        {
            No = no,
            State = state,
            Output = state == ItemState.Completed && Maybe(70) ? """{"a":[1,"x",null]}""" : null,
            Fault = state is ItemState.Failed or ItemState.Retrying || (state == ItemState.Skipped && Maybe(50)) ? fault : null,
            RetryIn = state == ItemState.Retrying ? TimeSpan.FromMilliseconds(_random.Next(1, 8000)) : TimeSpan.Zero,
        };
    }

    private async Task PlanAsync(CancellationToken ct)
    {
        var plans = _held.Concat(_past).Where(chunk => chunk.Kind == ChunkKind.Plan).ToList();
        if (plans.Count == 0)
            return;
        var plan = Pick(plans);
        var items = Items(_random.Next(0, 4));
        Log.Add($"plan {Short(plan)} +{items.Length}");
        await both.CallAsync(store => store.Store.PlanAsync(plan.Key, items, ct));
    }
}
