using Headway.Client;
using Headway.Handlers;
using Headway.Live;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Headway.Web.Dashboard.Layout;

/// <summary>The frame around every page.</summary>
public sealed partial class MainLayout
{
    private static readonly string Version = typeof(MainLayout).Assembly.GetName().Version?.ToString(3) ?? "";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(6);
    private readonly CancellationTokenSource _gone = new();
    private string? _who;
    private Task _watching = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private CancellationTokenSource? _tellingUntil;
    private DotNetObjectReference<ShellCalls>? _calls;
    private ErrorBoundary? _boundary;
    private DateTimeOffset _heldAt;
    private bool _isOpen = true;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private EventFeed Feed { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private LiveSwitch Live { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    private string Here => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    private string LiveTip => Live.IsOn
        ? "Pages follow what happens. Hold them to read in peace: r"
        : "Pages stand still. Let them go on: r";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _who = (await Gate.CallerAsync(_gone.Token))?.Who;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _calls = DotNetObjectReference.Create(new ShellCalls(Queries, Types, Gate, NotifyAsync, _gone.Token));
        var kept = await Script.InvokeAsync<Kept>("headway.shell", _gone.Token, _calls);
        await SwitchAsync(kept.Live);
        await NotifyAsync(kept.Notify);
        await Script.InvokeVoidAsync("headway.interactive", _gone.Token); // last: what is live does as its person wants
        _watching = WatchStoreAsync();
    }

    private async Task ToggleLiveAsync()
    {
        await SwitchAsync(!Live.IsOn);
        await Script.InvokeVoidAsync("headway.keep", _gone.Token, "hw-live", Live.IsOn ? "on" : "off");
    }

    private async Task SwitchAsync(bool on)
    {
        _heldAt = Clock.GetUtcNow();
        await Live.SetAsync(on);
        StateHasChanged();
    }

    private Task NotifyAsync(bool on) => InvokeAsync(async () =>
    {
        if (_tellingUntil is not null)
            await _tellingUntil.CancelAsync();
        await EndedAsync(_telling);
        if (!on || (await Gate.ReachAsync(Permission.ReadJobs, _gone.Token)).Reach == Reach.None)
            return;
        _tellingUntil = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        _telling = new EndWatch(Feed, Queries, Clock, (title, text, href) =>
            Script.InvokeVoidAsync("headway.notify", _gone.Token, title, text, href).AsTask()).RunAsync(_tellingUntil.Token);
    });

    /// <summary>The pill in the browser knows the connection; only the server knows whether its database answers.</summary>
    private async Task WatchStoreAsync()
    {
        var told = false;
        while (!_gone.IsCancellationRequested)
        {
            var isOld = Feed.AliveAt is { } at && Clock.GetUtcNow() - at > Old;
            if (isOld != told)
                await Script.InvokeVoidAsync("headway.store", _gone.Token, isOld, Feed.AliveAt?.ToUnixTimeMilliseconds());
            told = isOld;
            if (_who is not null && await IsShownOutAsync())
            {
                Navigation.NavigateTo(SignInPages.AddressFor(new Uri(Navigation.Uri).PathAndQuery), forceLoad: true);
                return;
            }

            await Task.Delay(Look, Clock, _gone.Token);
        }
    }

    /// <summary>A page that nothing happens on would go on showing what its person may no longer see.</summary>
    private async Task<bool> IsShownOutAsync()
    {
        try
        {
            return await Gate.CallerAsync(_gone.Token) is null;
        }
        catch (StoreUnavailableException)
        {
            return false; // it is asked again
        }
    }

    private static async Task EndedAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            return; // the browser has gone, or this circuit has: both end the loop
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await EndedAsync(_watching);
        await EndedAsync(_telling);
        _calls?.Dispose();
        _tellingUntil?.Dispose();
        _gone.Dispose();
    }
}
