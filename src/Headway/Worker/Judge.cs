using System.Text;
using System.Text.Json;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Worker;

/// <summary>Turns what a handler did into what is recorded: classifies exceptions, asks the retry policy, writes outputs as JSON.</summary>
internal sealed class Judge(
    HeadwayOptions options, IdSource ids, JobClient client, Breakers? breakers = null, RetryBudgets? budgets = null)
{
    private const int MaxCode = 64;
    private const int MaxDetail = 16 * 1024;
    private const int MaxMessage = 2000;
    private const int MaxChildren = 1000;

    /// <summary>The record of a chunk; effects and follow-ups in the order of its items.</summary>
    public FinishedChunk Record(JobType type, HeldChunk held, IReadOnlyList<Called> calls, TimeSpan busy)
    {
        var outcomes = new ItemOutcome[calls.Count];
        List<Effect>? effects = null;
        List<NewItem>? followUps = null;
        List<EnqueuedJob>? children = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            (outcomes[i], var born) = Outcome(type, held, calls[i]);
            Tell(type, held, outcomes[i]);
            if (calls[i].Outcome is not { } given || outcomes[i].State != given.State)
                continue; // what goes with an outcome goes with that outcome only
            foreach (var effect in given.Effects)
                (effects ??= []).Add(Of(calls[i].No, effect));
            if (given.FollowUps.Count > 0)
                (followUps ??= []).AddRange(given.FollowUps);
            if (born.Count > 0)
                (children ??= []).AddRange(born);
        }

        return new FinishedChunk(held.Key, outcomes, effects ?? [], followUps ?? [], Usage(held, outcomes, busy))
        {
            Children = children ?? [],
        };
    }

    /// <summary>The record of a chunk that failed as a whole.</summary>
    public FinishedChunk RecordFailure(JobType? type, HeldChunk held, Exception thrown, TimeSpan busy)
    {
        var chunk = held.Chunk;
        var fault = Classify(thrown, type, held.Reason);
        var outcomes = new ItemOutcome[chunk.Kind == ChunkKind.Work ? chunk.Items.Count : 1];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var no = chunk.Kind == ChunkKind.Work ? chunk.Items[i].No : chunk.Key.Lo;
            outcomes[i] = thrown is BreakerOpenException open ? Spared(no, open) : Failed(held, no, fault, type);
            Tell(type, held, outcomes[i]);
        }

        return new FinishedChunk(held.Key, outcomes, [], [], Usage(held, outcomes, busy));
    }

    private static ChunkUsage Usage(HeldChunk held, IReadOnlyList<ItemOutcome> outcomes, TimeSpan busy)
    {
        var bytes = 0L;
        foreach (var outcome in outcomes)
            bytes += outcome.Output is null ? 0 : Encoding.UTF8.GetByteCount(outcome.Output);
        return new ChunkUsage(busy, held.Meter.Sum + new Metered(TimeSpan.Zero, 0, bytes), held.Chunk.Waited);
    }

    /// <summary>An effect that knows whose it is.</summary>
    private static Effect Of(int no, Effect effect) => (scope, ct) =>
    {
        scope.No = no;
        return effect(scope, ct);
    };

    private static Machine.RetryPolicy RetryPolicyOfUnknown => Machine.RetryPolicy.Default;

    private (ItemOutcome Outcome, IReadOnlyList<EnqueuedJob> Children) Outcome(JobType type, HeldChunk held, Called call)
    {
        if (call.Thrown is BreakerOpenException open && call.Outcome is null)
            return (Spared(call.No, open), []);
        if (call.Outcome is null)
        {
            var reason = call.TimedOut ? StopReason.TimedOut : held.Reason;
            return (Failed(held, call.No, Classify(call.Thrown!, type, reason), type), []);
        }

        if (call.Outcome.State == ItemState.Failed)
            return (Failed(held, call.No, Cut(call.Outcome.Fault!), type), []);
        var (output, refused) = Write(call.Outcome);
        IReadOnlyList<EnqueuedJob> children = [];
        if (refused is null && call.Outcome.Children.Count > 0)
            (children, refused) = Children(call.Outcome, held);
        if (refused is not null)
            return (Failed(held, call.No, refused, type), []);
        var fault = call.Outcome.Fault is { } why ? Cut(why) : null;
        return (new ItemOutcome { No = call.No, State = call.Outcome.State, Output = output, Fault = fault }, children);
    }

    /// <summary>The children as they are submitted, or why one of them cannot be.</summary>
    private (IReadOnlyList<EnqueuedJob> Children, Fault? Refused) Children(Outcome outcome, HeldChunk held)
    {
        if (outcome.Children.Count > MaxChildren)
            return ([], BadChild($"An item may have at most {MaxChildren:N0}; these are {outcome.Children.Count:N0}."));
        var chunk = held.Chunk;
        var children = new List<EnqueuedJob>(outcome.Children.Count);
        try
        {
            foreach (var (job, policy) in outcome.Children)
            {
                children.Add(client.Prepare(job with
                {
                    Org = chunk.Org,
                    CreatedBy = job.CreatedBy ?? chunk.CreatedBy,
                    Source = JobSource.Parent,
                    Parent = new ParentLink(chunk.Key.JobId, policy),
                }));
            }
        }
        catch (SubmissionException e)
        {
            return ([], BadChild(e.Message));
        }

        return (children, null);
    }

    /// <summary>The output as JSON text, or why it cannot be stored.</summary>
    private (string? Output, Fault? Refused) Write(Outcome outcome)
    {
        try
        {
            foreach (var item in outcome.FollowUps)
                SubmissionCheck.Item(item);
            var output = Write(outcome.Output);
            return output is not null && output.Length > options.MaxOutputBytes / 3
                && Encoding.UTF8.GetByteCount(output) > options.MaxOutputBytes ? (null, TooLarge()) : (output, null);
        }
        catch (SubmissionException e)
        {
            var message = $"A follow-up item cannot be taken: {e.Message}";
            return (null, new Fault { Class = FaultClass.Permanent, Code = "bad_follow_up", Message = message });
        }
        catch (Exception e)
        {
            // Whatever a property, a converter or the text itself brings up: the same output would bring it up again.
            return (null, Cut(new Fault
            {
                Class = FaultClass.Permanent,
                Code = "output_not_json",
                Message = $"The output of the handler cannot be written as JSON: {e.Message}",
                Detail = e.ToString(),
            }));
        }
    }

    private static ItemOutcome Spared(int no, BreakerOpenException open) =>
        new() { No = no, State = ItemState.Retrying, Fault = Cut(open.Fault), RetryIn = open.Wait, Spared = true };

    /// <summary>What came of an item counts for or against what it called, and towards the retries its type may have.</summary>
    private void Tell(JobType? type, HeldChunk held, ItemOutcome outcome)
    {
        if (breakers is not null && held.HasCalls)
            breakers.Ended(held, outcome);
        if (outcome.State == ItemState.Completed && type is not null && BudgetOf(type, held, outcome.No) is { } budget)
            budgets?.Earn(type, budget);
    }

    private static Machine.RetryBudget? BudgetOf(JobType type, HeldChunk held, int no) =>
        type.RetryBudget ?? (held.HasCalls && held.CallsOf(no).Count > 0 ? Machine.RetryBudget.Default : null);

    private ItemOutcome Failed(HeldChunk held, int no, Fault fault, JobType? type)
    {
        if (fault.Class == FaultClass.Poison)
        {
            var end = held.Chunk.Kind == ChunkKind.Work ? ItemState.Quarantined : ItemState.Failed;
            return new ItemOutcome { No = no, State = end, Fault = fault };
        }

        var wait = (type?.Retry ?? RetryPolicyOfUnknown).DelayAfter(fault, held.Chunk.Number, ids.NextDouble());
        if (wait is not null && fault.Class == FaultClass.Transient && type is not null && BudgetOf(type, held, no) is { } budget)
            wait = budgets?.Wait(type, budget, wait.Value) ?? wait;
        return wait is not null
            ? new ItemOutcome { No = no, State = ItemState.Retrying, Fault = fault, RetryIn = wait.Value }
            : new ItemOutcome { No = no, State = ItemState.Failed, Fault = fault };
    }

    private static Fault Classify(Exception thrown, JobType? type, StopReason reason) => Cut(thrown switch
    {
        FaultException { Fault: var fault } => fault with { Detail = fault.Detail ?? thrown.InnerException?.ToString() },
        OperationCanceledException when reason == StopReason.TimedOut => new Fault
        {
            Class = FaultClass.Transient,
            Code = "timeout",
            Message = $"The attempt took longer than {Words(type?.AttemptTimeout ?? TimeSpan.Zero)} and was stopped.",
            Hint = "Try it alone or in smaller parts, or raise the attempt time-out of the job type.",
        },
        EffectFailedException { InnerException: FaultException { Fault: var fault } } => fault,
        EffectFailedException { InnerException: SubmissionException refused } => BadChild(refused.Message),
        EffectFailedException failed => new Fault
        {
            Class = FaultClass.Transient,
            Code = "effect_failed",
            Message = failed.Message,
            Detail = failed.InnerException?.ToString(),
        },
        _ => new Fault { Class = FaultClass.Transient, Code = "error", Message = Sentence(thrown), Detail = thrown.ToString() },
    });

    private static Fault BadChild(string reason) => Cut(new Fault
    {
        Class = FaultClass.Permanent,
        Code = "bad_child",
        Message = $"A child cannot be submitted: {reason}",
    });

    private Fault TooLarge() => new()
    {
        Class = FaultClass.Permanent,
        Code = "output_too_large",
        Message = $"The output is larger than {options.MaxOutputBytes / 1024:N0} KB; store it as a file and return its reference.",
    };

    private string? Write(object? output) => output switch
    {
        null => null,
        RawJson raw => Checked(raw.Text),
        JsonElement element => element.GetRawText(),
        _ => JsonSerializer.Serialize(output, output.GetType(), options.Json),
    };

    private static string Checked(string json)
    {
        using var _ = JsonDocument.Parse(json);
        return json;
    }

    private static string Sentence(Exception e) => string.IsNullOrWhiteSpace(e.Message) ? e.GetType().Name : e.Message;

    private static string Words(TimeSpan time) =>
        time.TotalMinutes >= 2 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0.#} seconds";

    private static Fault Cut(Fault fault) => fault with
    {
        Code = SafeText.Cut(fault.Code, MaxCode),
        Message = SafeText.Cut(fault.Message, MaxMessage),
        Hint = SafeText.Cut(fault.Hint, MaxMessage),
        Detail = SafeText.Cut(fault.Detail, MaxDetail),
    };
}
