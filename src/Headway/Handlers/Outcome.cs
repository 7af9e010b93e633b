using Headway.Model;

namespace Headway.Handlers;

/// <summary>What came of an item, with what is to be written along with it.</summary>
public sealed class Outcome
{
    private readonly List<Effect> _effects = [];
    private readonly List<NewItem> _followUps = [];
    private readonly List<NewChild> _children = [];

    private Outcome(ItemState state, object? output, Fault? fault) => (State, Output, Fault) = (state, output, fault);

    /// <summary>Completed, Skipped or Failed; the retry policy may still turn Failed into Retrying.</summary>
    public ItemState State { get; }

    /// <summary>Written as JSON, or taken as it is when it is a <see cref="RawJson"/>; null for none.</summary>
    public object? Output { get; }

    /// <summary>Why it failed or was skipped; null for completed.</summary>
    public Fault? Fault { get; }

    /// <summary>Run in the transaction that records this outcome, in this order.</summary>
    public IReadOnlyList<Effect> Effects => _effects;

    /// <summary>Items this one gave rise to; appended to the job with this outcome.</summary>
    public IReadOnlyList<NewItem> FollowUps => _followUps;

    /// <summary>Jobs this item gave rise to; submitted with this outcome.</summary>
    public IReadOnlyList<NewChild> Children => _children;

    /// <summary>The work was done.</summary>
    /// <param name="output">Anything System.Text.Json can write, ≤ 1 MB as JSON; null for none.</param>
    public static Outcome Completed(object? output = null) => new(ItemState.Completed, output, null);

    /// <summary>There was nothing to do.</summary>
    /// <param name="reason">One sentence for the person who wonders why.</param>
    public static Outcome Skipped(string reason) =>
        new(ItemState.Skipped, null, new Fault { Class = FaultClass.Permanent, Code = "skipped", Message = reason });

    /// <summary>It failed; the same as throwing a <see cref="FaultException"/>.</summary>
    public static Outcome Failed(Fault fault) => new(ItemState.Failed, null, fault);

    /// <summary>Adds an effect.</summary>
    public Outcome With(Effect effect)
    {
        _effects.Add(effect);
        return this;
    }

    /// <summary>Adds an item to the job.</summary>
    public Outcome WithFollowUp(NewItem item)
    {
        _followUps.Add(item);
        return this;
    }

    /// <summary>
    /// Submits a job as a child of this one, in the transaction that records this outcome: once, however often the item is attempted.
    /// It is of this job's organisation and, where it names nobody, of this job's submitter.
    /// For work items that do not fail, ≤ 1,000 an outcome.
    /// </summary>
    /// <param name="job">The submission; its <see cref="NewJob.Parent"/> is set here.</param>
    /// <param name="policy">What its end means to this job. Default: this job waits for it, and fails where it does not complete.</param>
    public Outcome WithChild(NewJob job, ChildPolicy policy = ChildPolicy.Fail)
    {
        _children.Add(new NewChild(job, policy));
        return this;
    }
}
