using Headway.Model;

namespace Headway.Handlers;

/// <summary>A child that is submitted with an outcome.</summary>
/// <param name="Job">The submission.</param>
/// <param name="Policy">What its end means to the job whose item gave rise to it.</param>
public sealed record NewChild(NewJob Job, ChildPolicy Policy);
