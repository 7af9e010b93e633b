using System.Collections.Frozen;

namespace Headway.Model;

/// <summary>
/// The five vocabularies as tables: our words into theirs for what is shown, and theirs into ours for filters.
/// Source: the status words of the five reference systems.
/// </summary>
public static class VocabularyMap
{
    private static readonly FrozenDictionary<Vocabulary, Column> Columns = new Dictionary<Vocabulary, Column>
    {
        [Vocabulary.Headway] = new(
            "scheduled", "queued", "preparing", "running", "paused", "retrying", "completed", "failed", "cancelled"),
        [Vocabulary.Mapademics] = new(
            "PENDING", "PENDING", "PROCESSING", "PROCESSING", "PENDING", "RETRYING", "COMPLETED", "FAILED", "CANCELLED", "PROCESSING"),
        [Vocabulary.Exlitem] = new(
            "Pending", "Pending", "Running", "Running", "Pending", "Pending", "Success", "Failed", "Cancelled"),
        [Vocabulary.AudienceGpt] = new(
            "pending", "pending", "processing", "processing", "pending", "processing", "completed", "failed", "cancelled", "processing"),
        [Vocabulary.Compileo] = new(
            "scheduled", "pending", "running", "running", "pending", "pending", "completed", "failed", "cancelled"),
        [Vocabulary.Vectense] = new(
            "queued", "queued", "preparing", "running", "paused", "queued", "completed", "failed", "cancelled"),
    }.ToFrozenDictionary();

    extension(Vocabulary vocabulary)
    {
        /// <summary>The word for a job's status.</summary>
        /// <param name="status">Ours.</param>
        /// <param name="started">Whether any attempt of it has ever started; two vocabularies show a paused job by it.</param>
        /// <returns>In the vocabulary's own case.</returns>
        public string Word(JobStatus status, bool started)
        {
            var column = Columns[vocabulary];
            return status == JobStatus.Paused && started ? column.PausedOnceStarted : column.Words[(int)status];
        }

        /// <summary>The word for a job.</summary>
        public string Word(Job job) => vocabulary.Word(job.Status, started: job.StartedAt is not null);

        /// <summary>The word for an item's state.</summary>
        /// <returns>
        /// In the vocabulary's own case. Our own ten words, Mapademics' item words; the others have none for items and get their job words.
        /// </returns>
        public string Word(ItemState state) => vocabulary == Vocabulary.Headway
            ? OurWord(state)
            : Columns[vocabulary].Words[(int)StatusOf(state)];

        /// <summary>Which of our statuses a word of this vocabulary may stand for; how filters are turned round.</summary>
        /// <param name="word">Any case.</param>
        /// <returns>
        /// In the order of our words; empty where the vocabulary has no such word. Where paused jobs have two words they are found by both.
        /// </returns>
        public IReadOnlyList<JobStatus> Statuses(string word)
        {
            var column = Columns[vocabulary];
            return [.. Enum.GetValues<JobStatus>().Where(status =>
                Same(column.Words[(int)status], word) || (status == JobStatus.Paused && Same(column.PausedOnceStarted, word)))];
        }

        /// <summary>Which item states a word of this vocabulary stands for.</summary>
        /// <param name="word">Any case.</param>
        /// <returns>In the order of our words; empty where the vocabulary has no such word.</returns>
        public IReadOnlyList<ItemState> States(string word) =>
            [.. Enum.GetValues<ItemState>().Where(state => Same(vocabulary.Word(state), word))];

        /// <summary>The words of this vocabulary, each once, in the order of our statuses.</summary>
        public IReadOnlyList<string> Words => [.. Columns[vocabulary].Words.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Exlitem's word for a task execution, which is an attempt of ours; a lost one failed.</summary>
    /// <returns>Null for a released attempt, which never ran to an end and is not listed there.</returns>
    public static string? ExlitemWord(this AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed => "Success",
        AttemptOutcome.Failed or AttemptOutcome.Lost => "Failed",
        AttemptOutcome.Cancelled => "Cancelled",
        _ => null,
    };

    /// <summary>AudienceGPT's counters: success = completed, error = failed and quarantined, skip = skipped.</summary>
    public static (int Success, int Error, int Skip) AudienceGptCounters(this JobCounts counts) =>
        (counts.Completed, counts.Failed, counts.Skipped);

    private static string OurWord(ItemState state) => state switch
    {
        ItemState.Blocked => "blocked",
        ItemState.Scheduled => "scheduled",
        ItemState.Ready => "ready",
        ItemState.Running => "running",
        ItemState.Retrying => "retrying",
        ItemState.Completed => "completed",
        ItemState.Skipped => "skipped",
        ItemState.Failed => "failed",
        ItemState.Cancelled => "cancelled",
        ItemState.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of an item"),
    };

    /// <summary>The status whose word an item borrows.</summary>
    private static JobStatus StatusOf(ItemState state) => state switch
    {
        ItemState.Scheduled => JobStatus.Scheduled,
        ItemState.Blocked or ItemState.Ready => JobStatus.Queued,
        ItemState.Running => JobStatus.Running,
        ItemState.Retrying => JobStatus.Retrying,
        ItemState.Completed or ItemState.Skipped => JobStatus.Completed,
        ItemState.Failed or ItemState.Quarantined => JobStatus.Failed,
        ItemState.Cancelled => JobStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of an item"),
    };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>One vocabulary: a word for each of our statuses, in their order, and for a paused job that had started.</summary>
    private sealed class Column
    {
        public Column(
            string scheduled, string queued, string preparing, string running, string paused, string retrying,
            string completed, string failed, string cancelled, string? pausedOnceStarted = null)
        {
            Words = [scheduled, queued, preparing, running, paused, retrying, completed, failed, cancelled];
            PausedOnceStarted = pausedOnceStarted ?? paused;
        }

        public string[] Words { get; }

        public string PausedOnceStarted { get; }
    }
}
