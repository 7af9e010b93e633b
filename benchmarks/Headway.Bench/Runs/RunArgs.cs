namespace Headway.Bench.Runs;

/// <summary>
/// What one run is told: <c>one CONTESTANT WORKLOAD --connection C --count N --slots S --producers P</c>. The same words for the
/// contestants that are not .NET.
/// </summary>
internal sealed record RunArgs(string Contestant, string Workload, string Connection, int Count, int Slots, int Producers)
{
    public static RunArgs Parse(IReadOnlyList<string> args)
    {
        if (args.Count < 2)
            throw new ArgumentException("a run needs a contestant and a workload");
        var options = args.Skip(2).Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1]);
        return new RunArgs(
            args[0], args[1], options["connection"], int.Parse(options.GetValueOrDefault("count", "0")),
            int.Parse(options.GetValueOrDefault("slots", "10")), int.Parse(options.GetValueOrDefault("producers", "8")));
    }

    public IEnumerable<string> ToArguments() =>
    [
        Contestant, Workload, "--connection", Connection, "--count", $"{Count}", "--slots", $"{Slots}", "--producers", $"{Producers}",
    ];
}
