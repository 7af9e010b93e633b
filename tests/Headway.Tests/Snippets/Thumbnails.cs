using System.Diagnostics;
using Headway.Handlers;

namespace Headway.Tests.Snippets;

#region thumbnails
public sealed class Thumbnails : IJobHandler
{
    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        var picture = item.Input<Picture>();
        if (!File.Exists(picture.Path))
            return Outcome.Skipped("the picture is gone");

        item.Progress("shrinking");
        using var convert = Process.Start("convert", [picture.Path, "-resize", "320x320", picture.Path + ".small.jpg"]);
        await convert.WaitForExitAsync(ct);
        return convert.ExitCode == 0 ? Outcome.Completed() : throw FaultException.Permanent("bad_picture", "It is no picture.");
    }
}

internal sealed record Picture(string Path);
#endregion
