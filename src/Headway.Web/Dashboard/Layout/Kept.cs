namespace Headway.Web.Dashboard.Layout;

/// <summary>What a browser keeps for its person.</summary>
/// <param name="Live">Pages follow what happens.</param>
/// <param name="Notify">Ends of jobs are told, and the browser allows it.</param>
internal sealed record Kept(bool Live, bool Notify);
