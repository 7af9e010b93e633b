namespace Headway.Deliveries;

/// <summary>An item that failed in a job that has ended.</summary>
/// <param name="No">Its number.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Code">Stable word of its last failure.</param>
/// <param name="Message">One sentence.</param>
public sealed record EndedItem(int No, string? Name, string Code, string Message);
