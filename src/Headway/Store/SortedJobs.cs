using System.Globalization;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Lists by status and by progress, made of lists by time, so that every store has them alike: by status, one list after the other; by
/// progress, blocks of the newest that fit, each sorted.
/// </summary>
public static class SortedJobs
{
    private const int Block = 1_000;

    /// <summary>One page.</summary>
    /// <param name="filter">Which, in one of the orders but <see cref="JobSort.Newest"/> and <see cref="JobSort.Oldest"/>.</param>
    /// <param name="page">Which page.</param>
    /// <param name="newest">A list of the store, the newest first.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">The page's reference is none that such a list gave out.</exception>
    public static ValueTask<Page<Job>> ListAsync(
        JobFilter filter, PageRequest page, Func<JobFilter, PageRequest, CancellationToken, ValueTask<Page<Job>>> newest,
        CancellationToken ct)
    {
        var plain = filter with { Sort = JobSort.Newest };
        return filter.Sort is JobSort.Status or JobSort.StatusDown
            ? ByStatusAsync(plain, page, filter.Sort == JobSort.StatusDown, newest, ct)
            : ByProgressAsync(plain, page, filter.Sort == JobSort.ProgressDown, newest, ct);
    }

    private static async ValueTask<Page<Job>> ByStatusAsync(
        JobFilter filter, PageRequest page, bool down, Func<JobFilter, PageRequest, CancellationToken, ValueTask<Page<Job>>> newest,
        CancellationToken ct)
    {
        var wanted = (filter.Statuses.Count > 0 ? filter.Statuses.Distinct() : Enum.GetValues<JobStatus>()).Order();
        JobStatus[] order = down ? [.. wanted.Reverse()] : [.. wanted];
        var (at, after) = (0, (string?)null);
        if (page.After is { } reference)
        {
            var parts = reference.Split('.', 2);
            at = Array.FindIndex(order, status => status.ToString() == parts[0]);
            after = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null;
            if (at < 0 || parts.Length != 2)
                throw Bad();
        }

        var rows = new List<Job>();
        for (; at < order.Length; at++, after = null)
        {
            var part = await newest(filter with { Statuses = [order[at]] }, new PageRequest(page.Limit + 1 - rows.Count, after), ct);
            rows.AddRange(part.Rows);
            if (rows.Count > page.Limit)
                return new Page<Job>(rows[..page.Limit], $"{rows[page.Limit - 1].Status}.{rows[page.Limit - 1].Id}");
            if (part.LookedTo is not null)
                return new Page<Job>(rows, $"{order[at]}.{part.Next}") { LookedTo = part.LookedTo };
        }

        return new Page<Job>(rows, null);
    }

    private static async ValueTask<Page<Job>> ByProgressAsync(
        JobFilter filter, PageRequest page, bool down, Func<JobFilter, PageRequest, CancellationToken, ValueTask<Page<Job>>> newest,
        CancellationToken ct)
    {
        var (block, last) = (page.After, (Key?)null);
        if (page.After?.Split('_', 2) is [['p', .. var number], var rest])
        {
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
                || rest.Split('.') is not [var id, var start] || !JobId.TryParse(id, null, out var job))
                throw Bad();
            (block, last) = (start.Length == 0 ? null : start, new Key(percent, job));
        }

        var found = await newest(filter, new PageRequest(Block, block), ct);
        var sorted = found.Rows.OrderBy(job => down ? -job.Percent : job.Percent).ThenByDescending(job => job.Id)
            .Where(job => last is not { } key || key.IsBefore(job, down)).ToList();
        if (sorted.Count <= page.Limit)
            return new Page<Job>(sorted, found.Next)
            {
                LookedTo = found.LookedTo ?? (found.Next is null ? null : found.Rows[^1].Id.CreatedAt),
            };
        var edge = sorted[page.Limit - 1];
        return new Page<Job>(
            sorted[..page.Limit], string.Create(CultureInfo.InvariantCulture, $"p{edge.Percent:R}_{edge.Id}.{block}"));
    }

    private static ArgumentException Bad() => new("This page reference is not one that a list gave out; start from the first page.");

    private readonly record struct Key(double Percent, JobId Id)
    {
        public bool IsBefore(Job job, bool down)
        {
            var order = Percent.CompareTo(job.Percent);
            return order == 0 ? Id > job.Id : down ? order > 0 : order < 0;
        }
    }
}
