using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>Everything that was done to the store, in the order it was done, and what must be true of it.</summary>
internal sealed class SimHistory
{
    /// <summary>Retries of the simulation's types, and the first attempt.</summary>
    public const int MostAttempts = 4;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<(JobId Job, int No), Guid> _claimedBy = [];
    private readonly Dictionary<(JobId Job, int No), int> _lives = [];
    private readonly Dictionary<(JobId Job, int No), int> _ended = [];
    private readonly SortedDictionary<string, int> _rows = [];
    private readonly Dictionary<(JobId Job, int No), (ItemState State, int Lives)> _seen = [];
    private readonly SortedSet<JobId> _cancelled = [];
    private readonly HashSet<ChunkKey> _given = [];

    /// <summary>What went wrong; empty is well.</summary>
    public List<string> Wrongs { get; } = [];

    /// <summary>The last lines, for a person who wonders.</summary>
    public Queue<string> Tail { get; } = [];

    /// <summary>How often what happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Jobs whose acceptance was acknowledged.</summary>
    public SortedSet<JobId> Accepted { get; } = [];

    /// <summary>A digest of every line.</summary>
    public string Digest => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Say(DateTimeOffset at, string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{at:mm:ss.ffffff} {what}");
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        Tail.Enqueue(line);
        if (Tail.Count > 200)
            Tail.Dequeue();
    }

    public void Count(string what, int by = 1) => Counts[what] = Counts.GetValueOrDefault(what) + by;

    public void Claimed(IReadOnlyList<ClaimedChunk> chunks)
    {
        foreach (var key in chunks.Select(chunk => chunk.Key))
        {
            // A call that is repeated, because its answer was lost, is told what it took before the cancel.
            if (_given.Add(key) && _cancelled.Contains(key.JobId))
                Wrongs.Add($"I12: {key.JobId} was claimed after its cancel was acknowledged");
            for (var no = key.Lo; no <= key.Hi; no++)
                _claimedBy[(key.JobId, no)] = key.Call;
        }
    }

    /// <summary>I10: with what was just claimed, no limit is exceeded; nor was anything taken that is held.</summary>
    public void Limited(IEnumerable<string> overruns) => Wrongs.AddRange(overruns.Select(overrun => $"I10: {overrun}"));

    /// <summary>I2 and I3: an accepted outcome comes from the claim that was given out last, and ends an item once a life.</summary>
    public void Finished(IReadOnlyList<FinishedChunk> chunks, IReadOnlyList<bool> accepted)
    {
        for (var i = 0; i < chunks.Count; i++)
        {
            Count(accepted[i] ? "outcomes accepted" : "late outcomes refused");
            foreach (var outcome in accepted[i] ? chunks[i].Outcomes : [])
            {
                var place = (chunks[i].Key.JobId, outcome.No);
                if (_claimedBy.GetValueOrDefault(place) != chunks[i].Key.Call)
                    Wrongs.Add($"I3: item {place} was ended by a claim that was not the last");
                if (!outcome.State.IsFinal)
                    continue;
                _ended[place] = _ended.GetValueOrDefault(place) + 1;
                if (_ended[place] > 1 + _lives.GetValueOrDefault(place))
                    Wrongs.Add($"I2: item {place} was ended {_ended[place]} times in {1 + _lives.GetValueOrDefault(place)} lives");
                if (outcome.State == ItemState.Completed && chunks[i].Effects.Count > 0)
                    _rows[$"{place}"] = _rows.GetValueOrDefault($"{place}") + 1;
            }
        }
    }

    /// <summary>A person was told that a job is cancelled.</summary>
    public void Cancelled(JobId job)
    {
        _cancelled.Add(job);
        Count("jobs cancelled");
    }

    /// <summary>A person gave an item another life, and with it the job's finish part.</summary>
    public void Revived(Job job, int no)
    {
        _cancelled.Remove(job.Id);
        _lives[(job.Id, no)] = _lives.GetValueOrDefault((job.Id, no)) + 1;
        var finish = (job.Id, job.Counts.Total + 1);
        if (finish != (job.Id, no))
            _lives[finish] = _lives.GetValueOrDefault(finish) + 1;
        Count("items retried by a person");
    }

