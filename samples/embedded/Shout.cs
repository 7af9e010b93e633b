using System.ComponentModel.DataAnnotations;
using Headway.Handlers;

/// <summary>Says it louder.</summary>
internal sealed class Shout : IJobHandler<Words>
{
    public ValueTask<Outcome> WorkAsync(Words input, ItemContext item, CancellationToken ct)
    {
        item.Progress("shouting");
        item.Log.LogInformation("{Length} letters", input.Text.Length);
        return ValueTask.FromResult(Outcome.Completed(new Shouted(input.Text.ToUpperInvariant())));
    }
}

internal sealed record Words([property: MaxLength(100)] string Text);

internal sealed record Shouted(string Text);
