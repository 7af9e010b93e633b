using Headway.Machine;

namespace Headway.App;

/// <summary>When calls to a destination stop; docs/breakers.md says what that means.</summary>
internal static class BreakerSettings
{
    /// <summary>The names of these settings.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["breaker_window_seconds", "breaker_least_calls", "breaker_fault_percent", "breaker_probe_seconds"];

    /// <summary>As one place after the other gives them.</summary>
    /// <param name="number">The number of a setting; null where it is not given.</param>
    /// <exception cref="StopException">One is out of its range.</exception>
    public static BreakerRule Read(Func<string, int?> number)
    {
        var rule = new BreakerRule();
        rule = Set("breaker_window_seconds", "5 to 600", value => rule with { Window = TimeSpan.FromSeconds(value) });
        rule = Set("breaker_least_calls", "1 to 100000", value => rule with { LeastCalls = value });
        rule = Set("breaker_fault_percent", "1 to 100", value => rule with { FaultShare = value / 100.0 });
        return Set("breaker_probe_seconds", "1 to 3600", value => rule with { ProbeEvery = TimeSpan.FromSeconds(value) });

        BreakerRule Set(string name, string range, Func<int, BreakerRule> with)
        {
            if (number(name) is not { } value)
                return rule;
            try
            {
                return with(value);
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new StopException(ExitCode.Usage, $"The setting '{name}' is {value}; it must be {range}.", e);
            }
        }
    }
}
