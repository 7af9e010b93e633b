using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Finds what needs somebody. Pure functions over facts; the worst first.</summary>
internal static class AttentionList
{
    private const int EnoughFailures = 5;
    private const double MuchFails = 0.2;
    private const int LongLine = 20;
    private const int FailedShown = 3;
    private const int BreakersShown = 3;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(30);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Attention> Of(AttentionFacts facts) =>
    [
        .. NoWorker(facts).Concat(SickWorkers(facts)).Concat(Stuck(facts)).Concat(Failing(facts)).Concat(FailedJobs(facts))
            .Concat(NotCalled(facts)).Concat(Regressed(facts))
            .Concat(Held(facts)).Concat(LongLines(facts)).Concat(Slow(facts)).Concat(Retrying(facts))
            .OrderBy(one => one.Tone == "bad" ? 0 : 1),
    ];

    private static IEnumerable<Attention> NoWorker(AttentionFacts facts)
    {
        var alive = facts.Workers.Where(worker => worker.Health.State is "healthy" or "draining").Select(worker => worker.Session).ToList();
        foreach (var work in facts.Waiting.Where(work => work.Count > 0))
        {
            if (alive.Any(one => one.Queues.Contains(work.Queue) && one.Types.Contains(work.Type)))
                continue;
            var what = alive.Count == 0 ? "No worker is alive" : $"No worker takes {work.Type} from the queue {work.Queue}";
            yield return new Attention($"no-worker:{work.Queue}:{work.Type}", "bad", what,
                $"{Jobs(work.Count)} of {work.Type} {(work.Count == 1 ? "waits" : "wait")} in {work.Queue}. "
                + "Start one with “headway work”; nothing is lost.", "jobs?status=queued", "What waits");
        }
    }

    private static IEnumerable<Attention> SickWorkers(AttentionFacts facts) =>
        facts.Workers.Where(worker => worker.Health.State == "unhealthy").Select(worker => new Attention(
            $"worker:{worker.Session.Id}", "bad", $"Worker {worker.Session.Worker} is unhealthy", worker.Health.Reason ?? "",
            "workers", "Its session"));

    private static IEnumerable<Attention> Stuck(AttentionFacts facts) =>
        facts.Running.Where(job => facts.Outlooks.GetValueOrDefault(job.Id).Stuck).Select(job => new Attention(
            $"stuck:{job.Id}", "bad", $"“{Words.NameOf(job)}” is stuck",
            $"Nothing of it has moved for {Words.Span(facts.Now - job.ActiveAt)}. Its page says why, and can cancel it.",
            $"jobs/{job.Id}", "Look into it"));

    private static IEnumerable<Attention> Slow(AttentionFacts facts) =>
        facts.Running.Where(job => facts.Outlooks.GetValueOrDefault(job.Id) is { Slow: true, Stuck: false }).Take(FailedShown)
            .Select(job => new Attention($"slow:{job.Id}", "warn", $"“{Words.NameOf(job)}” is slower than usual",
                "It takes longer than 19 of 20 of its type.", $"jobs/{job.Id}", "Look into it"));

    private static IEnumerable<Attention> Failing(AttentionFacts facts) =>
        from row in facts.LastHour
        let failed = row.Failed + row.Retried
        let total = failed + row.Completed + row.Skipped
        where failed >= EnoughFailures && failed >= MuchFails * total
        orderby failed descending
        select new Attention($"failing:{row.Key}", failed * 2 >= total ? "bad" : "warn", $"{row.Key} is failing",
            $"{Words.Count(failed)} of {Words.Count(total)} attempts failed in the last hour, {Words.Percent(100.0 * failed / total)}.",
            $"tasks?status=failed&name={Uri.EscapeDataString(row.Key)}&period=1h", "The failures");

