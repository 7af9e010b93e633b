using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Schedules that a host's own code declares.</summary>
public sealed class DeclaredScheduleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headway-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task declared_schedule_is_made_changed_with_the_code_and_stays_paused()
    {
        var first = await WithHostAsync("0 6 * * *", async schedules =>
        {
            var made = await FoundAsync(schedules, schedule => schedule.Timing.Cron == "0 6 * * *");
            await schedules.PauseAsync(made.Id, "holidays", "ann", Ct);
            return made;
        });
        await WithHostAsync("0 7 * * *", async schedules =>
        {
            var changed = await FoundAsync(schedules, schedule => schedule.Timing.Cron == "0 7 * * *");
            Assert.Equal((first.Id, true), (changed.Id, changed.PausedAt is not null));
            Assert.Single((await schedules.ListAsync(null, new PageRequest(10, null), Ct)).Rows);
            return changed;
        });
    }

    private async Task<Schedule> WithHostAsync(string cron, Func<ScheduleClient, Task<Schedule>> use)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHeadwayStore(Path.Combine(_folder, "headway.db"));
        builder.Services.AddHeadway(headway => headway.AddJobType<Nothing>("test.nothing").AddSchedule(new NewSchedule
        {
            Name = "daily",
            Timing = new Timing { Cron = cron },
            Job = new NewJob { Type = "test.nothing" },
        }));
        using var host = builder.Build();
        await host.StartAsync(Ct);
        try
        {
            return await use(host.Services.GetRequiredService<ScheduleClient>());
        }
        finally
        {
            await host.StopAsync(Ct);
        }
    }

    private static async Task<Schedule> FoundAsync(ScheduleClient schedules, Func<Schedule, bool> so)
    {
        Schedule? found = null;
        await Eventually.IsTrueAsync(
            async () => (found = await schedules.FindAsync(Orgs.Default, "daily", Ct)) is { } there && so(there), Ct);
        return found!;
    }

    private sealed class Nothing : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }
}
