namespace Headway.Data;

/// <summary>
/// Keeps a process from storming a database that cannot be reached: after a failed connection the next is tried only after a pause that
/// doubles, up to two seconds, with jitter; whoever asks meanwhile hears at once what the last attempt came to.
/// </summary>
internal sealed class ConnectPause(TimeProvider clock, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private DatabaseException? _trouble;
    private TimeSpan _pause = First;
    private TimeSpan _wait;
    private long _failedAt;

    /// <summary>Throws what the last attempt came to, while the pause lasts.</summary>
    public void Check()
    {
        lock (_gate)
        {
            if (_trouble is null || clock.GetElapsedTime(_failedAt) >= _wait)
                return;
            throw new DatabaseException(_trouble.Fault, _trouble.Message, _trouble.InnerException);
        }
    }

    /// <summary>A connection failed.</summary>
    public void Failed(DatabaseException trouble)
    {
        lock (_gate)
        {
            if (_trouble is not null && clock.GetElapsedTime(_failedAt) < _wait)
                return; // began before the pause
            (_trouble, _failedAt, _wait) = (trouble, clock.GetTimestamp(), _pause * (0.5 + random.NextDouble() / 2));
            _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
        }
    }

    /// <summary>A connection was made.</summary>
    public void Succeeded()
    {
        if (_trouble is null)
            return;
        lock (_gate)
            (_trouble, _pause) = (null, First);
    }
}
