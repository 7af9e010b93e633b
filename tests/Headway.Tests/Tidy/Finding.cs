namespace Headway.Tests.Tidy;

/// <summary>A place that breaks a rule.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Line">1-based; 0 where the whole file is meant.</param>
/// <param name="What">What is there.</param>
internal readonly record struct Finding(string Path, int Line, string What)
{
    public override string ToString() => Line > 0 ? $"{Path}:{Line}: {What}" : $"{Path}: {What}";
}
