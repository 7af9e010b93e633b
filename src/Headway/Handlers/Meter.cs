using Headway.Model;

namespace Headway.Handlers;

/// <summary>Adds up what the handlers of one chunk report to have used; they may run side by side.</summary>
internal sealed class Meter
{
    private readonly Lock _gate = new();
    private Metered _sum;

    public Metered Sum
    {
        get
        {
            lock (_gate)
                return _sum;
        }
    }

    public void Add(Metered used)
    {
        lock (_gate)
            _sum += used;
    }
}
