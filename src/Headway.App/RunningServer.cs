namespace Headway.App;

/// <summary>A server that runs.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Address">Where it answers.</param>
/// <param name="Key">Lets in whoever may read the data folder, as long as it runs; null where it asks nobody who they are.</param>
internal sealed record RunningServer(int Pid, string Address, string? Key = null)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Address} ({Pid})";
}
