using System.Globalization;
using Headway.Bench.Peers;
using Headway.Bench.Runs;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var run = RunArgs.Parse(args);
await using IPeer peer = run.Contestant switch
{
    "hangfire-memory" => HangfirePeer.InMemory(run),
    "hangfire-postgres" => HangfirePeer.OnPostgres(run),
    "quartz" => await QuartzPeer.OpenAsync(run),
    var other => throw new ArgumentException($"there is no peer '{other}'"),
};
Console.WriteLine((await Play.RunAsync(peer, run)).ToJson());
