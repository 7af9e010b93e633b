using System.Text.Json;
using Headway.Handlers;
using Headway.Schemas;
using Headway.Store;

namespace Headway.App;

/// <summary>Whether the handlers of this program still take the configs of open jobs: a type's shape may have changed since.</summary>
internal sealed class OpenJobCheck(JobTypeRegistry types)
{
    private readonly JobSchemas _schemas = new();

    /// <summary>A finding for each type with jobs that would fail; none where all fit.</summary>
    public IEnumerable<Finding> Examine(IReadOnlyList<OpenJob> open)
    {
        var unfit = open.Select(job => (Job: job, Problem: ProblemOf(job))).Where(pair => pair.Problem is not null);
        foreach (var type in unfit.GroupBy(pair => pair.Job.Type))
        {
            var (first, problem) = type.First();
            yield return Finding.Error("queued",
                $"{type.Count()} open jobs have a config that '{type.Key}' does not take any more, first {first.Id}: {problem!.Field} "
                + $"{problem.Message}; cancel and submit them anew, or give the member a default.");
        }
    }

    private SchemaProblem? ProblemOf(OpenJob job)
    {
        if (!types.TryGet(job.Type, out var type))
            return null; // another program's
        using var config = JsonDocument.Parse(job.Config);
        return new[] { type.ConfigType, job.IsSimple ? type.InputType : null }.OfType<Type>()
            .SelectMany(shape => _schemas.Check(shape, config.RootElement, "/config")).FirstOrDefault();
    }
}
