namespace Headway.Data;

/// <summary>How a database is opened.</summary>
public sealed record DatabaseOptions
{
    /// <summary>What <c>now_us()</c> reads on SQLite, where the process owns the file. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// PostgreSQL too takes its time from <see cref="Clock"/>, for tests; default false: the server's clock decides.
    /// </summary>
    public bool ClockDecides { get; init; }

    /// <summary>Look through a SQLite file for damage before using it. Default false: it takes seconds a gigabyte.</summary>
    public bool QuickCheck { get; init; }

    /// <summary>Connections to PostgreSQL at most, 1–1,000, unless the connection string says otherwise. Default 20.</summary>
    public int MaxConnections
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be 1 to 1,000");
    } = 20;
}
