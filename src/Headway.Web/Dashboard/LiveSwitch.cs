namespace Headway.Web.Dashboard;

/// <summary>Whether pages of one browser tab follow what happens; switched by its person, for reading in peace.</summary>
internal sealed class LiveSwitch
{
    private readonly List<Func<Task>> _followers = [];

    /// <summary>True where pages redraw by themselves.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>Switches, and lets every follower catch up or stand still.</summary>
    public async Task SetAsync(bool on)
    {
        if (IsOn == on)
            return;
        IsOn = on;
        foreach (var follower in _followers.ToArray())
            await follower();
    }

    /// <summary>Calls back after each switch, until what this returns is disposed of.</summary>
    public IDisposable Follow(Func<Task> follower)
    {
        _followers.Add(follower);
        return new Leaving(() => _followers.Remove(follower));
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
