using Headway.Data;
using Headway.Model;
using Headway.Stats;

namespace Headway.Store;

/// <summary>
/// What is to be written when claims end, as parameters of finish.sql. Built before the transaction, so nothing here has been decided:
/// each statement takes only the rows whose claim still stands.
/// </summary>
internal sealed class Settlement : IDisposable
{
    private const int MaxMessage = 2000;
    private readonly JsonRows _claims = new();
    private readonly JsonRows _items = new();
    private readonly JsonRows _faults = new();
    private readonly JsonRows _spans = new();
    private readonly JsonRows _sums = new();
    private readonly JsonRows _followUps = new();
    private readonly JsonRows _tallies = new();

    public int Count => _claims.Count;

    /// <summary>Outcomes of a chunk.</summary>
    public void Add(FinishedChunk chunk)
    {
        var (done, fail, skip, wait) = (0, 0, 0, 0);
        foreach (var outcome in chunk.Outcomes)
        {
            switch (outcome.State)
            {
                case ItemState.Completed: done++; break;
                case ItemState.Skipped: skip++; break;
                case ItemState.Retrying: wait++; break;
                default: fail++; break;
            }

            Add(chunk.Key, outcome);
        }

        Meter(_claims.Row(chunk.Key).Add("n", Count - 1).Add("outcome", "ended"), chunk.Usage.Metered);
        Tally(chunk, done, fail, skip, wait);
        _sums.Row(chunk.Key).Add("done", done).Add("fail", fail).Add("skip", skip).Add("wait", wait).Add("due", 0)
            .Add("more", chunk.FollowUps.Count);
        Meter(_sums, chunk.Usage.Metered);
        if (chunk.Outcomes is [var only])
            Tell(only.State == ItemState.Retrying ? "wait" : Words.Of(only.State), only.Output, Cut(only.Fault));
        else
            _sums.Add("tells", false);
        foreach (var item in chunk.FollowUps)
            _followUps.Row(chunk.Key).Add("n", _followUps.Count).Add("name", item.Name).Add("input", item.Input);
    }

    /// <summary>A chunk handed back unspent, whole.</summary>
    public void AddReleased(ChunkKey key)
    {
        _claims.Row(key).Add("n", Count - 1).Add("outcome", "released");
        _sums.Row(key).Add("done", 0).Add("fail", 0).Add("skip", 0).Add("wait", 0).Add("due", key.Hi - key.Lo + 1).Add("more", 0)
            .Add("word", "due").Add("tells", false);
        _spans.Row(key).Add("first", key.Lo).Add("last", key.Hi).Add("refund", 1);
    }

    /// <summary>A chunk whose worker died: its items run again alone, or are failed where this was their last attempt.</summary>
    public void AddLost(ChunkKey key, int number, int maxAttempts)
    {
        var exhausted = number >= maxAttempts;
        var fault = WorkerLost(number);
        var count = key.Hi - key.Lo + 1;
        _claims.Row(key).Add("n", Count - 1).Add("outcome", "lost");
        _tallies.Row(key).Add("bucket", 0).Add("lost", count);
        _sums.Row(key).Add("done", 0).Add("fail", exhausted ? count : 0).Add("skip", 0).Add("wait", 0).Add("due", exhausted ? 0 : count)
            .Add("more", 0);
        if (exhausted)
            Tell("failed", null, fault);
        else
            _sums.Add("word", "due").Add("tells", false);
        for (var no = key.Lo; no <= key.Hi; no++)
        {
            if (exhausted)
                _items.Row(key).Add("no", no).Add("state", "failed").Add("fault", Rows.Json(fault));
            else
                _spans.Row(key).Add("first", no).Add("last", no).Add("refund", 0);
        }
    }

