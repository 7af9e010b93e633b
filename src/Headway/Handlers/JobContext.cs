using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headway.Model;
using Headway.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headway.Handlers;

/// <summary>A running job, as its handler sees it.</summary>
public sealed class JobContext
{
    private readonly Action<double?, string?> _report;
    private readonly JsonSerializerOptions _json;
    private readonly Func<ILogger>? _log;
    private readonly int _life;
    private readonly Meter? _meter;
    private readonly (Breakers Breakers, HeldChunk Held, int No)? _calls;

    internal JobContext(
        JobId id, string type, string org, string? createdBy, string? name, int generation, int life, int attempt, string config,
        JsonSerializerOptions json, Action<double?, string?> report, Func<ILogger>? log = null, Meter? meter = null,
        (Breakers Breakers, HeldChunk Held, int No)? calls = null)
    {
        (Id, Type, Org, CreatedBy, Name, Generation, Attempt, ConfigJson) = (id, type, org, createdBy, name, generation, attempt, config);
        _life = life;
        (_json, _report, _log, _meter, _calls) = (json, report, log, meter, calls);
    }

    /// <summary>The job.</summary>
    public JobId Id { get; }

    /// <summary>Its type.</summary>
    public string Type { get; }

    /// <summary>Whose it is.</summary>
    public string Org { get; }

    /// <summary>Who submitted it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; }

    /// <summary>What a person calls it; may be null.</summary>
    public string? Name { get; }

    /// <summary>1, and one more with every human reopening.</summary>
    public int Generation { get; }

    /// <summary>1-based number of this attempt.</summary>
    public int Attempt { get; }

    /// <summary>The config as JSON text.</summary>
    public string ConfigJson { get; }

    /// <summary>The config as a <typeparamref name="T"/>.</summary>
    /// <exception cref="FaultException">Permanent, <c>bad_config</c>: the JSON does not fit.</exception>
    public T Config<T>() => Read<T>(ConfigJson, "bad_config", "config");

    /// <summary>
    /// The host's log, and this job's own: lines are kept with the attempt, as those of any logger are that is used while it runs.
    /// </summary>
    public ILogger Log => field ??= _log?.Invoke() ?? NullLogger.Instance;

    /// <summary>An item for a plan or a follow-up, with an input of the handler's own shape.</summary>
    /// <param name="name">What a person calls it; null shows its number.</param>
    /// <param name="input">Anything System.Text.Json can write; null where the config says it all.</param>
    public NewItem NewItem(string? name, object? input) =>
        new(name, input is null ? null : JsonSerializer.Serialize(input, input.GetType(), _json));

    /// <summary>A job to be submitted as a child, with a config of the handler's own shape.</summary>
    /// <param name="type">Registered job type.</param>
    /// <param name="config">Anything System.Text.Json can write, e.g. an anonymous object.</param>
    public NewJob NewJob(string type, object config) =>
        new() { Type = type, Config = JsonSerializer.Serialize(config, config.GetType(), _json) };

    /// <summary>Says how far the attempt is. Cheap: only the last report of a second is written.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps in all, above zero.</param>
    /// <param name="step">What it does now; null keeps the last words.</param>
    public void Progress(long done, long total, string? step = null) =>
        _report(total > 0 ? Math.Clamp(100.0 * done / total, 0, 100) : null, step);

    /// <summary>Says what the attempt does now, without a share.</summary>
    public void Progress(string step) => _report(null, step);

    /// <summary>
    /// Says what the attempt used that only its handler knows: a child process's CPU time and greatest memory, files it stored.
    /// Several calls add up, of memory the greatest counts. Outputs are counted without being told.
    /// </summary>
    /// <param name="cpu">CPU time of child processes.</param>
    /// <param name="peakMemoryBytes">Greatest resident memory of one of them.</param>
    /// <param name="storedBytes">Bytes written to the file store.</param>
    public void Meter(TimeSpan cpu = default, long peakMemoryBytes = 0, long storedBytes = 0) =>
        _meter?.Add(new Metered(cpu, peakMemoryBytes, storedBytes));

    /// <summary>
    /// Says what is about to be called, so that calls stop for all nodes while it fails (docs/breakers.md). A transient fault the attempt
    /// ends in counts against every destination it named; any other end counts for them. Answered from memory while calls are made.
    /// </summary>
    /// <param name="destination">A stable name, e.g. the host or the model: 1–200 characters, few different ones.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="BreakerOpenException">Calls to it are stopped; left alone, the item waits and no attempt is charged.</exception>
    public ValueTask CallsAsync(string destination, CancellationToken ct = default) =>
        _calls is { } calls ? calls.Breakers.EnterAsync(calls.Held, calls.No, destination, ct) : ValueTask.CompletedTask;

    /// <summary>
    /// A key for a call to another system: the same in every attempt of this life, so the receiver can tell a repeat.
    /// A restart gives the whole job another life, a person's retry the one item (docs/state-machine.md).
    /// </summary>
    /// <param name="name">Which call, where there are several.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public string EffectKey(string name) => EffectKey(name, no: null, _life);

    internal string EffectKey(string name, int? no, int life)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Id}/{no}/{life}/{name}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    internal T Read<T>(string json, string code, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, _json)
                ?? throw FaultException.Permanent(code, $"The {what} of this {Type} job is null; it must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw FaultException.Permanent(code, $"The {what} of this {Type} job does not fit: {e.Message}");
        }
    }
}
