namespace Headway.Web.Tests.Browser;

/// <summary>Holds items back until the test lets them go.</summary>
public sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _places = new(0);

    /// <summary>Names of items that are to fail when they are let go.</summary>
    public HashSet<string> Failing { get; } = [];

    public void Let(int items) => _places.Release(items);

    public void Open() => _places.Release(100_000);

    public Task PassAsync(CancellationToken ct) => _places.WaitAsync(ct);

    public void Dispose() => _places.Dispose();
}
