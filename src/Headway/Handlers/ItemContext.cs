using Microsoft.Extensions.Logging;

namespace Headway.Handlers;

/// <summary>A running item, as its handler sees it.</summary>
public sealed class ItemContext
{
    private readonly int _life;

    internal ItemContext(JobContext job, int no, string? name, string? input, int life) =>
        (Job, No, Name, InputJson, _life) = (job, no, name, input, life);

    /// <summary>Its job.</summary>
    public JobContext Job { get; }

    /// <summary>1-based place in the plan.</summary>
    public int No { get; }

    /// <summary>What a person calls it; may be null.</summary>
    public string? Name { get; }

    /// <summary>The input as JSON text; null where the job's config is the input.</summary>
    public string? InputJson { get; }

    /// <summary>The input, or the job's config where the item has none, as a <typeparamref name="T"/>.</summary>
    /// <exception cref="FaultException">Permanent, <c>bad_input</c>: the JSON does not fit.</exception>
    public T Input<T>() => Job.Read<T>(InputJson ?? Job.ConfigJson, "bad_input", "input");

    /// <inheritdoc cref="JobContext.Log"/>
    public ILogger Log => Job.Log;

    /// <inheritdoc cref="JobContext.Progress(long, long, string?)"/>
    public void Progress(long done, long total, string? step = null) => Job.Progress(done, total, step);

    /// <inheritdoc cref="JobContext.Progress(string)"/>
    public void Progress(string step) => Job.Progress(step);

    /// <inheritdoc cref="JobContext.Meter(TimeSpan, long, long)"/>
    public void Meter(TimeSpan cpu = default, long peakMemoryBytes = 0, long storedBytes = 0) =>
        Job.Meter(cpu, peakMemoryBytes, storedBytes);

    /// <inheritdoc cref="JobContext.CallsAsync"/>
    public ValueTask CallsAsync(string destination, CancellationToken ct = default) => Job.CallsAsync(destination, ct);

    /// <inheritdoc cref="JobContext.EffectKey(string)"/>
    public string EffectKey(string name) => Job.EffectKey(name, No, _life);
}
