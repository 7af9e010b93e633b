using System.Text.Json;

namespace Headway.Web.Api.Contracts;

/// <summary>A job type.</summary>
public sealed record TypeView
{
    /// <summary>What <c>POST /jobs</c> takes as <c>type</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a person calls it.</summary>
    public required string Title { get; init; }

    /// <summary>The tab its jobs are listed under; null: under All only.</summary>
    public string? Category { get; init; }

    /// <summary>Items handed to one slot together.</summary>
    public required int Chunk { get; init; }

    /// <summary>Attempts an item may have in one generation.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Longest an attempt may take, seconds.</summary>
    public required double AttemptTimeoutSeconds { get; init; }

    /// <summary>Longest a job may take from its first start unless its submission says otherwise, seconds.</summary>
    public required double TimeLimitSeconds { get; init; }

    /// <summary>It can enumerate items by itself.</summary>
    public required bool HasPlan { get; init; }

    /// <summary>JSON schema of the config; null in lists, and where any object will do.</summary>
    public JsonElement? ConfigSchema { get; init; }

    /// <summary>
    /// JSON schema of an item's input, and of the config where an item has none; null in lists and where anything will do.
    /// </summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>JSON schema of an item's output; null in lists and where the type does not say.</summary>
    public JsonElement? OutputSchema { get; init; }
}
