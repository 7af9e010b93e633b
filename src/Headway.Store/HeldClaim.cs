using Headway.Machine;

namespace Headway.Store;

/// <summary>A claim that is to be handed back or taken back.</summary>
/// <param name="Key">Which.</param>
/// <param name="Number">Number of the attempt.</param>
/// <param name="MaxAttempts">Of the job.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Suspect">It was given out to run alone.</param>
/// <param name="Alone">It is one item, and its session held nothing else when it died.</param>
/// <param name="Crashes">How often a worker died over this item alone, this time left out, within <see cref="CrashRule.Window"/>.</param>
/// <param name="Driven">Workers never take it, so nobody could run it alone.</param>
internal sealed record HeldClaim(
    ChunkKey Key, int Number, int MaxAttempts, ChunkKind Kind, bool Suspect, bool Alone = false, long Crashes = 0,
    bool Driven = false)
{
    public int Count => Key.Hi - Key.Lo + 1;

    /// <summary>It has taken its worker down once too often.</summary>
    public bool IsPoison => Alone && Crashes + 1 >= CrashRule.MaxCrashes;
}
