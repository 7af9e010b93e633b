using System.Runtime.CompilerServices;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>
/// Streams everything a filter names, page by page, in memory that does not grow. Each page is read as it is then: what comes or changes
/// during a long export is shown as it was when its page was read; nothing that was there all the time is left out or shown twice.
/// </summary>
public sealed class JobExport(IJobStore store, IExportStore rows)
{
    private const int PageSize = 500;

    /// <summary>Jobs, newest first, with config and result.</summary>
    public async IAsyncEnumerable<Job> JobsAsync(JobFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        do
        {
            var page = await store.ListJobsAsync(filter, new PageRequest(PageSize, after), ct);
            foreach (var job in page.Rows)
                yield return job;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Items of one job by number, with input and output.</summary>
    public async IAsyncEnumerable<Item> ItemsAsync(JobId id, ItemFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (first, last) in WindowsAsync(id, 1, 0, ct))
        {
            foreach (var item in await rows.ReadItemsAsync(id, filter, first, last, ct))
                yield return item;
        }
    }

    /// <summary>Attempts of one job: of its plan item, its items by number and its finish item.</summary>
    public async IAsyncEnumerable<Attempt> AttemptsAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (first, last) in WindowsAsync(id, 0, 1, ct))
        {
            foreach (var attempt in await rows.ReadAttemptsAsync(id, first, last, ct))
                yield return attempt;
        }
    }

    /// <summary>Items of all jobs of a filter, job by job.</summary>
    public async IAsyncEnumerable<Item> ItemsAsync(JobFilter jobs, ItemFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var job in JobsAsync(jobs, ct))
        {
            await foreach (var item in ItemsAsync(job.Id, filter, ct))
                yield return item;
        }
    }

    /// <summary>Attempts of all jobs of a filter, job by job.</summary>
    public async IAsyncEnumerable<Attempt> AttemptsAsync(JobFilter jobs, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var job in JobsAsync(jobs, ct))
        {
            await foreach (var attempt in AttemptsAsync(job.Id, ct))
                yield return attempt;
        }
    }

    /// <summary>Windows of numbers up to the job's total, which may grow meanwhile.</summary>
    private async IAsyncEnumerable<(int First, int Last)> WindowsAsync(
        JobId id, int first, int beyond, [EnumeratorCancellation] CancellationToken ct)
    {
        var end = -1;
        while (true)
        {
            if (first > end)
                end = await store.GetJobAsync(id, ct) is { } job ? job.Counts.Total + beyond : -1;
            if (first > end)
                yield break;
            var last = Math.Min(end, first + PageSize - 1);
            yield return (first, last);
            first = last + 1;
        }
    }
}
