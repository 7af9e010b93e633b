namespace Headway.Worker;

/// <summary>
/// How a worker works. The defaults fit document work on a small machine; what a cluster survives rests on the beat, lease and fence.
/// </summary>
public sealed record WorkerOptions
{
    /// <summary>Name shown to people; default is host name and process id.</summary>
    public string? Name { get; init; }

    /// <summary>Places to run chunks in at once, 1–1,000. Default: two a core, at least 4.</summary>
    public int Slots { get; init => field = Range(value, 1, 1000, nameof(Slots)); } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>Queues it takes work from; at least one. Default: <c>default</c>.</summary>
    public IReadOnlyList<string> Queues
    {
        get;
        init => field = value.Count > 0 ? value : throw new ArgumentException("a worker needs at least one queue", nameof(value));
    } = ["default"];

    /// <summary>Job types it works; null for every type it has a handler for.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Time between beats. Default 4 s.</summary>
    public TimeSpan Beat { get; init => field = Above(value, nameof(Beat)); } = TimeSpan.FromSeconds(4);

    /// <summary>How long a session owns its claims after a beat. Default 20 s.</summary>
    public TimeSpan Lease { get; init => field = Above(value, nameof(Lease)); } = TimeSpan.FromSeconds(20);

    /// <summary>Without a beat for so long it stops everything by itself, before anyone else may take its items. Default 14 s.</summary>
    public TimeSpan SelfFence { get; init => field = Above(value, nameof(SelfFence)); } = TimeSpan.FromSeconds(14);

    /// <summary>Longest time without asking for work, ± 20 %. Default 1 s.</summary>
    public TimeSpan Poll { get; init => field = Above(value, nameof(Poll)); } = TimeSpan.FromSeconds(1);

    /// <summary>How long running chunks may go on after a stop is asked for; then they are handed back. Default 25 s.</summary>
    public TimeSpan DrainGrace { get; init => field = value >= TimeSpan.Zero ? value : throw OutOf(nameof(DrainGrace), value); }
        = TimeSpan.FromSeconds(25);

    /// <summary>Time between two looks for dead sessions, ± 20 %. Default 2 s.</summary>
    public TimeSpan Reap { get; init => field = Above(value, nameof(Reap)); } = TimeSpan.FromSeconds(2);

    /// <summary>What this process has used of the machine so far: processor time, and memory now. Said with every beat.</summary>
    internal Func<(TimeSpan Cpu, long Memory)> Usage { get; init; } = () => (Environment.CpuUsage.TotalTime, Environment.WorkingSet);

    internal void Check()
    {
        if (Beat >= SelfFence || SelfFence >= Lease)
            throw new InvalidOperationException(
                $"A worker needs beat < self-fence < lease; here they are {Beat}, {SelfFence} and {Lease}.");
    }

    private static int Range(int value, int min, int max, string name) =>
        value >= min && value <= max ? value : throw new ArgumentOutOfRangeException(name, value, $"must be {min} to {max}");

    private static TimeSpan Above(TimeSpan value, string name) => value > TimeSpan.Zero ? value : throw OutOf(name, value);

    private static ArgumentOutOfRangeException OutOf(string name, TimeSpan value) => new(name, value, "must be above zero");
}
