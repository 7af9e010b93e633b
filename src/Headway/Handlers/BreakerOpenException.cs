using System.Globalization;
using Headway.Model;

namespace Headway.Handlers;

/// <summary>
/// Thrown where a handler says what it is about to call, and calls to that are stopped. Left alone it hands the item back: it waits and no
/// attempt is charged. A handler that has another way may catch it.
/// </summary>
/// <param name="destination">What is not called.</param>
/// <param name="wait">How long the item is to wait.</param>
public sealed class BreakerOpenException(string destination, TimeSpan wait)
    : Exception($"Calls to {destination} fail, so none is made until it answers again.")
{
    /// <summary>Code of the fault a waiting item shows.</summary>
    public const string Code = "breaker_open";

    /// <summary>What is not called.</summary>
    public string Destination { get; } = destination;

    /// <summary>How long the item is to wait.</summary>
    public TimeSpan Wait { get; } = wait;

    internal Fault Fault => new()
    {
        Class = FaultClass.Throttled,
        Code = Code,
        Message = Message,
        Hint = string.Create(CultureInfo.InvariantCulture, $"Look at {Destination}; 'headway breakers' shows what is known of it."),
        RetryAfter = Wait,
    };
}
