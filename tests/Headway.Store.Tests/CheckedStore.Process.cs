using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>The calls of process, passed on.</summary>
internal sealed partial class CheckedStore : IProcessStore
{
    private IProcessStore Process => (IProcessStore)inner;

    public async ValueTask<ProcessTurn> BeginProcessAsync(ProcessRequest request, bool onlyFinish, CancellationToken ct)
    {
        var answer = await Process.BeginProcessAsync(request, onlyFinish, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<ProcessAnswer?> EndProcessAsync(ProcessRequest request, FinishedChunk chunk, CancellationToken ct)
    {
        var answer = await Process.EndProcessAsync(request, chunk, ct);
        await CheckAsync(ct);
        return answer;
    }

    public ValueTask<IReadOnlyList<ItemError>> ListErrorsAsync(IReadOnlyList<JobId> ids, int limit, CancellationToken ct) =>
        Process.ListErrorsAsync(ids, limit, ct);
}
