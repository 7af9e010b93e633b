using System.Data.Common;
using Headway.Model;

namespace Headway.Store;

/// <summary>A window of items, put together from the rows of its job: what item_view says of one item, for many at once.</summary>
internal sealed class StateWindow(int first, int last)
{
    private readonly List<(int No, ItemState State)> _ended = [];
    private readonly List<(int Lo, int Hi, ItemState State)> _open = [];
    private string? _phase;
    private bool _held;
    private int _cursor;
    private int _total;
    private bool _simple;
    private ItemState? _only;

    /// <summary>Takes a row of an answer, by its place: job, ended items, claims, spans, the only item.</summary>
    public void Take(int set, DbDataReader row)
    {
        switch (set)
        {
            case 0:
                (_phase, _held, _cursor) = (row.GetString(0), row.GetInt32(1) > 0, row.GetInt32(2));
                (_total, _simple) = (row.GetInt32(3), row.GetBoolean(4));
                break;
            case 1:
                _ended.Add((row.GetInt32(0), Words.State(row.GetString(1))));
                break;
            case 2:
                _open.Add((row.GetInt32(0), row.GetInt32(1), ItemState.Running));
                break;
            case 3:
                _open.Add((row.GetInt32(0), row.GetInt32(1),
                    !row.GetBoolean(2) ? ItemState.Retrying : _held ? ItemState.Scheduled : ItemState.Ready));
                break;
            default:
                _only = Words.State(row.GetString(0));
                break;
        }
    }

    /// <summary>The window as runs.</summary>
    public IReadOnlyList<StateRun> Runs()
    {
        var runs = new List<StateRun>();
        if (_phase is null || Math.Min(last, _total) < first)
            return runs;
        if (_simple)
            return _only is { } only ? [new StateRun(1, 1, only)] : runs;
        var states = new ItemState[Math.Min(last, _total) - first + 1];
        Fill(states);
        for (var (i, from) = (1, 0); i <= states.Length; i++)
        {
            if (i < states.Length && states[i] == states[from])
                continue;
            runs.Add(new StateRun(first + from, first + i - 1, states[from]));
            from = i;
        }

        return runs;
    }

    private void Fill(Span<ItemState> states)
    {
        if (_phase == "final")
        {
            states.Fill(ItemState.Cancelled);
        }
        else
        {
            var passed = Math.Clamp(_cursor - first + 1, 0, states.Length);
            states[..passed].Fill(ItemState.Cancelled);
            states[passed..].Fill(_held ? ItemState.Scheduled : ItemState.Ready);
            foreach (var (lo, hi, state) in _open.OrderBy(span => span.State == ItemState.Running))
            {
                var (from, to) = (Math.Max(lo, first), Math.Min(hi, first + states.Length - 1));
                if (from <= to)
                    states[(from - first)..(to - first + 1)].Fill(state);
            }
        }

        foreach (var (no, state) in _ended)
        {
            if (no - first < states.Length)
                states[no - first] = state;
        }
    }
}
