using System.Collections.Concurrent;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;

namespace Headway.Worker;

/// <summary>
/// What is left of the retry budgets of this process's job types. A retry that is not covered takes its turn: it waits until the budget,
/// filled at its steady pace, would have come to it.
/// </summary>
internal sealed class RetryBudgets(TimeProvider clock, IdSource ids)
{
    private readonly ConcurrentDictionary<string, Purse> _purses = new(StringComparer.Ordinal);

    /// <summary>An attempt succeeded.</summary>
    public void Earn(JobType type, RetryBudget budget) => PurseOf(type).Earn(budget, clock);

    /// <summary>How long a retry waits that would wait so long without a budget.</summary>
    public TimeSpan Wait(JobType type, RetryBudget budget, TimeSpan wait)
    {
        var turn = PurseOf(type).Spend(budget, clock);
        if (turn >= budget.MaxWait)
            turn = budget.MaxWait * (0.5 + ids.NextDouble() / 2); // spread: they have no turns any more
        return turn > wait ? turn : wait;
    }

    private Purse PurseOf(JobType type) => _purses.GetOrAdd(type.Name, static (_, at) => new Purse(at), clock.GetTimestamp());

    private sealed class Purse(long begunAt)
    {
        private readonly Lock _gate = new();
        private double? _left;
        private long _at = begunAt;

        public void Earn(RetryBudget budget, TimeProvider clock)
        {
            lock (_gate)
                _left = Math.Min(Filled(budget, clock) + budget.Share, budget.PerMinute);
        }

        public TimeSpan Spend(RetryBudget budget, TimeProvider clock)
        {
            lock (_gate)
            {
                _left = Math.Max(Filled(budget, clock) - 1, -budget.PerMinute * budget.MaxWait.TotalMinutes);
                return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(-_left.Value / budget.PerMinute);
            }
        }

        private double Filled(RetryBudget budget, TimeProvider clock)
        {
            var now = clock.GetTimestamp();
            var filled = Math.Min((_left ?? budget.PerMinute) + clock.GetElapsedTime(_at, now).TotalMinutes * budget.PerMinute,
                budget.PerMinute);
            _at = now;
            return filled;
        }
    }
}
