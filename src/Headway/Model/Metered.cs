namespace Headway.Model;

/// <summary>What attempts used, as far as it can be known soundly: handlers share a process, so only what they report is counted.</summary>
/// <param name="Cpu">CPU time of child processes that handlers reported.</param>
/// <param name="PeakMemoryBytes">Greatest memory of such a child in bytes; over several attempts the greatest of them.</param>
/// <param name="StoredBytes">Outputs as UTF-8, and files that handlers reported to have stored, in bytes.</param>
public readonly record struct Metered(TimeSpan Cpu, long PeakMemoryBytes, long StoredBytes)
{
    /// <summary>Both together: sums, and the greater peak.</summary>
    public static Metered operator +(Metered left, Metered right) => new(
        left.Cpu + right.Cpu, Math.Max(left.PeakMemoryBytes, right.PeakMemoryBytes), left.StoredBytes + right.StoredBytes);

    /// <inheritdoc cref="op_Addition"/>
    public static Metered Add(Metered left, Metered right) => left + right;
}
