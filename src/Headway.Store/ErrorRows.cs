using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Failures on their way into error_move: a row for a chunk, or a job, and fingerprint.</summary>
internal sealed class ErrorRows : IDisposable
{
    private readonly JsonRows _rows = new();
    private readonly Dictionary<string, (ErrorKind Kind, long Times, long Failed)> _kinds = [];

    public int Count => _rows.Count;

    /// <summary>Adds failures of the chunk at hand.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="failed">Whether nothing is tried any more.</param>
    /// <param name="times">To so many items.</param>
    public void Add(Fault fault, bool failed, int times = 1)
    {
        var kind = ErrorKind.Of(fault);
        var (_, before, ended) = _kinds.GetValueOrDefault(kind.Print);
        _kinds[kind.Print] = (kind, before + times, ended + (failed ? times : 0));
    }

    /// <summary>Writes what was added as the chunk's.</summary>
    public void Close(ChunkKey key)
    {
        foreach (var (kind, times, failed) in _kinds.Values)
            Write(_rows.Row(key), kind, times, failed);
        _kinds.Clear();
    }

    /// <summary>A failure of a whole job, noted where it waits for at least so many.</summary>
    public void Add(JobId job, Fault fault, int begins = 0, int ends = 0) =>
        Write(_rows.Row().Add("job", job).Add("begins", begins).Add("ends", ends), ErrorKind.Of(fault), 1, 1);

    public Arg ToArg() => _rows.ToArg("errors");

    public void Dispose() => _rows.Dispose();

    private static void Write(JsonRows row, ErrorKind kind, long times, long failed) => row
        .Add("print", kind.Print).Add("class", kind.Class.ToString().ToLowerInvariant()).Add("code", kind.Code)
        .Add("pattern", kind.Pattern).Add("sample", kind.Sample).Add("hint", kind.Hint).Add("times", times).Add("failed", failed);
}
