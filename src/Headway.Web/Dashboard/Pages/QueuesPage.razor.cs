using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Where jobs wait, what holds them up, and the numbers that limit them.</summary>
public sealed partial class QueuesPage
{
    private string? _notice;
    private bool _isBad;
    private int _most = 1;
    private string _name = Limit.Each;
    private LimitScope _scope = LimitScope.Type;
    private LimitUnit _unit = LimitUnit.Slots;

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private StatsQueries Stats { get; set; } = null!;

    [Inject] private FlowClient Flow { get; set; } = null!;

    [Inject] private BreakerClient Breakers { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override ValueTask<QueuesView> ReadAsync(CancellationToken ct) =>
        QueuesView.ReadAsync(Queries, Stats, Flow, Breakers, Types, ct);

    private IReadOnlyList<LimitUse> UsesOf(Limit limit) => View is null ? [] :
    [
        .. View.Uses.Where(use => use.Scope == limit.Scope && use.Unit == limit.Unit
            && (limit.Scope == LimitScope.Global || use.Name == limit.Name
                || (limit.Name == Limit.Each
                    && !View.Limits.Any(own => own.Scope == use.Scope && own.Unit == use.Unit && own.Name == use.Name)))),
    ];

    private Task PauseAsync((LineRow Row, string? Reason, TimeSpan? For) asked) => DoAsync($"{asked.Row.Name} is paused.", async actor =>
        await Flow.HoldAsync(new Hold
        {
            Kind = asked.Row.Kind,
            Name = asked.Row.Name,
            Reason = asked.Reason,
            Actor = actor,
            Until = asked.For is { } time ? await Queries.NowAsync(Gone) + time : null,
        }, Gone));

    private Task ResumeAsync(LineRow row) =>
        DoAsync($"{row.Name} goes on.", async _ => await Flow.LiftAsync(row.Kind, row.Name, null, Gone));

    private Task StopAsync((Breaker One, string? Reason) asked) => DoAsync($"{asked.One.Destination} is not called any more.",
        actor => Breakers.OpenAsync(asked.One.Destination, asked.One.Org, actor, asked.Reason, Gone).AsTask());

    private Task CallAsync(Breaker one) => DoAsync($"{one.Destination} is called again.",
        async actor => await Breakers.CloseAsync(one.Destination, one.Org, actor, null, Gone));

    private Task SetAsync(Limit limit) =>
        DoAsync($"{Words.Of(limit)}: at most {limit.Most} now.",
            actor => Flow.SetLimitAsync(limit with { Actor = actor }, Gone).AsTask());

    private Task RemoveAsync(Limit limit) => DoAsync($"{Words.Of(limit)}: no limit any more.",
        async _ => await Flow.RemoveLimitAsync(limit.Scope, limit.Name, limit.Unit, Gone));

    private Task PresetAsync() => DoAsync("Ten jobs at once, three of each user.",
        actor => Flow.SetPresetAsync("003", actor, Gone).AsTask());

    private Task AddAsync() => SetAsync(new Limit
    {
        Scope = _scope,
        Name = _scope == LimitScope.Global || string.IsNullOrWhiteSpace(_name) ? Limit.Each : _name.Trim(),
        Unit = _unit,
        Most = _most,
        Span = _unit == LimitUnit.Starts ? TimeSpan.FromMinutes(1) : null,
    });

    private async Task DoAsync(string done, Func<string, Task> what)
    {
        try
        {
            await what(await Gate.DemandAsync(Permission.SteerFlow, null, Gone));
            (_notice, _isBad) = (done, false);
        }
        catch (SubmissionException e)
        {
            (_notice, _isBad) = (e.Message, true);
        }

        await RefreshAsync();
    }
}
