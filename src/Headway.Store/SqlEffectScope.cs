using Headway.Data;
using Headway.Handlers;

namespace Headway.Store;

/// <summary>The open transaction, as effects see it: <c>Feature&lt;DbSession&gt;()</c> runs statements in it.</summary>
internal sealed class SqlEffectScope(DbSession session, ChunkKey key, Statement record) : EffectScope(key.Lo)
{
    public override T? Feature<T>() where T : class => session as T;

    protected override async ValueTask RecordAsync(string kind, string name, string? before, string? afterHash, CancellationToken ct) =>
        await session.RunAsync(
            record,
            [
                Arg.Of("id", key.JobId.Value), Arg.Of("lo", key.Lo), Arg.Of("call", key.Call), Arg.Of("no", No), Arg.Of("kind", kind),
                Arg.Of("key", name), Arg.Of("before", before), Arg.Of("after", afterHash),
            ],
            ct);
}
