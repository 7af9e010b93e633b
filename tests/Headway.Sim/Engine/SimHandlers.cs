using System.Runtime.CompilerServices;
using Headway.Handlers;
using Headway.Model;

namespace Headway.Sim.Engine;

/// <summary>Works an item for a while; now and then it fails, and what it writes it writes by an effect.</summary>
internal sealed class SimHandler(SimWorld world, SimNode node) : IJobHandler
{
    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        using var run = world.Runs.Begin(node.Way, item.Job.Id, item.No, item.Job.Generation);
        item.Progress(1, 2, "half way");
        await world.WaitAsync(world.Draw(100) < 4 ? world.Between(5_000, 40_000) : world.Between(1, 4000), ct);
        return world.Draw(100) switch
        {
            < 8 => throw FaultException.Transient("flaky", "It did not work this time."),
            < 10 => throw new InvalidOperationException("a bug"),
            < 12 => throw FaultException.Permanent("bad", "It will never work."),
            < 15 => Outcome.Skipped("nothing to do"),
            _ => Outcome.Completed(item.No).With(SimWorld.Writes((item.Job.Id, item.No))),
        };
    }
}

/// <summary>Plans its items one by one, works each, and closes the job.</summary>
internal sealed class SimPlanner(SimWorld world, SimNode node) : IJobHandler, IPlanner, IFinisher
{
    private readonly SimHandler _work = new(world, node);

    public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
    {
        var config = job.Config<Plan>();
        for (var no = 1; no <= config.Items; no++)
        {
            await world.WaitAsync(world.Between(0, 300), ct);
            if (world.Draw(100) < 2)
                throw FaultException.Transient("flaky_plan", "The plan broke off.");
            yield return new NewItem($"planned {no}", null);
        }
    }

    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => _work.WorkAsync(item, ct);

    public async ValueTask<Outcome> FinishAsync(JobContext job, CancellationToken ct)
    {
        await world.WaitAsync(world.Between(1, 1000), ct);
        if (world.Draw(100) < 10)
            throw FaultException.Transient("flaky_finish", "It could not be closed.");
        return Outcome.Completed("closed");
    }

    internal sealed record Plan(int Items);
}
