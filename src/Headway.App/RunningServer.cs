namespace Headway.App;

/// <summary>A server that runs.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Address">Where it answers.</param>
internal sealed record RunningServer(int Pid, string Address);
