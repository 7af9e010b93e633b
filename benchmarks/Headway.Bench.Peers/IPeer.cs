namespace Headway.Bench.Peers;

/// <summary>Another engine, set as its documentation advises.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Submits a job that does nothing.</summary>
    Task EnqueueAsync();

    /// <summary>Submits a job that says how long ago it was stamped.</summary>
    Task EnqueueAsync(long stamp);

    /// <summary>Begins to work.</summary>
    Task StartAsync();

    /// <summary>How many jobs its store has as done.</summary>
    Task<long> DoneAsync();
}
