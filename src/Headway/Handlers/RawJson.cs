namespace Headway.Handlers;

/// <summary>JSON text that is taken as it is.</summary>
/// <param name="Text">Valid JSON.</param>
public readonly record struct RawJson(string Text);
