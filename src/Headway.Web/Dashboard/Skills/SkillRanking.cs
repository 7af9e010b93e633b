namespace Headway.Web.Dashboard.Skills;

/// <summary>The skills of a job, the most frequent first.</summary>
/// <param name="Skills">All that were found.</param>
/// <param name="Documents">In how many documents was looked.</param>
/// <param name="HasMore">Completed documents wait to be read at the next glance.</param>
public sealed record SkillRanking(IReadOnlyList<RankedSkill> Skills, int Documents, bool HasMore);
