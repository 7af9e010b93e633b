using Headway.Client;
using Headway.Handlers;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.JSInterop;

namespace Headway.Web.Dashboard.Layout;

/// <summary>What the browser's part of the shell asks of its circuit.</summary>
internal sealed class ShellCalls(
    JobQueries queries, JobTypeRegistry types, PageGate gate, Func<bool, Task> notify, CancellationToken gone)
{
    private const int Found = 8;

    /// <summary>Says whether ends of jobs are to be told.</summary>
    [JSInvokable]
    public Task Notify(bool on) => notify(on);

    /// <summary>Jobs by name or id, the newest first.</summary>
    [JSInvokable]
    public async Task<IReadOnlyList<FoundJob>> FindJobs(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || (await gate.ReachAsync(Permission.ReadJobs, gone)).Reach == Reach.None)
            return [];
        try
        {
            var page = await queries.ListJobsAsync(new JobFilter { Search = text.Trim() }, new PageRequest(Found), gone);
            return
            [
                .. page.Rows.Select(job => new FoundJob(
                    $"jobs/{job.Id}", Words.NameOf(job), $"{(types.TryGet(job.Type, out var type) ? type.Title : job.Type)} · {job.Id}",
                    Words.Of(job).Label, Words.Of(job).Tone)),
            ];
        }
        catch (StoreUnavailableException)
        {
            return []; // the pill says that the database is away
        }
    }
}
