using Headway.Model;

namespace Headway.Handlers;

/// <summary>Thrown by a handler to fail an attempt in its own words.</summary>
/// <param name="fault">How.</param>
/// <param name="inner">What lay behind it; its trace becomes the fault's detail where that is null.</param>
public sealed class FaultException(Fault fault, Exception? inner = null) : Exception(fault.Message, inner)
{
    /// <summary>How it failed.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>The same input will fail the same way: no retry.</summary>
    public static FaultException Permanent(string code, string message, string? hint = null) =>
        new(new Fault { Class = FaultClass.Permanent, Code = code, Message = message, Hint = hint });

    /// <summary>May pass: retried with back-off.</summary>
    public static FaultException Transient(string code, string message, string? hint = null) =>
        new(new Fault { Class = FaultClass.Transient, Code = code, Message = message, Hint = hint });

    /// <summary>The input harms the worker itself: the item is quarantined at once, until a person retries it.</summary>
    public static FaultException Poison(string code, string message, string? hint = null) =>
        new(new Fault { Class = FaultClass.Poison, Code = code, Message = message, Hint = hint });

    /// <summary>The other side is busy: retried, no sooner than <paramref name="retryAfter"/> where given.</summary>
    public static FaultException Throttled(string code, string message, TimeSpan? retryAfter = null) =>
        new(new Fault { Class = FaultClass.Throttled, Code = code, Message = message, RetryAfter = retryAfter });
}
