using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>What it waits for.</summary>
internal sealed partial class SimJob
{
    public int Waits { get; set; }

    public int Kids { get; set; }

    public bool HasKids { get; set; }

    public JobId? Parent { get; }

    public Fault? KinFault { get; set; }

    /// <summary>Hears what came of jobs it waited for.</summary>
    /// <returns>False where that no longer matters to it.</returns>
    public bool Hear(News news, DateTimeOffset now)
    {
        if (Phase == JobPhase.Final || Waits < news.Begins || Kids < news.Ends)
            return false;
        Waits -= news.Begins;
        Kids -= news.Ends;
        KinFault ??= news.Fault;
        Turn = ActiveAt = now;
        if (news.Verdict is { } verdict)
        {
            if (verdict == FailurePolicy.Skip)
                Control = JobControl.Cancel;
            Counts = Counts with { Due = 0, Waiting = 0, Cancelled = Counts.Total - Counts.Completed - Counts.Failed - Counts.Skipped };
            (Waits, Held) = (0, false);
            End(now);
        }
        else if (news.Ends > 0 && Kids == 0)
        {
            Settle(now);
        }

        return true;
    }
}
