using System.Buffers.Binary;
using Headway.Model;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>
/// States of many items in few bytes, for the browser's cells: runs of four bytes where neighbours are alike, else four bits an item,
/// whichever is less. The first byte says which.
/// </summary>
internal static class PackedStates
{
    private const byte AsRuns = 1;
    private const byte AsNibbles = 0;

    /// <summary>Packs the runs of a window.</summary>
    public static byte[] Of(IReadOnlyList<StateRun> runs)
    {
        var items = runs.Sum(run => run.Count);
        return runs.Count * 4 < (items + 1) / 2 ? Runs(runs) : Nibbles(runs, items);
    }

    private static byte[] Runs(IReadOnlyList<StateRun> runs)
    {
        var bytes = new byte[1 + runs.Count * 4];
        bytes[0] = AsRuns;
        foreach (var (i, run) in runs.Index())
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1 + i * 4), ((uint)run.Count << 4) | (uint)run.State);
        return bytes;
    }

    private static byte[] Nibbles(IReadOnlyList<StateRun> runs, int items)
    {
        var bytes = new byte[1 + (items + 1) / 2];
        bytes[0] = AsNibbles;
        var at = 0;
        foreach (var run in runs)
        {
            for (var i = 0; i < run.Count; i++, at++)
                bytes[1 + at / 2] |= (byte)((int)run.State << (at % 2 * 4));
        }

        return bytes;
    }
}
