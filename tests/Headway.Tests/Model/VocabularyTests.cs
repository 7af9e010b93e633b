using Headway.Model;

namespace Headway.Tests.Model;

public sealed class VocabularyTests
{
    [Theory]
    [InlineData(JobStatus.Scheduled, "PENDING", "Pending", "pending", "scheduled", "queued")]
    [InlineData(JobStatus.Queued, "PENDING", "Pending", "pending", "pending", "queued")]
    [InlineData(JobStatus.Preparing, "PROCESSING", "Running", "processing", "running", "preparing")]
    [InlineData(JobStatus.Running, "PROCESSING", "Running", "processing", "running", "running")]
    [InlineData(JobStatus.Paused, "PENDING", "Pending", "pending", "pending", "paused")]
    [InlineData(JobStatus.Retrying, "RETRYING", "Pending", "processing", "pending", "queued")]
    [InlineData(JobStatus.Completed, "COMPLETED", "Success", "completed", "completed", "completed")]
    [InlineData(JobStatus.Failed, "FAILED", "Failed", "failed", "failed", "failed")]
    [InlineData(JobStatus.Cancelled, "CANCELLED", "Cancelled", "cancelled", "cancelled", "cancelled")]
    public void nine_statuses_in_five_vocabularies(
        JobStatus status, string mapademics, string exlitem, string audienceGpt, string compileo, string vectense)
    {
        Assert.Equal(mapademics, Vocabulary.Mapademics.Word(status, started: false));
        Assert.Equal(exlitem, Vocabulary.Exlitem.Word(status, started: false));
        Assert.Equal(audienceGpt, Vocabulary.AudienceGpt.Word(status, started: false));
        Assert.Equal(compileo, Vocabulary.Compileo.Word(status, started: false));
        Assert.Equal(vectense, Vocabulary.Vectense.Word(status, started: false));
        Assert.Equal(status.ToString().ToLowerInvariant(), Vocabulary.Headway.Word(status, started: false));
    }

    [Fact]
    public void paused_job_that_had_started_is_processing_where_there_is_no_word_for_paused()
    {
        Assert.Equal("PROCESSING", Vocabulary.Mapademics.Word(JobStatus.Paused, started: true));
        Assert.Equal("processing", Vocabulary.AudienceGpt.Word(JobStatus.Paused, started: true));
        Assert.Equal("Pending", Vocabulary.Exlitem.Word(JobStatus.Paused, started: true));
        Assert.Equal("pending", Vocabulary.Compileo.Word(JobStatus.Paused, started: true));
        Assert.Equal("paused", Vocabulary.Vectense.Word(JobStatus.Paused, started: true));
        Assert.Equal("RETRYING", Vocabulary.Mapademics.Word(JobStatus.Retrying, started: true));
    }

    [Fact]
    public void job_gives_its_status_and_whether_it_has_started()
    {
        var job = new Job
        {
            Id = default,
            Org = "o",
            Type = "t",
            Queue = "q",
            Config = "{}",
            Labels = new Dictionary<string, string>(),
            Status = JobStatus.Paused,
        };
        Assert.Equal("PENDING", Vocabulary.Mapademics.Word(job));
        Assert.Equal("PROCESSING", Vocabulary.Mapademics.Word(job with { StartedAt = DateTimeOffset.UnixEpoch }));
    }

    [Theory]
    [InlineData(Vocabulary.Headway, "retrying", "Retrying")]
    [InlineData(Vocabulary.Mapademics, "PENDING", "Scheduled,Queued,Paused")]
    [InlineData(Vocabulary.Mapademics, "processing", "Preparing,Running,Paused")]
    [InlineData(Vocabulary.Mapademics, "RETRYING", "Retrying")]
    [InlineData(Vocabulary.Exlitem, "Pending", "Scheduled,Queued,Paused,Retrying")]
    [InlineData(Vocabulary.Exlitem, "Success", "Completed")]
    [InlineData(Vocabulary.AudienceGpt, "processing", "Preparing,Running,Paused,Retrying")]
    [InlineData(Vocabulary.AudienceGpt, "pending", "Scheduled,Queued,Paused")]
    [InlineData(Vocabulary.Compileo, "pending", "Queued,Paused,Retrying")]
    [InlineData(Vocabulary.Compileo, "scheduled", "Scheduled")]
    [InlineData(Vocabulary.Vectense, "queued", "Scheduled,Queued,Retrying")]
    [InlineData(Vocabulary.Vectense, "PAUSED", "Paused")]
    [InlineData(Vocabulary.Vectense, "success", "")]
    [InlineData(Vocabulary.Headway, "", "")]
    public void filters_turn_words_round(Vocabulary vocabulary, string word, string statuses) =>
        Assert.Equal(
            statuses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<JobStatus>), vocabulary.Statuses(word));

    [Fact]
    public void every_status_is_found_by_the_word_it_shows()
    {
        foreach (var vocabulary in Enum.GetValues<Vocabulary>())
        {
            foreach (var status in Enum.GetValues<JobStatus>())
            {
                Assert.Contains(status, vocabulary.Statuses(vocabulary.Word(status, started: false)));
                Assert.Contains(status, vocabulary.Statuses(vocabulary.Word(status, started: true)));
                Assert.Contains(vocabulary.Word(status, started: true), vocabulary.Words);
            }
        }
    }

    [Theory]
    [InlineData(ItemState.Blocked, "PENDING")]
    [InlineData(ItemState.Scheduled, "PENDING")]
    [InlineData(ItemState.Ready, "PENDING")]
    [InlineData(ItemState.Running, "PROCESSING")]
    [InlineData(ItemState.Retrying, "RETRYING")]
    [InlineData(ItemState.Completed, "COMPLETED")]
    [InlineData(ItemState.Skipped, "COMPLETED")]
    [InlineData(ItemState.Failed, "FAILED")]
    [InlineData(ItemState.Quarantined, "FAILED")]
    [InlineData(ItemState.Cancelled, "CANCELLED")]
    public void ten_item_states_in_the_words_of_mapademics(ItemState state, string word)
    {
        Assert.Equal(word, Vocabulary.Mapademics.Word(state));
        Assert.Equal(state.ToString().ToLowerInvariant(), Vocabulary.Headway.Word(state));
        Assert.Contains(state, Vocabulary.Mapademics.States(word.ToLowerInvariant()));
        Assert.Equal([state], Vocabulary.Headway.States(state.ToString()));
    }

    [Fact]
    public void item_filters_turn_words_round()
    {
        Assert.Equal([ItemState.Blocked, ItemState.Scheduled, ItemState.Ready], Vocabulary.Mapademics.States("PENDING"));
        Assert.Equal([ItemState.Failed, ItemState.Quarantined], Vocabulary.AudienceGpt.States("failed"));
        Assert.Empty(Vocabulary.Mapademics.States("DONE"));
    }

    [Fact]
    public void task_executions_have_exlitems_words_and_counters_audiencegpts()
    {
        Assert.Equal(
            ["Success", "Failed", "Failed", null, "Cancelled"], Enum.GetValues<AttemptOutcome>().Select(outcome => outcome.ExlitemWord()));
        Assert.Equal((4, 5, 6), new JobCounts(30, 1, 2, 3, 4, 5, 6, 7).AudienceGptCounters());
    }
}