    /// <summary>A person started a job afresh: everything of it lives again.</summary>
    public void Restarted(Job job)
    {
        _cancelled.Remove(job.Id);
        for (var no = 0; no <= job.Counts.Total + 1; no++)
            _lives[(job.Id, no)] = _lives.GetValueOrDefault((job.Id, no)) + 1;
        Count("jobs restarted");
    }

    /// <summary>I4, I6, I7: what has ended stays so, a job's counters agree with its items, and attempts are bounded.</summary>
    public void Snapshot(Job job, IReadOnlyList<Item> items)
    {
        foreach (var item in items)
            Look(job, item);
        var counts = job.Counts;
        var seen = items.CountBy(item => item.State).ToDictionary();
        var agrees = items.Count == counts.Total && counts.Fresh >= 0
            && seen.GetValueOrDefault(ItemState.Running) == counts.Running
            && seen.GetValueOrDefault(ItemState.Retrying) == counts.Waiting
            && seen.GetValueOrDefault(ItemState.Completed) == counts.Completed
            && seen.GetValueOrDefault(ItemState.Failed) + seen.GetValueOrDefault(ItemState.Quarantined) == counts.Failed
            && seen.GetValueOrDefault(ItemState.Cancelled) == counts.Cancelled;
        if (!agrees)
            Wrongs.Add($"I6: {job.Id} says {counts}, its items {string.Join(", ", seen)}");
    }

    /// <summary>I8: of all jobs of a unique key, at most one is open.</summary>
    public void Unique(string key, int open)
    {
        if (open > 1)
            Wrongs.Add($"I8: {open} open jobs have the unique key {key}");
    }

    /// <summary>I9: every time a schedule names has one fire, and none comes twice or is left out.</summary>
    public void Fired(IReadOnlyList<Fire> fires, DateTimeOffset first, TimeSpan every)
    {
        for (var i = 0; i < fires.Count; i++)
        {
            if (fires[i].At != first + i * every || fires[i].Outcome != FireOutcome.Submitted || fires[i].MadeAt < fires[i].At)
                Wrongs.Add($"I9: fire {i} is {fires[i]}");
        }

        Count("fires", fires.Count);
    }

    /// <summary>I1: what was accepted has ended. And what handlers wrote was written once with each outcome that wrote it.</summary>
    public void Closing(IReadOnlyDictionary<JobId, Job> jobs, IReadOnlyList<string> rows)
    {
        foreach (var id in Accepted)
        {
            if (!jobs.TryGetValue(id, out var job))
                Wrongs.Add($"I1: {id} was accepted and is gone");
            else if (job.Phase != JobPhase.Final)
                Wrongs.Add($"I1: {id} has not ended: {job.Status}, {job.Counts}, control {job.Control}");
        }

        var written = rows.CountBy(row => row).ToDictionary();
        foreach (var (place, count) in _rows)
        {
            if (written.GetValueOrDefault(place) != count)
                Wrongs.Add($"I15: {place} has {written.GetValueOrDefault(place)} rows for {count} outcomes");
        }

        if (rows.Count != _rows.Values.Sum())
            Wrongs.Add($"I15: {rows.Count} rows for {_rows.Values.Sum()} outcomes");
    }

    private void Look(Job job, Item item)
    {
        var (place, lives) = ((job.Id, item.No), _lives.GetValueOrDefault((job.Id, item.No)));
        if (_seen.TryGetValue(place, out var seen) && seen.State.IsFinal && seen.State != item.State && seen.Lives == lives)
            Wrongs.Add($"I4: item {place} went from {seen.State} to {item.State} and nobody reopened it");
        if (item.Attempts > MostAttempts || item.Crashes > CrashRule.MaxCrashes)
            Wrongs.Add($"I7: item {place} has {item.Attempts} attempts and {item.Crashes} crashes");
        _seen[place] = (item.State, lives);
    }
}
