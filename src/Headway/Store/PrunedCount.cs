namespace Headway.Store;

/// <summary>What was deleted on a day.</summary>
/// <param name="Day">Midnight UTC.</param>
/// <param name="Org">Whose.</param>
/// <param name="Type">Of which job type.</param>
/// <param name="Jobs">Jobs.</param>
/// <param name="Items">Their items.</param>
/// <param name="Archived">Jobs of them that are in the archive.</param>
public readonly record struct PrunedCount(DateTimeOffset Day, string Org, string Type, long Jobs, long Items, long Archived);
