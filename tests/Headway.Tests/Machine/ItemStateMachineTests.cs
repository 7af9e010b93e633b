using Headway.Machine;
using Headway.Model;

namespace Headway.Tests.Machine;

public sealed class ItemStateMachineTests
{
    // One row a state, one column a signal, in the order of the enums; "." is no edge.
    private const string Table = """
                    deps dfail due  claim done none trans good rel  reap rnone snooze crash cancel retry skip poison
        Blocked     Rea  Ski   .    .     .    .    .     .    .    .    .     .      .     Can    .      .    .
        Scheduled   .    .     Rea  .     .    .    .     .    .    .    .     .      .     Can    .      .    .
        Ready       .    .     .    Run   .    .    .     .    .    .    .     .      .     Can    .      Ski  .
        Running     .    .     .    .     Com  Ski  Ret   Fai  Rea  Ret  Fai   Sch    Qua   Can    .      .    Qua
        Retrying    .    .     Rea  Run   .    .    .     .    .    .    .     .      .     Can    .      Ski  .
        Completed   .    .     .    .     .    .    .     .    .    .    .     .      .     .      .      .    .
        Skipped     .    .     .    .     .    .    .     .    .    .    .     .      .     .      .      .    .
        Failed      .    .     .    .     .    .    .     .    .    .    .     .      .     .      Rea   Ski  .
        Cancelled   .    .     .    .     .    .    .     .    .    .    .     .      .     .      Rea    .    .
        Quarantined .    .     .    .     .    .    .     .    .    .    .     .      .     .      Rea   Ski  .
        """;

    public static TheoryData<ItemState, Signal, ItemState?> Edges()
    {
        var data = new TheoryData<ItemState, Signal, ItemState?>();
        foreach (var row in Table.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            foreach (var signal in Enum.GetValues<Signal>())
                data.Add(Enum.Parse<ItemState>(row[0]), signal, Short(row[1 + (int)signal]));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void every_state_meets_every_signal_as_the_table_says(ItemState from, Signal signal, ItemState? to) =>
        Assert.Equal(to, ItemStateMachine.Next(from, signal));

    [Fact]
    public void the_table_has_a_row_for_every_state_and_a_column_for_every_signal()
    {
        Assert.Equal(Enum.GetValues<ItemState>().Length * Enum.GetValues<Signal>().Length, Edges().Count);
        Assert.Equal(Enum.GetValues<ItemState>(), Edges().Select(row => row.Data.Item1).Distinct());
    }

    [Fact]
    public void only_a_person_moves_a_final_item()
    {
        foreach (var state in Enum.GetValues<ItemState>().Where(state => state.IsFinal))
        {
            foreach (var signal in Enum.GetValues<Signal>().Except([Signal.RetriedByPerson, Signal.SkippedByPerson]))
                Assert.Null(ItemStateMachine.Next(state, signal));
        }
    }

    [Fact]
    public void every_open_item_can_be_cancelled_and_every_state_can_be_reached()
    {
        var open = Enum.GetValues<ItemState>().Where(state => !state.IsFinal);
        Assert.All(open, state => Assert.Equal(ItemState.Cancelled, ItemStateMachine.Next(state, Signal.Cancelled)));
        var reached = new HashSet<ItemState> { ItemState.Blocked, ItemState.Scheduled, ItemState.Ready };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var from in reached.ToList())
                reached.UnionWith(Enum.GetValues<Signal>().Select(signal => ItemStateMachine.Next(from, signal)).OfType<ItemState>());
        }

        Assert.Equal(Enum.GetValues<ItemState>().ToHashSet(), reached);
    }

    [Theory]
    [InlineData(ItemState.Completed, true, false)]
    [InlineData(ItemState.Skipped, true, false)]
    [InlineData(ItemState.Failed, true, true)]
    [InlineData(ItemState.Cancelled, true, true)]
    [InlineData(ItemState.Quarantined, true, true)]
    [InlineData(ItemState.Blocked, false, false)]
    [InlineData(ItemState.Scheduled, false, false)]
    [InlineData(ItemState.Ready, false, false)]
    [InlineData(ItemState.Running, false, false)]
    [InlineData(ItemState.Retrying, false, false)]
    public void final_states_and_those_a_person_may_retry(ItemState state, bool final, bool retriable)
    {
        Assert.Equal(final, state.IsFinal);
        Assert.Equal(retriable, state.CanBeRetried);
    }

    private static ItemState? Short(string word) =>
        word == "." ? null : Enum.GetValues<ItemState>().Single(state => state.ToString().StartsWith(word, StringComparison.Ordinal));
}
