namespace Headway.Store;

/// <summary>What a waiter waits for.</summary>
public enum StoreHint
{
    /// <summary>Something can be claimed.</summary>
    Work,

    /// <summary>Something can be read from the feed.</summary>
    Events,
}
