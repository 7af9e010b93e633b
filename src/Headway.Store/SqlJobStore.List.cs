using System.Buffers.Binary;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Lists of jobs. A filter looks at a window of jobs, the newest first, and says how far it looked: a page costs the same however rare
/// what it asks for is. What SQL could say differently on two databases (texts with wildcards, labels, values in configs) is asked of
/// <see cref="JobFilter.Fits"/>, row by row and in batches, until the page is full. Statuses that few jobs have at a time are looked up
/// in an index of their own instead.
/// </summary>
public sealed partial class SqlJobStore
{
    private const int ListWindow = 10_000;
    private const int SearchBatch = 1_000;
    private const long SearchedCharacters = 32_000_000; // of configs, for one page
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct)
    {
        if (filter.Sort is not (JobSort.Newest or JobSort.Oldest))
            return SortedJobs.ListAsync(filter, page, ListJobsAsync, ct);
        JobId? after = page.After is null ? null : JobId.TryParse(page.After, null, out var id) ? id : throw BadPage();
        var rare = filter.Statuses.Count > 0
            && filter.Statuses.All(status => status is not (JobStatus.Queued or JobStatus.Completed));
        JobStatus?[] walks = rare ? [.. filter.Statuses.Distinct().Select(status => (JobStatus?)status)] : [null];
        var up = filter.Sort == JobSort.Oldest;
        var looksAtEach = up || filter.IsFreeForm || filter.Id is not null;
        return ReadAsync(async (session, token) =>
        {
            var rows = new List<Job>();
            JobId? edge = null; // how far every walk has looked
            foreach (var walk in walks)
            {
                var (found, end) = looksAtEach ? await SearchAsync(session, filter, walk, after, page.Limit + 1, token)
                    : await WalkAsync(session, filter, walk, after, page.Limit + 1, token);
                rows.AddRange(found);
                if (end is not null && (edge is null || (up ? end < edge : end > edge)))
                    edge = end;
            }

            rows.Sort((left, right) => up ? left.Id.CompareTo(right.Id) : right.Id.CompareTo(left.Id));
            if (edge is { } last)
                rows.RemoveAll(job => up ? job.Id > last : job.Id < last);
            return rows.Count > page.Limit ? new Page<Job>(rows[..page.Limit], rows[page.Limit - 1].Id.ToString())
                : new Page<Job>(rows, edge?.ToString()) { LookedTo = edge?.CreatedAt };
        }, ct);
    }

    /// <summary>One walk down the ids: at most <paramref name="limit"/> jobs, and where it stopped looking before the end.</summary>
    private async ValueTask<(List<Job> Found, JobId? End)> WalkAsync(
        DbSession session, JobFilter filter, JobStatus? walk, JobId? after, int limit, CancellationToken ct)
    {
        var (reach, narrow, args) = LinesOf(filter, walk, after);
        args.AddRange([Arg.Of("limit", limit), Arg.Of("window", ListWindow)]);
        var found = await session.ListAsync(_book["ListJobs"].With([.. reach, .. narrow]), args, Rows.Job, ct);
        if (found.Count >= limit || (narrow.Count == 0 && filter.From is null && filter.To is null) || narrow.Contains("id"))
            return (found, null);
        var end = await session.ListAsync(
            _book["EndOfWindow"].With(reach), [.. args.Where(arg => arg.Name != "window"), Arg.Of("window", ListWindow - 1)],
            row => new JobId(row.GetGuid(0)), ct);
        return (found, end.Count > 0 ? end[0] : null);
    }

    /// <summary>One walk for what no index finds: jobs are looked at one by one, and those that fit are read whole.</summary>
    private async ValueTask<(List<Job> Found, JobId? End)> SearchAsync(
        DbSession session, JobFilter filter, JobStatus? walk, JobId? after, int limit, CancellationToken ct)
    {
        var (ids, end) = await LookAsync(session, filter, walk, after, limit, ListWindow, ct);
        if (ids.Count == 0)
            return ([], end);
        Arg[] args = [Ids(ids), Arg.Of("limit", ids.Count), Arg.Of("window", ids.Count)];
        return (await session.ListAsync(_book["ListJobs"].With("ids"), args, Rows.Job, ct), end);
    }

    /// <summary>Looks at a window of jobs; what is found, and where it stopped looking before the end.</summary>
    private async ValueTask<(List<JobId> Found, JobId? End)> LookAsync(
        DbSession session, JobFilter filter, JobStatus? walk, JobId? after, int limit, int window, CancellationToken ct)
    {
        var (found, looked, characters) = (new List<JobId>(), 0, 0L);
        while (true)
        {
            var (reach, _, args) = LinesOf(filter, walk, after);
            if (filter.Config.Count > 0)
                reach.Add("config");
            args.Add(Arg.Of("window", SearchBatch));
            if (filter.Sort == JobSort.Oldest)
                reach.Add("up");
            var batch = await session.ListAsync(_book["SearchJobs"].With(reach), args, Rows.Searched, ct);
            foreach (var job in batch)
            {
                characters += job.Config.Length;
                if (!filter.Fits(job))
                    continue;
                found.Add(job.Id);
                if (found.Count >= limit)
                    return (found, null);
            }

            looked += batch.Count;
            if (batch.Count < SearchBatch)
                return (found, null);
            after = batch[^1].Id;
            if (looked >= window || (characters >= SearchedCharacters && window == ListWindow))
                return (found, after);
        }
    }

    /// <summary>The lines of ListJobs that a filter needs: where to look, what fits, and their parameters.</summary>
    private static (List<string> Reach, List<string> Narrow, List<Arg> Args) LinesOf(JobFilter filter, JobStatus? walk, JobId? after)
    {
        var (reach, narrow) = (new List<string>(), new List<string>());
        var args = new List<Arg>();
        Choose(reach, filter.Sort == JobSort.Oldest ? "behind" : "after", after is not null, () => Arg.Of("after", after!.Value.Value));
        Choose(reach, "id", filter.Id is not null, () => Id(filter.Id!.Value));
        Choose(reach, "org", filter.Org is not null, () => Arg.Of("org", filter.Org));
        Choose(reach, "origin", filter.Origin is not null, () => Arg.Of("origin", filter.Origin!.Value.Value));
        Choose(reach, "parent", filter.Parent is not null, () => Arg.Of("parent", filter.Parent!.Value.Value));
        Choose(reach, "error", filter.Error is not null, () => Arg.Of("error", filter.Error));
        Choose(reach, "status", walk is not null, () => Arg.Of("status", Words.Of(walk!.Value)));
        Choose(narrow, "types", filter.Types.Count > 0, () => Arg.Of("types", JsonRows.List(filter.Types)));
        Choose(narrow, "statuses", walk is null && filter.Statuses.Count > 0,
            () => Arg.Of("statuses", JsonRows.List(filter.Statuses.Select(Words.Of))));
        Choose(narrow, "sources", filter.Sources.Count > 0, () => Arg.Of("sources", JsonRows.List(filter.Sources.Select(Words.Of))));
        if (filter.From is { } from)
        {
            Choose(reach, "from", true, () => Arg.Of("from", from));
            args.Add(Arg.Of("first", Bound(from - ClockSlack, last: false)));
        }

        if (filter.To is { } to)
        {
            Choose(reach, "to", true, () => Arg.Of("to", to));
            args.Add(Arg.Of("last", Bound(to + ClockSlack, last: true)));
        }

        if (filter.Id is null && JobId.TryParse(filter.Search, null, out var id))
            Choose(narrow, "id", true, () => Id(id));
        else
            Choose(narrow, "name", !string.IsNullOrEmpty(filter.Search),
                () => Arg.Of("name", $"%{Escape(filter.Search!.ToLowerInvariant())}%"));

        return (reach, narrow, args);

        void Choose(List<string> lines, string line, bool wanted, Func<Arg> arg)
        {
            if (!wanted)
                return;
            lines.Add(line);
            args.Add(arg());
        }
    }

    /// <summary>The first or last id a submitter could have made at a time.</summary>
    private static Guid Bound(DateTimeOffset at, bool last)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Fill(last ? (byte)0xFF : (byte)0);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(0, at.ToUnixTimeMilliseconds()));
        time[2..].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
