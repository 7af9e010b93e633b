using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Simple jobs of one or more submissions, as columns.</summary>
internal sealed class SimpleJobs
{
    private readonly IReadOnlyList<EnqueuedJob> _jobs;

    public SimpleJobs(IReadOnlyList<EnqueuedJob> jobs) => _jobs = jobs;

    /// <summary>Whether all of a submission are jobs of one row with nothing beside it.</summary>
    public static bool AreAll(IReadOnlyList<EnqueuedJob> jobs)
    {
        foreach (var job in jobs)
        {
            if (job is not { HasPlan: false, HasFinish: false, LetsEnd: false, Expected: null, HasFamily: false, TimeLimit: null }
                || job.Job is not
                {
                    Items: null, DryRun: false, Origin: null, UniqueKey: null, ScheduleId: null, LimitKey: null, Drive: JobDrive.Worker,
                    Notices: null,
                })
                return false;
        }

        return true;
    }

    /// <summary>Writes them where they are not there yet, with their event.</summary>
    /// <returns>False where nothing may be kept of it: some were there already, and which is to be found out the long way.</returns>
    public async ValueTask<bool> WriteAsync(DbSession session, Book book, CancellationToken ct)
    {
        var columns = Columns();
        if (session.Dialect == Dialect.Postgres)
        {
            await session.SendAsync([book["EnqueueSimple"]], columns, null, ct);
            return true;
        }

        var now = await session.FirstAsync(book["Now"], [], row => row.GetInt64(0), ct);
        if (await session.SendAsync([book["EnqueueSimple"]], [.. columns, Arg.Of("now", now)], null, ct) < _jobs.Count)
            return false;
        foreach (var actor in _jobs.GroupBy(job => job.Job.CreatedBy))
        {
            var changes = new JobChanges();
            foreach (var job in actor)
                changes.Add(job.Job.Org, job.Id.Value, 1);
            await session.SendAsync([book["EnqueueSimpleEvent"]], [.. changes.Args("enqueued", now), Arg.Of("actor", actor.Key)], null, ct);
        }

        return true;
    }

    private Arg[] Columns()
    {
        var count = _jobs.Count;
        var (ids, dues) = (new Guid[count], new long?[count]);
        var (orgs, queues, types, names, bys) = (new string?[count], new string?[count], new string?[count], new string?[count],
            new string?[count]);
        var (configs, labels, sources) = (new string?[count], new string?[count], new string?[count]);
        var (priorities, chunks, attempts) = (new int[count], new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var job = _jobs[i].Job;
            (ids[i], orgs[i], queues[i], types[i]) = (_jobs[i].Id.Value, JsonRows.Clean(job.Org), JsonRows.Clean(job.Queue),
                JsonRows.Clean(job.Type));
            (names[i], bys[i], configs[i]) = (JsonRows.Clean(job.Name), JsonRows.Clean(job.CreatedBy), JsonRows.Clean(job.Config));
            (labels[i], sources[i]) = (LabelsOf(job), Words.Of(job.Source));
            (priorities[i], chunks[i], attempts[i]) = (job.Priority, _jobs[i].Chunk, _jobs[i].MaxAttempts);
            dues[i] = job.DueAt is { } due ? Micros.Of(due) : null;
        }

        return
        [
            Arg.Column("id", ids), Arg.Column("org", orgs), Arg.Column("queue", queues), Arg.Column("type", types),
            Arg.Column("name", names), Arg.Column("by", bys), Arg.Column("source", sources),
            Arg.Column("priority", priorities), Arg.Column("config", configs), Arg.Column("labels", labels),
            Arg.Column("chunk", chunks), Arg.Column("attempts", attempts), Arg.Column("due", dues),
        ];
    }

    internal static string LabelsOf(NewJob job) => job.Labels is { Count: > 0 } labels
        ? JsonSerializer.Serialize(labels, StoreJson.Default.IReadOnlyDictionaryStringString) : "{}";
}
