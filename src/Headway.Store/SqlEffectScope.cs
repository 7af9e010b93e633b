using Headway.Data;
using Headway.Handlers;

namespace Headway.Store;

/// <summary>The open transaction, as effects see it: <c>Feature&lt;DbSession&gt;()</c> runs statements in it.</summary>
internal sealed class SqlEffectScope(DbSession session) : EffectScope
{
    public override T? Feature<T>() where T : class => session as T;
}
