using Headway.Data;
using Headway.Machine;
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
    private readonly JsonRows _crashes = new();
    private readonly JsonRows _tallies = new();
    private ErrorRows? _errors;

    public int Count => _claims.Count;

    /// <summary>Caps that have room for one more, each as often as that; known after the commit.</summary>
    public List<string> Freed { get; } = [];

    /// <summary>Outcomes of chunks.</summary>
    public static Settlement Of(IReadOnlyList<FinishedChunk> chunks)
    {
        var settlement = new Settlement();
        foreach (var chunk in chunks)
            settlement.Add(chunk);
        return settlement;
    }

    /// <summary>Outcomes of a chunk.</summary>
    public void Add(FinishedChunk chunk)
    {
        var (done, fail, skip, wait, spared) = (0, 0, 0, 0, 0);
        foreach (var outcome in chunk.Outcomes)
        {
            switch (outcome.State)
            {
                case ItemState.Completed: done++; break;
                case ItemState.Skipped: skip++; break;
                case ItemState.Retrying:
                    wait++;
                    spared += outcome.Spared ? 1 : 0;
                    break;
                default: fail++; break;
            }

            Add(chunk.Key, outcome);
        }

        _errors?.Close(chunk.Key);
        Meter(_claims.Row(chunk.Key).Add("n", Count - 1).Add("outcome", spared == chunk.Outcomes.Count ? "released" : "ended"),
            chunk.Usage.Metered);
        Tally(chunk, done, fail, skip, wait - spared);
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

    /// <summary>A chunk handed back unspent, whole; one that was to run alone waits for that again.</summary>
    public void AddReleased(HeldClaim held)
    {
        var key = held.Key;
        _claims.Row(key).Add("n", Count - 1).Add("outcome", "released");
        Return(held);
        _spans.Row(key).Add("first", key.Lo).Add("last", key.Hi).Add("refund", 1);
        if (held.Suspect)
            _spans.Add("suspect", true);
    }

    /// <summary>
    /// A chunk whose worker died: its items are suspects and wait to run alone, one by one; or they are failed where this was their last
    /// attempt, and quarantined where the one item was alone and this was one time too many.
    /// </summary>
    public void AddLost(HeldClaim held)
    {
        var key = held.Key;
        _claims.Row(key).Add("n", Count - 1).Add("outcome", "lost");
        _tallies.Row(key).Add("bucket", 0).Add("lost", held.Count);
        if (held.Alone)
            _crashes.Row(key);
        if (held.IsPoison)
        {
            End(held, held.Kind == ChunkKind.Work ? "quarantined" : "failed", CrashRule.Quarantined());
        }
        else if (held.Number >= held.MaxAttempts)
        {
            End(held, "failed", CrashRule.WorkerLost(held.Number));
        }
        else
        {
            Return(held with { Suspect = !held.Driven });
            for (var no = key.Lo; no <= key.Hi; no++)
                _spans.Row(key).Add("first", no).Add("last", no).Add("refund", 0).Add("suspect", !held.Driven);
        }
    }

    /// <summary>The statements, those without rows left out.</summary>
    /// <param name="book">Where they are.</param>
    /// <param name="lockClaims">Whether the claims are yet to be locked.</param>
    /// <param name="credit">Whether limits may have counted the claims.</param>
    public List<Statement> Statements(Book book, bool lockClaims, bool credit)
    {
        var statements = new List<Statement>(12);
        AddIf(lockClaims, "LockClaims");
        AddIf(true, "LockJobs");
        AddIf(_followUps.Count > 0, "SplitSimple");
        AddIf(_items.Count > 0, "WriteItems");
        AddIf(_followUps.Count > 0, "AddFollowUps");
        AddIf(true, "WriteAttempts");
        AddIf(_faults.Count > 0, "WriteFaults");
        AddIf(_errors is not null, "WriteErrors");
        AddIf(_spans.Count > 0, "WriteSpans");
        AddIf(_crashes.Count > 0, "WriteCrashes");
        AddIf(_tallies.Count > 0, "WriteRollup");
        AddIf(true, "WriteEvent");
        AddIf(true, "SettleJobs");
        AddIf(true, "DropClaims");
        AddIf(credit, "CreditClaims");
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
        _followUps.ToArg("followups"), _crashes.ToArg("crashes"), _tallies.ToArg("tallies"), Arg.Of("kind", kind),
        .. _errors is null ? (Arg[])[] : [_errors.ToArg()],
    ];

    public void Dispose()
    {
        foreach (var rows in (JsonRows[])[_claims, _items, _faults, _spans, _sums, _followUps, _crashes, _tallies])
            rows.Dispose();
        _errors?.Dispose();
    }

    private void Add(ChunkKey key, ItemOutcome outcome)
    {
        var fault = Cut(outcome.Fault);
        var json = Rows.Json(fault);
        var retrying = outcome.State == ItemState.Retrying;
        _items.Row(key).Add("no", outcome.No).Add("state", retrying ? null : Words.Of(outcome.State)).Add("output", outcome.Output)
            .Add("fault", json);
        if (retrying)
        {
            _spans.Row(key).Add("first", outcome.No).Add("last", outcome.No).Add("refund", outcome.Spared ? 1 : 0)
                .Add("wait", Micros.Of(outcome.RetryIn));
        }

        if (fault is not null && !outcome.Spared && outcome.State is ItemState.Failed or ItemState.Retrying or ItemState.Quarantined)
        {
            AddFault(key, outcome.No, fault);
            (_errors ??= new ErrorRows()).Add(fault, failed: !retrying);
        }
    }

    private void AddFault(ChunkKey key, int no, Fault fault) =>
        _faults.Row(key).Add("no", no).Add("class", fault.Class.ToString().ToLowerInvariant()).Add("code", fault.Code)
            .Add("fault", Rows.Json(fault));

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

    private void Return(HeldClaim held) =>
        _sums.Row(held.Key).Add("done", 0).Add("fail", 0).Add("skip", 0).Add("wait", held.Suspect ? held.Count : 0)
            .Add("due", held.Suspect ? 0 : held.Count).Add("more", 0).Add("word", held.Suspect ? "wait" : "due").Add("tells", false);

    private void End(HeldClaim held, string state, Fault fault)
    {
        _sums.Row(held.Key).Add("done", 0).Add("fail", held.Count).Add("skip", 0).Add("wait", 0).Add("due", 0).Add("more", 0);
        Tell(state, null, fault);
        for (var no = held.Key.Lo; no <= held.Key.Hi; no++)
            _items.Row(held.Key).Add("no", no).Add("state", state).Add("fault", Rows.Json(fault));
        (_errors ??= new ErrorRows()).Add(fault, failed: true, held.Count);
        _errors.Close(held.Key);
    }

    private static Fault? Cut(Fault? fault) =>
        fault is { Message.Length: > MaxMessage } ? fault with { Message = fault.Message[..MaxMessage] } : fault;
}
