namespace Headway.Model;

/// <summary>Neighbouring items of one state.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Last">Number of the last.</param>
/// <param name="State">Where all of them are.</param>
public readonly record struct StateRun(int First, int Last, ItemState State)
{
    /// <summary>How many they are.</summary>
    public int Count => Last - First + 1;
}