    /// <summary>The statements, those without rows left out.</summary>
    /// <param name="book">Where they are.</param>
    /// <param name="lockClaims">Whether the claims are yet to be locked.</param>
    public List<Statement> Statements(Book book, bool lockClaims)
    {
        var statements = new List<Statement>(12);
        AddIf(lockClaims, "LockClaims");
        AddIf(true, "LockJobs");
        AddIf(_followUps.Count > 0, "SplitSimple");
        AddIf(_items.Count > 0, "WriteItems");
        AddIf(_followUps.Count > 0, "AddFollowUps");
        AddIf(true, "WriteAttempts");
        AddIf(_faults.Count > 0, "WriteFaults");
        AddIf(_spans.Count > 0, "WriteSpans");
        AddIf(_tallies.Count > 0, "WriteRollup");
        AddIf(true, "WriteEvent");
        AddIf(true, "SettleJobs");
        AddIf(true, "DropClaims");
        return statements;

        void AddIf(bool wanted, string name)
        {
            if (wanted)
                statements.Add(book[name]);
        }
    }

    /// <summary>The parameters of all of them.</summary>
    /// <param name="kind">What the event says.</param>
    public IReadOnlyList<Arg> Args(string kind) =>
    [
        _claims.ToArg("claims"), _items.ToArg("items"), _faults.ToArg("faults"), _spans.ToArg("spans"), _sums.ToArg("sums"),
        _followUps.ToArg("followups"), _tallies.ToArg("tallies"), Arg.Of("kind", kind),
    ];

    public void Dispose()
    {
        foreach (var rows in (JsonRows[])[_claims, _items, _faults, _spans, _sums, _followUps, _tallies])
            rows.Dispose();
    }

    private void Add(ChunkKey key, ItemOutcome outcome)
    {
        var fault = Cut(outcome.Fault);
        var json = Rows.Json(fault);
        var retrying = outcome.State == ItemState.Retrying;
        _items.Row(key).Add("no", outcome.No).Add("state", retrying ? null : Words.Of(outcome.State)).Add("output", outcome.Output)
            .Add("fault", json);
        if (retrying)
            _spans.Row(key).Add("first", outcome.No).Add("last", outcome.No).Add("refund", 0).Add("wait", Micros.Of(outcome.RetryIn));
        if (fault is not null && outcome.State is ItemState.Failed or ItemState.Retrying or ItemState.Quarantined)
        {
            _faults.Row(key).Add("no", outcome.No).Add("class", fault.Class.ToString().ToLowerInvariant()).Add("code", fault.Code)
                .Add("fault", json);
        }
    }

    /// <summary>A row for the time its items took each, and one for the time its job waited before.</summary>
    private void Tally(FinishedChunk chunk, int done, int fail, int skip, int wait)
    {
        var usage = chunk.Usage;
        var row = _tallies.Row(chunk.Key).Add("bucket", DurationHistogram.BucketOf(usage.Busy / Math.Max(1, chunk.Outcomes.Count)));
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("done", done), ("skip", skip), ("fail", fail), ("retry", wait)])
        {
            if (count > 0)
                row.Add(name, count);
        }

        Meter(row.Add("busy", Micros.Of(usage.Busy)), usage.Metered);
        if (usage.Waited is { } waited)
            _tallies.Row(chunk.Key).Add("bucket", DurationHistogram.BucketOf(waited)).Add("waits", 1).Add("waited", Micros.Of(waited));
    }

    private static void Meter(JsonRows row, Metered metered)
    {
        if (metered == default)
            return;
        row.Add("cpu", Micros.Of(metered.Cpu)).Add("memory", metered.PeakMemoryBytes).Add("bytes", metered.StoredBytes);
    }

    private void Tell(string word, string? output, Fault? fault) =>
        _sums.Add("word", word).Add("output", output).Add("fault", Rows.Json(fault)).Add("tells", true);

    private static Fault WorkerLost(int number) => new()
    {
        Class = FaultClass.Poison,
        Code = "worker_lost",
        Message = number == 1
            ? "The worker died, or lost its lease, in the only attempt."
            : $"The worker died, or lost its lease, in the last of {number} attempts.",
        Hint = "Look at the worker's log, then retry the item.",
    };

    private static Fault? Cut(Fault? fault) =>
        fault is { Message.Length: > MaxMessage } ? fault with { Message = fault.Message[..MaxMessage] } : fault;
}
