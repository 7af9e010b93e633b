using Headway.Machine;
using Headway.Model;

namespace Headway.Sim;

/// <summary>How long a job may take.</summary>
internal sealed partial class SimJob
{
    private int _overran; // the generation that was ended by its time limit

    public TimeSpan TimeLimit => Accepted.TimeLimit ?? TimeRule.DefaultJobLimit;

    public DateTimeOffset? Deadline { get; private set; }

    public bool Overran => Control == JobControl.Cancel && _overran == Generation;

    public bool IsOverdue(DateTimeOffset now) =>
        Phase != JobPhase.Final && Control != JobControl.Cancel && StartedAt is not null && Deadline <= now;

    public void Overrun(DateTimeOffset now)
    {
        (Control, _overran, Held) = (JobControl.Cancel, Generation, false);
        Counts = Counts with { Running = 0, Due = 0, Waiting = 0 };
        Back.Clear();
        Counts = Counts with { Cancelled = Counts.Total - Counts.Completed - Counts.Failed - Counts.Skipped };
        ActiveAt = now;
        End(now);
        Fault = TimeRule.Overran(TimeLimit);
        if ((Simple ? _items[0] : _finish) is { Final: null } last)
            last.Fault = Fault; // stored as one with the job's
    }
}
