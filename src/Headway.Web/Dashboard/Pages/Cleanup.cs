namespace Headway.Web.Dashboard.Pages;

/// <summary>What the retention policy did last.</summary>
/// <param name="At">When it last looked; null where it never has.</param>
/// <param name="Jobs">Jobs deleted on the last day it deleted any.</param>
/// <param name="Items">Their items.</param>
/// <param name="Day">That day; null where none was.</param>
public readonly record struct Cleanup(DateTimeOffset? At, long Jobs, long Items, DateTimeOffset? Day);
