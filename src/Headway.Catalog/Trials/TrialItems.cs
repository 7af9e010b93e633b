using System.Diagnostics;
using Headway.Handlers;

namespace Headway.Catalog.Trials;

/// <summary>
/// Items that take time, do not listen, or end their own process, to try a deployment with. Registered only where a process is started
/// with <c>HEADWAY_TRIALS=1</c>.
/// </summary>
internal sealed class TrialItems : IJobHandler
{
    public const string TypeName = "trials.items";

    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        var trial = item.Job.Config<Trial>();
        if (trial.Deadly == item.No)
            Process.GetCurrentProcess().Kill();
        if (trial.Deaf)
            Thread.Sleep(trial.Millis); // a handler that does not listen holds its slot whatever it is told
        else
            await Task.Delay(trial.Millis, ct);
        var outcome = Outcome.Completed();
        if (trial.DieInEffect && item.Job.Attempt == 1)
        {
            outcome.With((_, _) =>
            {
                Process.GetCurrentProcess().Kill();
                return ValueTask.CompletedTask;
            });
        }

        return outcome;
    }
}
