using System.Text.Json;
using CsCheck;
using Headway.Model;
using Headway.Sim;

namespace Headway.Tests.Model;

public sealed class JobIdTests
{
    [Fact]
    public void any_id_reads_back_from_both_forms() => Gen.Guid.Sample(guid =>
    {
        var id = new JobId(guid);
        var text = id.ToString();
        Assert.Equal(31, text.Length);
        Assert.Equal(id, JobId.Parse(text, null));
        Assert.Equal(id, JobId.Parse(text.ToUpperInvariant().Replace("JOB_", "job_", StringComparison.Ordinal), null));
        Assert.Equal(id, JobId.Parse(guid.ToString(), null));
        Assert.Equal(id, JobId.Parse(guid.ToString("N").ToUpperInvariant(), null));
        Assert.Equal(id, JsonSerializer.Deserialize<JobId>(JsonSerializer.Serialize(id)));
    });

    [Fact]
    public void text_and_value_sort_alike() => Gen.Select(Gen.Guid, Gen.Guid).Sample((a, b) =>
    {
        var (x, y) = (new JobId(a), new JobId(b));
        Assert.Equal(Math.Sign(string.CompareOrdinal(x.ToString(), y.ToString())), Math.Sign(x.CompareTo(y)));
        Assert.Equal(x.CompareTo(y) < 0, x < y);
        Assert.Equal(x.CompareTo(y) > 0, x > y);
        Assert.Equal(x.CompareTo(y) <= 0, x <= y);
        Assert.Equal(x.CompareTo(y) >= 0, x >= y);
    });

    [Fact]
    public void known_id_has_a_known_form()
    {
        var id = JobId.Parse("019bff57-cc00-7abc-8def-0123456789ab", null);
        Assert.Equal("job_01kfznfk00_fay8vvr14d2pf2db", id.ToString());
        Assert.Equal("\"job_01kfznfk00_fay8vvr14d2pf2db\"", JsonSerializer.Serialize(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("job_")]
    [InlineData("job_01kfznfk00")]
    [InlineData("job_01kfznfk00-fay8vvr14d2pf2db")]
    [InlineData("tsk_01kfznfk00_fay8vvr14d2pf2db")]
    [InlineData("job_01kfznfk00_fay8vvr14d2pf2dbx")]
    [InlineData("job_01kfznfk00_uay8vvr14d2pf2db")]
    [InlineData("job_zzzzzzzzzz_fay8vvr14d2pf2db")]
    [InlineData("019bff57-cc00-7abc-8def-0123456789a")]
    [InlineData("' OR 1=1 --")]
    public void what_is_not_an_id_is_refused(string text)
    {
        Assert.False(JobId.TryParse(text, null, out var id));
        Assert.Equal(default, id);
        Assert.Throws<FormatException>(() => JobId.Parse(text, null));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JobId>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void nothing_is_not_an_id() => Assert.False(JobId.TryParse((string?)null, null, out _));

    [Fact]
    public void later_ids_sort_later()
    {
        var clock = new SimClock();
        var ids = new IdSource(clock, new Random(1));
        var made = new List<JobId>();
        for (var i = 0; i < 100; i++)
        {
            made.Add(ids.NewJobId());
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Select(id => id.ToString()).Order(StringComparer.Ordinal), made.Select(id => id.ToString()));
    }
}
