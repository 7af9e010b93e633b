using System.Reflection;
using Headway.Live;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Headway.Web.Dashboard;

/// <summary>
/// A page that shows what is true now. It takes its place in the feed first and reads its snapshot second, reads the snapshot again when
/// an event concerns it, at most four times a second, and leaves the feed when it goes. What a page reads is one object, drawn whole or
/// not at all.
/// </summary>
/// <typeparam name="TView">What the page shows, read in one go.</typeparam>
public abstract class LivePage<TView> : ComponentBase, IAsyncDisposable where TView : class
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _oneRead = new(1, 1);
    private EventSubscription? _feed;
    private Task _following = Task.CompletedTask;
    private PersistingComponentStateSubscription _persisting;
    private IDisposable? _switching;
    private string? _shownAddress;
    private bool _isHandedOver;

    /// <summary>What is shown; null until it was read for the first time.</summary>
    protected TView? View { get; private set; }

    /// <summary>Why what is shown is old; null while reads succeed.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>When <see cref="View"/> was true.</summary>
    protected DateTimeOffset ReadAt { get; private set; }

    [Inject] private EventFeed Events { get; set; } = null!;

    [Inject] private LiveSwitch Live { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    [Inject] private HandOver HandOver { get; set; } = null!;

    [Inject] private PersistentComponentState Persistent { get; set; } = null!;

    /// <summary>The clock of the server's process.</summary>
    [Inject] protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Where the browser is; all state of a page is in its address.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Ends when the page does.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Read again at least this often, for what changes without an event; null: only events count.</summary>
    protected virtual TimeSpan? AtLeastEvery => null;

    /// <summary>Reads everything that is shown, for the address as it is.</summary>
    protected abstract ValueTask<TView> ReadAsync(CancellationToken ct);

    /// <summary>Whether an event changes what is shown.</summary>
    protected virtual bool Concerns(JobEvent @event) => true;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (RendererInfo.IsInteractive && _feed is null)
            _feed = Events.Subscribe();
        if (_shownAddress == Navigation.Uri)
            return;
        var first = _shownAddress is null;
        _shownAddress = Navigation.Uri;
        if (first && (_isHandedOver = TakeHandedOver()))
            return; // read before this page had its place in the feed: read again once it is drawn
        await RefreshAsync();
        if (first && !RendererInfo.IsInteractive)
            _persisting = Persistent.RegisterOnPersisting(PersistAsync, InteractiveServer);
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || _feed is null)
            return;
        _switching = Live.Follow(RedrawLiveAsync);
        _following = FollowAsync(_feed);
    }

    /// <summary>Reads now, as after something the person did.</summary>
    protected async Task RefreshAsync()
    {
        await _oneRead.WaitAsync(Gone);
        try
        {
            var at = Clock.GetUtcNow();
            if (await ReadAllowedAsync() is not { } view)
            {
                Navigation.NavigateTo(SignInPages.AddressFor(new Uri(Navigation.Uri).PathAndQuery), forceLoad: true);
                return;
            }

            (View, ReadAt, Trouble) = (view, at, null);
        }
        catch (StoreUnavailableException)
        {
            Trouble = "The server cannot reach its database just now. This page goes on by itself as soon as it can.";
        }
        finally
        {
            _oneRead.Release();
        }
    }

    /// <summary>Whose it is what is shown, for those who may see their own alone; null: nobody's.</summary>
    protected virtual string? OwnerOf(TView view) => null;

    /// <summary>What is to be shown, while whoever looks may see it.</summary>
    private async ValueTask<TView?> ReadAllowedAsync()
    {
        var (reach, who) = await Gate.ReachAsync(GetType().GetCustomAttribute<NeedsAttribute>()?.Permission, Gone);
        if (reach == Reach.None)
            return null;
        var view = await ReadAsync(Gone);
        return reach == Reach.All || OwnerOf(view) == who ? view : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _gone.CancelAsync();
        _persisting.Dispose();
        _switching?.Dispose();
        _feed?.Dispose();
        try
        {
            await _following;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return; // as meant: whoever follows stops where it waits
        }
        finally
        {
            _gone.Dispose();
            _oneRead.Dispose();
        }
    }

    private static IComponentRenderMode InteractiveServer => RenderMode.InteractiveServer;

    private async Task FollowAsync(EventSubscription feed)
    {
        try
        {
            if (_isHandedOver)
                await RedrawAsync();
            await FollowEventsAsync(feed);
        }
        catch (Exception e) when (!Gone.IsCancellationRequested)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task FollowEventsAsync(EventSubscription feed)
    {
        var next = feed.TakeAsync(Gone).AsTask();
        while (!Gone.IsCancellationRequested)
        {
            if (AtLeastEvery is { } every && await Task.WhenAny(next, Task.Delay(every, Clock, Gone)) != next)
            {
                await RedrawLiveAsync();
                continue;
            }

            var events = await next;
            if (events.Count == 0)
                return;
            if (feed.TakeLagged() || events.Any(Concerns))
            {
                await RedrawLiveAsync();
                await Task.Delay(Pace, Clock, Gone);
            }

            next = feed.TakeAsync(Gone).AsTask();
        }
    }

    /// <summary>Not while its person reads in peace: switching live on again redraws.</summary>
    private Task RedrawLiveAsync() => Live.IsOn ? RedrawAsync() : Task.CompletedTask;

    private Task RedrawAsync() => InvokeAsync(async () =>
    {
        await RefreshAsync();
        StateHasChanged();
    });

    private bool TakeHandedOver()
    {
        if (!RendererInfo.IsInteractive || !Persistent.TryTakeFromJson<string>(GetType().Name, out var ticket) || ticket is null)
            return false;
        if (HandOver.Take(ticket) is not Handed handed)
            return false;
        (View, ReadAt) = (handed.View, handed.At);
        return true;
    }

    private Task PersistAsync()
    {
        if (View is not null)
            Persistent.PersistAsJson(GetType().Name, HandOver.Keep(new Handed(View, ReadAt)));
        return Task.CompletedTask;
    }

    private sealed record Handed(TView View, DateTimeOffset At);
}
