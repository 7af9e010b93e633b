using Headway.Bench.Runs;

namespace Headway.Bench.Contests;

/// <summary>Somebody who can be asked for a run, as a process of its own.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Key">How its process knows it.</param>
/// <param name="Place">Where its jobs are.</param>
/// <param name="Program">What starts it.</param>
/// <param name="Arguments">Before the words of the run.</param>
internal sealed record Contestant(string Name, string Key, Place Place, string Program, IReadOnlyList<string> Arguments)
{
    public Competitor Start(RunArgs run) => Competitor.Start(Program, [.. Arguments, .. run.ToArguments()]);
}

/// <summary>What a contestant needs for its jobs: a fresh one for each run.</summary>
internal enum Place
{
    /// <summary>Its own memory: nothing survives it.</summary>
    Memory,

    /// <summary>A SQLite file.</summary>
    Sqlite,

    /// <summary>A database of PostgreSQL.</summary>
    Postgres,

    /// <summary>A database of PostgreSQL, as a URL.</summary>
    PostgresUrl,

    /// <summary>An emptied Redis.</summary>
    Redis,
}
