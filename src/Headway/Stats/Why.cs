using System.Globalization;
using Headway.Model;

namespace Headway.Stats;

/// <summary>Why a job does not run: everything that stands in its way, what must go first first.</summary>
public static class Why
{
    /// <summary>Answers from the facts. A pure function; there is always at least one reason.</summary>
    public static IReadOnlyList<WhyReason> Not(WhyFacts facts)
    {
        var job = facts.Job;
        if (job.Phase == JobPhase.Final)
            return [Ended(job)];
        if (job.Counts.Running > 0 || job.Status is JobStatus.Running && job.Phase == JobPhase.Finish && facts.RetryAt is null)
            return [Runs(job)];
        if (job.Status == JobStatus.Preparing)
            return [new WhyReason("planning", "Its items are being enumerated; they start while that goes on.", null)];

        var reasons = new List<WhyReason>();
        People(facts, reasons);
        Times(facts, reasons);
        Guards(facts, reasons);
        if (reasons.Count == 0)
            reasons.Add(Workers(facts));
        return reasons;
    }

    private static WhyReason Ended(Job job) => job.Status switch
    {
        JobStatus.Completed when job.Counts.Failed > 0 =>
            new("ended", "It has ended, with errors.", "Retry the failed items, or rerun the errors as a new job."),
        JobStatus.Completed => new("ended", "It has ended: everything of it is done.", null),
        JobStatus.Failed => new("ended", "It has failed.", "See its fault and its items, then retry what failed."),
        _ => new("ended", "It was cancelled.", "Retry an item of it, or submit it again."),
    };

    private static WhyReason Runs(Job job) => job.Control == JobControl.Pause
        ? new WhyReason("pausing", $"It is paused; {Items(job.Counts.Running)} still to end.", "Resume it to let it go on.")
        : new WhyReason("running", job.Counts.Running > 0 ? $"It runs: {Items(job.Counts.Running)} in slots." : "It runs.", null);

    /// <summary>What a person or a program must do first.</summary>
    private static void People(WhyFacts facts, List<WhyReason> reasons)
    {
        if (facts.Job.Control == JobControl.Pause)
        {
            var by = facts.PausedBy is { } who ? $" by {who}" : "";
            reasons.Add(new WhyReason("paused", $"It was paused{by}.", "Resume it."));
        }

        foreach (var hold in facts.Holds)
        {
            var until = hold.Until is { } at ? $" until {Time(at)}" : "";
            var said = hold.Reason is { } reason ? $": {reason}" : "";
            reasons.Add(new WhyReason("held", $"The {hold.What} is paused{until}{said}.", $"Resume the {hold.What}."));
        }

        if (facts.DrivenByClient)
        {
            reasons.Add(new WhyReason("client_driven", "A client drives it: no worker takes anything of it.",
                "Call its process route, or drive it from its page."));
        }
    }

    /// <summary>What only waiting helps against.</summary>
    private static void Times(WhyFacts facts, List<WhyReason> reasons)
    {
        if (facts.WaitsFor.Count > 0)
        {
            var which = facts.WaitsFor.Count == 1 ? facts.WaitsFor[0].ToString()
                : string.Create(CultureInfo.InvariantCulture, $"{facts.WaitsFor[0]} and {facts.WaitsFor.Count - 1} more");
            reasons.Add(new WhyReason("waits_for_jobs", $"It comes after {which}.", "See why that does not run, or cancel it."));
        }

        if (facts.Job.Status == JobStatus.Scheduled && facts.Job.DueAt is { } due && due > facts.Now)
            reasons.Add(new WhyReason("not_due", $"It is due at {Time(due)}, in {Length(due - facts.Now)}.", null));
        if (facts.Job.Status == JobStatus.Retrying && facts.RetryAt is { } retry)
        {
            reasons.Add(new WhyReason("retry_wait", $"Its next attempt is due at {Time(retry)}, in {Length(retry - facts.Now)}.",
                "See the fault of its items; their next attempts come by themselves."));
        }
    }

    private static void Guards(WhyFacts facts, List<WhyReason> reasons)
    {
        foreach (var breaker in facts.Breakers)
        {
            reasons.Add(new WhyReason("circuit_open",
                breaker.Until is { } until
                    ? $"Calls to {breaker.Destination} fail, so none are made until {Time(until)}."
                    : $"Calls to {breaker.Destination} were stopped by a person.",
                breaker.Until is null
                    ? $"Let them go on with 'headway breakers close {breaker.Destination}'." : $"Look at {breaker.Destination}."));
        }

        foreach (var limit in facts.Limits)
        {
            reasons.Add(new WhyReason("limit_reached",
                string.Create(CultureInfo.InvariantCulture, $"The limit of {limit.Key} is reached: {limit.Used:N0} of {limit.Max:N0}."),
                "Wait for one to end, or raise the limit."));
        }
    }

    private static WhyReason Workers(WhyFacts facts)
    {
        var job = facts.Job;
        if (facts.Sessions.Count == 0)
            return new WhyReason("no_worker", "No worker is alive.", "Start one with 'headway serve' or 'headway work'.");
        var able = facts.Sessions.Where(one => one.Types.Contains(job.Type)).ToList();
        if (able.Count == 0)
        {
            return new WhyReason("no_worker_for_type", $"No live worker has a handler for {job.Type}.",
                "Start a worker of a version that has it.");
        }

        able = [.. able.Where(one => one.Queues.Contains(job.Queue))];
        if (able.Count == 0)
        {
            return new WhyReason("no_worker_for_queue", $"No live worker takes {job.Type} from the queue {job.Queue}.",
                $"Start a worker for the queue {job.Queue}.");
        }

        able = [.. able.Where(one => !one.Draining && facts.Now - one.BeatAt <= WorkerHealth.LateBeat)];
        if (able.Count == 0)
            return new WhyReason("workers_leaving", "Every worker for it drains or does not beat.", "Start another worker.");
        var (slots, busy) = (able.Sum(one => one.Slots), able.Sum(one => Math.Min(one.Busy, one.Slots)));
        if (busy < slots && facts.Ahead == 0)
            return new WhyReason("about_to_start", "It is next, and a slot is free: it starts in a moment.", null);
        var place = facts.Ahead >= Store.JobSurroundings.MostAhead ? "1,000 jobs or more are"
            : facts.Ahead == 1 ? "1 job is" : string.Create(CultureInfo.InvariantCulture, $"{facts.Ahead:N0} jobs are");
        return new WhyReason("slots_busy",
            string.Create(CultureInfo.InvariantCulture, $"{busy:N0} of {slots:N0} slots for it are busy; {place} before it."),
            "Start another worker, or raise its priority.");
    }

    private static string Items(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} item{(count == 1 ? " is" : "s are")}");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            { TotalDays: >= 2 } => (time.TotalDays, "days"),
            { TotalHours: >= 2 } => (time.TotalHours, "hours"),
            { TotalMinutes: >= 2 } => (time.TotalMinutes, "minutes"),
            _ => (Math.Max(0, time.TotalSeconds), "seconds"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}");
    }
}
