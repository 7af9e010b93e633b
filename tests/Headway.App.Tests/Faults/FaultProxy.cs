using System.Net;
using System.Net.Sockets;

namespace Headway.App.Tests.Faults;

/// <summary>
/// A wire to a server on this machine that can be cut without either end being told: bytes vanish and connections stay open, as behind a
/// firewall that drops.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;

    public FaultProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What the client says does not arrive.</summary>
    public bool CutThere { get; set; }

    /// <summary>What the server answers does not arrive.</summary>
    public bool CutBack { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var wires = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                wires.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(wires);
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(
                PumpAsync(near.GetStream(), far.GetStream(), () => CutThere), PumpAsync(far.GetStream(), near.GetStream(), () => CutBack));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return; // the server is away; the client sees its connection closed
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> isCut)
    {
        var bytes = new byte[16 * 1024];
        var broken = false; // a wire that lost bytes never carries any again: what follows would be read as something else
        try
        {
            while (await from.ReadAsync(bytes, _stop.Token) is > 0 and var count)
            {
                broken |= isCut();
                if (!broken)
                    await to.WriteAsync(bytes.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return; // one end has gone
        }
    }
}
