namespace Headway.Store;

/// <summary>A work item as its slot gets it.</summary>
/// <param name="No">Its number.</param>
/// <param name="Name">What a person calls it; may be null.</param>
/// <param name="Input">JSON text; null where the config is the input.</param>
/// <param name="Life">The generation its life began in: what its effect keys carry.</param>
public readonly record struct ClaimedItem(int No, string? Name, string? Input, int Life = 1);
