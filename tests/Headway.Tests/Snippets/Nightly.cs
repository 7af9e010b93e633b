using Headway.Client;
using Headway.Model;

namespace Headway.Tests.Snippets;

#region nightly
public sealed class Nightly(ScheduleClient schedules)
{
    // Makes the schedule, or changes the one of that name to this; call it whenever the program starts.
    public async Task DeclareAsync(CancellationToken ct) => await schedules.PutAsync(
        new NewSchedule
        {
            Name = "nightly",
            Timing = new Timing { Cron = "0 2 * * *", Zone = "Europe/Berlin" },
            Job = new NewJob { Type = "files.verify" },
        },
        actor: null, ct);
}
#endregion
