namespace Headway.Catalog.Trials;

/// <summary>How the items of a trial behave.</summary>
internal sealed record Trial
{
    /// <summary>How long each takes.</summary>
    public int Millis { get; init; } = 100;

    /// <summary>It does not listen to its token.</summary>
    public bool Deaf { get; init; }

    /// <summary>Its process is killed inside the transaction that would have recorded its first attempt.</summary>
    public bool DieInEffect { get; init; }

    /// <summary>The item that ends its process whenever it runs, as a fault in native code does; 0 for none.</summary>
    public int Deadly { get; init; }
}
