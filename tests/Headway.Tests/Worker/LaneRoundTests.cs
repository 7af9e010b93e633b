using Headway.Model;
using Headway.Store;
using Headway.Worker;

namespace Headway.Tests.Worker;

public sealed class LaneRoundTests
{
    private static readonly Lane A1 = new("default", "one", "a");
    private static readonly Lane A2 = new("default", "two", "a");
    private static readonly Lane B1 = new("default", "one", "b");
    private readonly LaneRound _round = new();

    [Fact]
    public void organisations_take_turns_however_many_lanes_one_has()
    {
        _round.Open([A1, A2, B1]);
        Assert.Equal([A1, B1, A2, B1, A1, B1], Enumerable.Range(0, 6).Select(_ => _round.Next().Lane));
    }

    [Fact]
    public void turns_are_remembered_when_the_lanes_are_asked_for_again()
    {
        var served = new List<Lane>();
        for (var i = 0; i < 6; i++)
        {
            _round.Open([A1, A2, B1]);
            served.Add(_round.Next().Lane);
        }

        Assert.Equal([A1, B1, A2, B1, A1, B1], served);
    }

    [Fact]
    public void job_gives_one_chunk_at_first_and_more_only_where_slots_stay_empty()
    {
        _round.Open([A1]);
        var asked = new List<int>();
        for (var room = 8; room > 0;)
        {
            var (lane, each) = _round.Next();
            asked.Add(each);
            var got = Math.Min(each, room);
            _round.Answered(Request(lane, room, each), Chunks(new JobId(Guid.CreateVersion7()), got));
            room -= got;
        }

        Assert.Equal([1, 2, 4, 8], asked);
    }

    [Fact]
    public void lane_that_gave_all_it_had_is_left_out()
    {
        _round.Open([A1, B1]);
        _round.Answered(Request(A1, 4, 2), Chunks(new JobId(Guid.CreateVersion7()), 1));
        Assert.Equal(1, _round.Count);
        Assert.Equal(B1, _round.Next().Lane);
    }

    private static ClaimRequest Request(Lane lane, int room, int each) => new(Guid.Empty, Guid.Empty, lane, room, each);

    private static List<ClaimedChunk> Chunks(JobId job, int count) =>
    [
        .. Enumerable.Range(1, count).Select(no => new ClaimedChunk(
            new ChunkKey(Guid.Empty, job, no, no), ChunkKind.Work, "a", "one", "{}", null, null, 1, 1, count,
                [new ClaimedItem(no, null, null)])),
    ];
}
