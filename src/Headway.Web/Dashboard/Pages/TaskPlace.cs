using System.Globalization;
using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>One attempt of an item, as the address names it: <c>job_….3.1.2</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="No">The item.</param>
/// <param name="Generation">Generation of the attempt.</param>
/// <param name="Number">Its number; 0: the one that runs.</param>
internal readonly record struct TaskPlace(JobId Job, int No, int Generation, int Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static TaskPlace? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 4 && JobId.TryParse(parts[0], null, out var job) && Int(1, out var no) && Int(2, out var generation)
            && Int(3, out var number) ? new TaskPlace(job, no, generation, number) : null;

        bool Int(int i, out int value) => int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Job}.{No}.{Generation}.{Number}");
}
