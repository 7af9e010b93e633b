namespace Headway.Store;

/// <summary>How a request was answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Location">Where what it made is.</param>
/// <param name="Body">JSON of it.</param>
public sealed record RequestAnswer(int Status, string Location, string Body);
