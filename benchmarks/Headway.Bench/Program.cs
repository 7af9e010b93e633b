using System.Globalization;
using Headway.Bench;
using Headway.Bench.Contests;
using Headway.Bench.Lists;
using Headway.Bench.Runs;
using Headway.Bench.Scale;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["one", .. var words]:
        var run = RunArgs.Parse(words);
        Console.WriteLine((await (run.Contestant switch
        {
            "headway" => HeadwayRuns.RunAsync(run),
            "rows" => SameRows.DrainAsync(run),
            _ => FloorRuns.RunAsync(run),
        })).ToJson());
        return 0;
    case ["lists", .. var size]:
        return await ListReport.RunAsync(size);
    case ["scale", .. var size]:
        return await ScaleReport.RunAsync(size);
    case ["store"]:
        return await StoreReport.RunAsync();
    case [] or ["peers"]:
        return await Report.RunAsync(args is ["peers"] ? Workloads.Peers : Workloads.Core);
    default:
        Console.Error.WriteLine("Say nothing, 'store', 'scale', 'lists' or 'peers'.");
        return 2;
}
