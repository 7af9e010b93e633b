using System.Globalization;
using Headway.Bench;
using Headway.Bench.Contests;
using Headway.Bench.Lists;
using Headway.Bench.Runs;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["one", .. var words]:
        var run = RunArgs.Parse(words);
        Console.WriteLine((run.Contestant == "headway" ? await HeadwayRuns.RunAsync(run) : await FloorRuns.RunAsync(run)).ToJson());
        return 0;
    case ["lists", .. var size]:
        return await ListReport.RunAsync(size);
    case ["store"]:
        return await StoreReport.RunAsync();
    case [] or ["peers"]:
        return await Report.RunAsync(args is ["peers"] ? Workloads.Peers : Workloads.Core);
    default:
        Console.Error.WriteLine("Say nothing, 'store', 'lists' or 'peers'.");
        return 2;
}
