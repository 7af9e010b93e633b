using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Unique keys, and requests that may be repeated.</summary>
public sealed partial class SqlJobStore : IRequestStore
{
    /// <inheritdoc/>
    public async ValueTask<KeptRequest> KeepRequestAsync(
        string org, string key, string hash, Guid id, TimeSpan keep, CancellationToken ct)
    {
        KeptRequest? kept = null;
        Arg[] args = [Arg.Of("org", org), Arg.Of("key", key), Arg.Of("hash", hash), Arg.Of("id", id), Arg.Of("keep", keep)];
        await CommandAsync((session, token) => session.SendAsync(
            Pages("KeepRequest", "GetRequest"), args, (_, row) => kept = ReadRequest(row), token), ct);
        return kept!;
    }

    /// <inheritdoc/>
    public async ValueTask<KeptRequest?> AnswerRequestAsync(
        string org, string key, Guid id, RequestAnswer answer, CancellationToken ct)
    {
        KeptRequest? kept = null;
        Arg[] args =
        [
            Arg.Of("org", org), Arg.Of("key", key), Arg.Of("id", id), Arg.Of("status", answer.Status),
            Arg.Of("location", answer.Location), Arg.Of("answer", answer.Body),
        ];
        await CommandAsync((session, token) =>
        {
            kept = null;
            return session.SendAsync(Pages("AnswerRequest", "GetRequest"), args, (_, row) => kept = ReadRequest(row), token);
        }, ct);
        return kept;
    }

    /// <inheritdoc/>
    public ValueTask<int> ForgetRequestsAsync(TimeSpan keep, CancellationToken ct) =>
        CommandAsync((session, token) => session.RunAsync(_book["ForgetRequests"], [Arg.Of("keep", keep)], token), ct);

    /// <summary>Accepts jobs of which some have unique keys: first the keys are settled, then those that have theirs are written.</summary>
    private async ValueTask<JobId[]> AcceptKeyedAsync(DbSession session, IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        var first = new Dictionary<(string, string, string), int>();
        using var rows = new JsonRows();
        using var all = new JsonRows();
        foreach (var (n, accepted) in jobs.Index())
        {
            if (accepted.Job.UniqueKey is not { } key)
                continue;
            Add(all, n, accepted, key);
            if (first.TryAdd((accepted.Job.Org, accepted.Job.Type, key), n))
                Add(rows, n, accepted, key);
        }

        var answer = jobs.Select(job => job.Id).ToArray();
        Arg[] asked = [rows.ToArg("keys")];
        await session.SendAsync(Pages("TakeKeys", "LockKeys", "ReclaimKeys"), asked, null, ct);
        await session.SendAsync(
            Pages("HeldKeys"), [all.ToArg("keys")], (_, row) => answer[row.GetInt32(0)] = new JobId(row.GetGuid(1)), ct);
        var standing = jobs.Where((job, n) => job.Id == answer[n]).ToList();
        if (standing.Count > 0)
            await AddJobsAsync(session, standing, ct);
        return answer;

        static void Add(JsonRows rows, int n, EnqueuedJob job, string key) =>
            rows.Row().Add("n", n).Add("id", job.Id).Add("org", job.Job.Org).Add("type", job.Job.Type).Add("key", key);
    }

    /// <summary>
    /// Lets a job that is about to be opened again have its key back; false where another open job has it. A job without one always may.
    /// </summary>
    private async ValueTask<bool> KeepKeyAsync(DbSession session, JobId id, CancellationToken ct)
    {
        var keys = await session.ListAsync(_book["LockKey"], [Id(id)], row => row.GetGuid(0), ct);
        return keys.Count == 0 || await session.RunAsync(_book["KeepKey"], [Id(id)], ct) > 0;
    }

    private static KeptRequest ReadRequest(System.Data.Common.DbDataReader row) =>
        new(row.GetString(0), row.GetGuid(1),
            row.IsDBNull(4) ? null : new RequestAnswer(row.GetInt32(2), row.GetString(3), row.GetString(4)));
}
