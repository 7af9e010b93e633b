namespace Headway.Schemas;

/// <summary>A field that does not fit.</summary>
/// <param name="Pointer">JSON pointer into the submission, e.g. <c>/config/width</c> or <c>/items/3/input/path</c>.</param>
/// <param name="Message">What it must be, as the end of a sentence that begins with the field: <c>must be a whole number</c>.</param>
public sealed record SchemaProblem(string Pointer, string Message)
{
    /// <summary>The field as people write it, e.g. <c>config.width</c> or <c>items[3].input.path</c>.</summary>
    public string Field
    {
        get
        {
            var shown = "";
            foreach (var part in Pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/").Replace("~0", "~")))
                shown += part.Length > 0 && part.All(char.IsAsciiDigit) ? $"[{part}]" : shown.Length == 0 ? part : $".{part}";
            return shown;
        }
    }
}
