using Headway.Machine;

namespace Headway.Handlers;

/// <summary>A registered job type: a stable name, the handler behind it, and how it runs.</summary>
public sealed record JobType
{
    /// <summary>Stable name, independent of class names: lower case, dots between parts, e.g. <c>skills.syllabus</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The class that runs it: an <see cref="IJobHandler"/> or <see cref="IChunkHandler"/>.</summary>
    public required Type Handler { get; init; }

    /// <summary>What a person calls jobs of this type. Default: the name.</summary>
    public string Title { get => field ?? Name; init; }

    /// <summary>The tab they are listed under, e.g. <c>Syllabi</c>; null: under All only.</summary>
    public string? Category { get; init; }

    /// <summary>Items handed to one slot together, 1–1,000. Default 1.</summary>
    public int Chunk
    {
        get;
        init => field = value is >= 1 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be 1 to 1,000");
    } = 1;

    /// <summary>When failures are retried. Default: 3 retries.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>
    /// What every item of this type calls, as <see cref="ItemContext.CallsAsync"/> would say it; while calls to it are stopped nothing of
    /// the type is claimed. 1–200 characters; null: nothing, or handlers say it themselves.
    /// </summary>
    public string? Destination
    {
        get;
        init => field = value is null or { Length: >= 1 and <= 200 }
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must have 1 to 200 characters");
    }

    /// <summary>
    /// How much retries may add to the load. Null: <see cref="RetryBudget.Default"/> for attempts that call a destination, none for others.
    /// </summary>
    public RetryBudget? RetryBudget { get; init; }

    /// <summary>
    /// Longest an attempt may take; then it is stopped and fails as transient. Default 10 min. Each item has it for itself where a handler
    /// gets items one by one; a plan, a finish and a handler that gets a whole chunk have it once.
    /// </summary>
    public TimeSpan AttemptTimeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be above zero");
    } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest a job of this type may take from its first start, pauses included; then it is ended and has failed. 1 s to 365 days, default
    /// 72 h; a submission may say otherwise.
    /// </summary>
    public TimeSpan TimeLimit
    {
        get;
        init => field = value >= TimeRule.MinJobLimit && value <= TimeRule.MaxJobLimit
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be 1 s to 365 days");
    } = TimeRule.DefaultJobLimit;

    /// <summary>
    /// Cancelling a job leaves the chunks at work their end: they commit, and nothing follows. Default false: they are stopped.
    /// Jobs that a client drives are cancelled so whatever their type says.
    /// </summary>
    public bool CancelLetsChunksEnd { get; init; }

    /// <summary>The handler can count its items without planning them.</summary>
    public bool HasCount => Handler.IsAssignableTo(typeof(ICounter));

    /// <summary>
    /// Shape of the config, checked at submit. Default: what the handler says by <see cref="IItemHandler{TConfig, TInput, TOutput}"/>;
    /// null: any object.
    /// </summary>
    public Type? ConfigType { get => field ?? Shape(typeof(IItemHandler<,,>), 0); init; }

    /// <summary>
    /// Shape of an item's input, checked at submit; the config has it too where an item has no input of its own.
    /// Default: what the handler says by <see cref="IJobHandler{TInput}"/> or <see cref="IItemHandler{TConfig, TInput, TOutput}"/>;
    /// null: anything.
    /// </summary>
    public Type? InputType { get => field ?? Shape(typeof(IJobHandler<>), 0) ?? Shape(typeof(IItemHandler<,,>), 1); init; }

    /// <summary>Shape of an item's output, for whoever reads it; null: not said.</summary>
    public Type? OutputType { get => field ?? Shape(typeof(IItemHandler<,,>), 2); init; }

    /// <summary>The handler enumerates items.</summary>
    public bool HasPlan => Handler.IsAssignableTo(typeof(IPlanner));

    /// <summary>The handler can put back what it changed.</summary>
    public bool HasRollback => Handler.IsAssignableTo(typeof(IRollback));

    /// <summary>The handler closes jobs.</summary>
    public bool HasFinish => Handler.IsAssignableTo(typeof(IFinisher));

    private Type? Shape(Type face, int argument) => Handler.GetInterfaces()
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == face)?.GetGenericArguments()[argument];
}
