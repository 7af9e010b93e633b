namespace Headway.Model;

/// <summary>One item of a plan.</summary>
/// <param name="Name">What a person calls it, e.g. a file name; null shows its number. ≤ 400 characters.</param>
/// <param name="Input">JSON text the handler gets; null where the job's config says it all. ≤ 256 KB.</param>
public sealed record NewItem(string? Name, string? Input);
