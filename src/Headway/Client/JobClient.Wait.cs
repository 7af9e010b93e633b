using System.Text.Json;
using Headway.Live;
using Headway.Model;

namespace Headway.Client;

/// <summary>Waiting for what comes of a job.</summary>
public sealed partial class JobClient
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a job's result.</summary>
    /// <typeparam name="T">Shape of the result: of the finish part's output, or of the only item's.</typeparam>
    /// <param name="id">Which job.</param>
    /// <param name="atMost">How long; null: as long as it takes.</param>
    /// <param name="ct">Gives up waiting; the job goes on.</param>
    /// <returns>Default where the job was completed without a result.</returns>
    /// <exception cref="JobFailedException">It failed; carries the fault.</exception>
    /// <exception cref="JobCancelledException">It was cancelled.</exception>
    /// <exception cref="TimeoutException">The time passed; the job goes on.</exception>
    /// <exception cref="SubmissionException">There is no such job, or its result is of another shape.</exception>
    public async Task<T?> WaitAsync<T>(JobId id, TimeSpan? atMost = null, CancellationToken ct = default)
    {
        var job = await WaitAsync(id, atMost, ct);
        if (job.Status == JobStatus.Failed)
            throw new JobFailedException(job);
        if (job.Status == JobStatus.Cancelled)
            throw new JobCancelledException(job);
        try
        {
            return job.Result is { } result ? JsonSerializer.Deserialize<T>(result, _json) : default;
        }
        catch (JsonException e)
        {
            throw new SubmissionException("bad_result", $"The result of {id} is no {typeof(T).Name}: {e.Message}");
        }
    }

    /// <summary>Waits until a job has ended, however it ends. The feed says when to look; looking once a second is the truth.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="atMost">How long; null: as long as it takes.</param>
    /// <param name="ct">Gives up waiting; the job goes on.</param>
    /// <returns>The job as it ended.</returns>
    /// <exception cref="TimeoutException">The time passed; the job goes on.</exception>
    /// <exception cref="SubmissionException">There is no such job.</exception>
    public async Task<Job> WaitAsync(JobId id, TimeSpan? atMost = null, CancellationToken ct = default)
    {
        var started = _clock.GetTimestamp();
        using var place = feed?.Subscribe(); // taken before the first look, so that no end slips between
        while (true)
        {
            var job = await store.GetJobAsync(id, ct)
                ?? throw new SubmissionException("no_such_job", $"There is no job {id} to wait for.");
            if (job.Phase == JobPhase.Final)
                return job;
            var left = (atMost ?? Timeout.InfiniteTimeSpan) - _clock.GetElapsedTime(started);
            if (atMost is not null && left <= TimeSpan.Zero)
                throw new TimeoutException($"{id} is {job.Status.ToString().ToLowerInvariant()} after {atMost}; it goes on.");
            await HearAsync(place, id, atMost is not null && left < Poll ? left : Poll, ct);
        }
    }

    /// <summary>Waits for an event that may have ended a job, or for the time.</summary>
    private async ValueTask HearAsync(EventSubscription? place, JobId id, TimeSpan time, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(time, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            while (place is not null && await place.TakeAsync(either.Token) is { Count: > 0 } events)
            {
                if (place.TakeLagged() || events.Any(e => MayEnd(e.Kind) && e.Jobs.Any(change => change.JobId == id)))
                    return;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, either.Token); // no feed here, or it has closed
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // time to look
        }
    }

    private static bool MayEnd(JobEventKind kind) => kind is not (JobEventKind.Enqueued or JobEventKind.Claimed or JobEventKind.Progressed
        or JobEventKind.Promoted or JobEventKind.Paused or JobEventKind.Resumed or JobEventKind.Reprioritised
        or JobEventKind.Logged);
}
