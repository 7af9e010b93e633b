namespace Headway.Handlers;

/// <summary>What an effect may touch: the open transaction of the store, seen as features.</summary>
public abstract class EffectScope
{
    /// <summary>A way into the transaction, e.g. the SQL kit's session.</summary>
    /// <typeparam name="T">Type of the feature.</typeparam>
    /// <returns>Null where this store has no such feature.</returns>
    public abstract T? Feature<T>() where T : class;
}
