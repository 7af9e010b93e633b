namespace Headway.Model;

/// <summary>How far one limit is used for one name.</summary>
/// <param name="Scope">What is counted together.</param>
/// <param name="Name">Which one; empty for <see cref="LimitScope.Global"/>.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Most">How much at most.</param>
/// <param name="Used">How much now; above <paramref name="Most"/> where the limit was lowered under what ran.</param>
/// <param name="Waiting">Jobs that found it full and wait parked, up to 1,001: more are not counted.</param>
public readonly record struct LimitUse(LimitScope Scope, string Name, LimitUnit Unit, int Most, int Used, int Waiting);
