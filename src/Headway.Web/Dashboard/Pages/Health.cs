using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>The state of everything as one sentence, and what to do about it.</summary>
/// <param name="Tone"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Sentence">What is.</param>
/// <param name="More">What it means, or what to do.</param>
/// <param name="Workers">Workers alive.</param>
/// <param name="Busy">Slots in use.</param>
/// <param name="Slots">Slots there are.</param>
public sealed record Health(string Tone, string Sentence, string More, int Workers, int Busy, int Slots)
{
    /// <summary>A worker that has not beaten for this long is unhealthy.</summary>
    public static readonly TimeSpan HealthyBeat = TimeSpan.FromSeconds(20);

    /// <summary>The sentence with how many things need somebody added to it, and the first of them in place of what it meant.</summary>
    public Health With(IReadOnlyList<Attention> needs) => needs.Count == 0
        ? this
        : this with
        {
            Tone = Tone == "ok" ? "warn" : Tone,
            Sentence = $"{Sentence} · {(needs.Count == 1 ? "1 thing needs" : $"{needs.Count} things need")} you",
            More = Tone == "ok" ? $"{needs[0].Title}." : More,
        };

    /// <summary>Reads the counts and the sessions as a person would.</summary>
    public static Health Of(IReadOnlyDictionary<JobStatus, long> counts, IReadOnlyList<WorkerSession> sessions, DateTimeOffset now)
    {
        var alive = sessions.Where(session => session.EndedAt is null && now - session.BeatAt <= HealthyBeat).ToList();
        var silent = sessions.Count(session => session.EndedAt is null && now - session.BeatAt > HealthyBeat);
        var moving = N(JobStatus.Running) + N(JobStatus.Preparing);
        var waiting = N(JobStatus.Queued) + N(JobStatus.Retrying);
        var paused = N(JobStatus.Paused);
        var (tone, sentence, more) = (alive.Count, moving + waiting) switch
        {
            (0, > 0) => ("bad", $"No worker is running, and {Jobs(moving + waiting)} {(moving + waiting == 1 ? "waits" : "wait")}",
                "Start one with “headway work”, or restart the server without --no-worker. Nothing is lost meanwhile."),
            (0, _) => ("warn", "No worker is running", "Nothing waits now; what is submitted will wait until one starts."),
            _ when silent > 0 => ("warn", $"{silent} {(silent == 1 ? "worker has" : "workers have")} gone silent",
                "Its items run again elsewhere within 25 seconds of its last beat."),
            (_, 0) when paused > 0 => ("ok", "All quiet", $"{Jobs(paused)} paused, waiting for somebody to resume."),
            (_, 0) => ("ok", "All quiet", "Every job has ended; the workers wait for new ones."),
            _ when moving == 0 => ("ok", $"{Jobs(waiting)} waiting to start", "A worker takes the next one in a moment."),
            _ => ("ok", $"All moving: {Jobs(moving)} running", waiting > 0 ? $"{Jobs(waiting)} more in line." : "Nothing waits in line."),
        };
        return new Health(tone, sentence, more, alive.Count, alive.Sum(session => session.Busy), alive.Sum(session => session.Slots));

        long N(JobStatus status) => counts.GetValueOrDefault(status);
        static string Jobs(long n) => n == 1 ? "1 job" : $"{Words.Count(n)} jobs";
    }
}
