namespace Headway.Web.Dashboard.OneJob;

/// <summary>One attempt in a <see cref="Waterfall"/>.</summary>
/// <param name="At">Where it starts, 0–1000.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Tone">Its outcome as a tone.</param>
/// <param name="Tip">All of it in words.</param>
public readonly record struct WaterfallBar(double At, double Width, string Tone, string Tip);
