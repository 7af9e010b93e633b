using Headway.Model;

namespace Headway.Store;

/// <summary>A limit that left no room.</summary>
/// <param name="Scope">What it counts together.</param>
/// <param name="Name">Which one; empty for <see cref="LimitScope.Global"/>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Most">How much at most.</param>
/// <param name="RetryIn">When there may be room again; null where that depends on when others end.</param>
public sealed record LimitHit(LimitScope Scope, string Name, LimitUnit Unit, int Most, TimeSpan? RetryIn);
