namespace Headway.Handlers;

/// <summary>
/// Works one item of a job whose config, inputs and outputs have types of their own. Submissions are checked against their shapes.
/// What it returns is recorded as completed; to skip an item or to add effects, implement <see cref="IJobHandler{TInput}"/>.
/// </summary>
/// <typeparam name="TConfig">The job's config.</typeparam>
/// <typeparam name="TInput">An item's input; the config again where an item has none.</typeparam>
/// <typeparam name="TOutput">Written as the item's output, and as the result of a job of one item.</typeparam>
public interface IItemHandler<in TConfig, in TInput, TOutput> : IJobHandler
{
    /// <summary>Does the work; throwing is failing, as in <see cref="IJobHandler.WorkAsync"/>.</summary>
    /// <param name="config">What all items share.</param>
    /// <param name="input">What to work on.</param>
    /// <param name="item">The item and its job.</param>
    /// <param name="ct">As for <see cref="IJobHandler.WorkAsync"/>.</param>
    ValueTask<TOutput> WorkAsync(TConfig config, TInput input, ItemContext item, CancellationToken ct);

    async ValueTask<Outcome> IJobHandler.WorkAsync(ItemContext item, CancellationToken ct) =>
        Outcome.Completed(await WorkAsync(item.Job.Config<TConfig>(), item.Input<TInput>(), item, ct));
}
