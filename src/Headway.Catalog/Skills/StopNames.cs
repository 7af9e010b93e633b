using System.Collections.Frozen;

namespace Headway.Catalog.Skills;

/// <summary>Names of the library that mean something else far more often than the skill, so the text is never searched for them.</summary>
internal static class StopNames
{
    /// <summary>One name a line in the embedded list, # begins a comment.</summary>
    public static FrozenSet<string> Load()
    {
        using var stream = typeof(StopNames).Assembly.GetManifestResourceStream("stop-names.txt")
            ?? throw new InvalidOperationException("The list of stop names is not embedded in this assembly; rebuild Headway.Catalog.");
        using var reader = new StreamReader(stream);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') names.Add(line.Trim());
        return names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
