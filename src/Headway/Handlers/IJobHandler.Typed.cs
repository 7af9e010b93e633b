namespace Headway.Handlers;

/// <summary>
/// Works one item whose input is a <typeparamref name="TInput"/>. Submissions are checked against its shape, so a handler never meets
/// an input that does not fit. An item without an input has its job's config for one.
/// </summary>
/// <typeparam name="TInput">Read with <see cref="HeadwayOptions.Json"/>; its JSON schema is shown to whoever submits.</typeparam>
public interface IJobHandler<in TInput> : IJobHandler
{
    /// <inheritdoc cref="IJobHandler.WorkAsync"/>
    /// <param name="input">What to work on.</param>
    /// <param name="item">The item and its job.</param>
    /// <param name="ct">As for <see cref="IJobHandler.WorkAsync"/>.</param>
    ValueTask<Outcome> WorkAsync(TInput input, ItemContext item, CancellationToken ct);

    ValueTask<Outcome> IJobHandler.WorkAsync(ItemContext item, CancellationToken ct) => WorkAsync(item.Input<TInput>(), item, ct);
}