    private static IEnumerable<Attention> FailedJobs(AttentionFacts facts)
    {
        var failed = facts.Failed.Where(job => facts.Now - job.FinishedAt < Lately).ToList();
        foreach (var job in failed.Take(FailedShown))
        {
            yield return new Attention($"failed:{job.Id}", "warn", $"“{Words.NameOf(job)}” failed",
                job.Fault?.Message ?? $"{Words.Count(job.Counts.Failed)} of {Words.Count(job.Counts.Total)} items failed.",
                $"jobs/{job.Id}", "Look into it")
            { Retry = job.Counts.Failed > 0 ? job.Id : null };
        }

        if (failed.Count > FailedShown)
        {
            yield return new Attention("failed:more", "warn", $"{failed.Count - FailedShown} more jobs failed in the last hour",
                "The list has them all.", "jobs?status=failed", "All failed jobs");
        }
    }

    private static IEnumerable<Attention> NotCalled(AttentionFacts facts)
    {
        foreach (var one in facts.Breakers.Take(BreakersShown))
        {
            yield return new Attention($"breaker:{one.Org}:{one.Destination}", "bad", $"{one.Destination} is not called",
                $"{one.Reason ?? "Somebody stopped it"}. Jobs that would call it wait and lose no attempt; "
                + (one.ProbeAt is null ? "somebody has to let calls go on." : "it is tried every few seconds."), "queues", "Destinations");
        }

        if (facts.Breakers.Count > BreakersShown)
        {
            yield return new Attention("breaker:more", "bad", $"{facts.Breakers.Count - BreakersShown} more destinations are not called",
                "The list has them all.", "queues", "Destinations");
        }
    }

    private static IEnumerable<Attention> Regressed(AttentionFacts facts) => facts.Regressed.Select(one => new Attention(
        $"regressed:{one.Print}", "warn", $"{one.Code} is back",
        $"“{one.Pattern}” was resolved{(one.Actor is { } actor ? $" by {actor}" : "")} and has happened again.",
        $"errors?state=regressed&error={one.Print}", "The error"));

    private static IEnumerable<Attention> Held(AttentionFacts facts) =>
        from hold in facts.Holds
        let waits = facts.Waiting.Where(work => (hold.Kind == HoldKind.Queue ? work.Queue : work.Type) == hold.Name).Sum(work => work.Count)
        where waits > 0
        select new Attention($"held:{hold.Kind}:{hold.Name}:{hold.Org}", "warn",
            $"The {Words.Slug(hold.Kind)} {hold.Name} is paused, and {Jobs(waits)} {(waits == 1 ? "waits" : "wait")}",
            hold.Reason ?? (hold.Until is null ? "Until somebody resumes it." : "It resumes by itself."),
            "queues", "Queues")
        {
            Lift = hold,
        };

    private static IEnumerable<Attention> LongLines(AttentionFacts facts)
    {
        foreach (var queue in facts.Waiting.GroupBy(work => work.Queue))
        {
            var waits = queue.Sum(work => work.Count);
            var started = facts.LastHourOfQueues.FirstOrDefault(row => row.Key == queue.Key)?.Started ?? 0;
            if (waits < LongLine || started == 0 || Lately * ((double)waits / started) is var left && left < TooLong)
                continue;
            yield return new Attention($"line:{queue.Key}", "warn", $"The queue {queue.Key} is long",
                $"{Jobs(waits)} wait; at the pace of the last hour the last of them starts in {Words.Span(left)}. "
                + "More slots or workers help.", "queues", "Queues");
        }
    }

    private static IEnumerable<Attention> Retrying(AttentionFacts facts)
    {
        if (facts.Retrying > 0)
        {
            yield return new Attention("retrying", "warn",
                $"{Jobs(facts.Retrying)} {(facts.Retrying == 1 ? "waits" : "wait")} for another attempt",
                "Everything that is left of them has failed at least once. They go on by themselves.",
                "jobs?status=retrying", "These jobs");
        }
    }

    private static string Jobs(long n) => n == 1 ? "1 job" : n > 1000 ? "more than 1,000 jobs" : $"{Words.Count(n)} jobs";
}
