using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Headway.App.Tests;

/// <summary>The built command, run as a person runs it. Disposing kills it.</summary>
internal sealed partial class HeadwayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];

    private readonly string _data;

    private HeadwayProcess(Process process, string data) => (_process, _data) = (process, data);

    /// <summary>Where the built command is: beside this test's own output.</summary>
    public static string Command { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Headway.App", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        OperatingSystem.IsWindows() ? "headway.exe" : "headway"));

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    public string Errors
    {
        get
        {
            lock (_gate)
                return _errors.ToString();
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it in a folder of its own, so that no settings file of this one is read.</summary>
    public static HeadwayProcess Start(string folder, params string[] arguments) => Start(folder, [], arguments);

    /// <summary>Starts it by way of a program that becomes it, like <c>env</c> or <c>faketime</c>.</summary>
    public static HeadwayProcess Start(string folder, string[] way, string[] arguments)
    {
        string[] line = [.. way, Command, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HEADWAY_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var headway = new HeadwayProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, DataOf(folder, arguments));
        headway._process.OutputDataReceived += (_, line) => headway.Take(headway._output, line.Data);
        headway._process.ErrorDataReceived += (_, line) => headway.Take(headway._errors, line.Data);
        headway._process.Start();
        headway._process.BeginOutputReadLine();
        headway._process.BeginErrorReadLine();
        return headway;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<HeadwayProcess> RunAsync(string folder, params string[] arguments)
    {
        var headway = Start(folder, arguments);
        await headway.ExitAsync();
        return headway;
    }

    /// <summary>Waits until a server has said where it answers.</summary>
    public async Task<Uri> AddressAsync()
    {
        if (await TryAddressAsync() is { } address)
            return address;
        Assert.Fail($"it ended with {_process.ExitCode}:\n{Output}\n{Errors}");
        return null;
    }

    /// <summary>Where a server answers; null when it ended before it said so.</summary>
    public async Task<Uri?> TryAddressAsync()
    {
        var exit = _process.WaitForExitAsync(Ct);
        return await Task.WhenAny(_address.Task, exit).WaitAsync(Patience, Ct) == exit && !_address.Task.IsCompleted
            ? null
            : await _address.Task;
    }

    /// <summary>
    /// A client of a server that answers, with the right of whoever may read its data folder, as the command line has it.
    /// </summary>
    public async Task<ApiClient> ClientAsync() => Client(await AddressAsync());

    /// <inheritdoc cref="ClientAsync"/>
    public ApiClient Client(Uri address) => new(address, ServerFile.Read(_data)!.Key);

    /// <summary>The same for requests by hand.</summary>
    public async Task<HttpClient> HttpAsync()
    {
        var address = await AddressAsync();
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerFile.Read(_data)!.Key);
        return http;
    }

    /// <summary>Waits for a line on either stream.</summary>
    public Task<string> LineAsync(string part)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var already = (_output.ToString() + _errors).Split('\n').FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal));
            if (already is not null)
                return Task.FromResult(already);
            _waiting.Add((line => line.Contains(part, StringComparison.Ordinal), found));
        }

        return found.Task.WaitAsync(Patience, Ct);
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Ct).WaitAsync(Patience, Ct);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as Ctrl+C or a service manager does.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it at once, as a power cut does: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Ct).WaitAsync(Patience, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string DataOf(string folder, string[] arguments)
    {
        var given = Array.IndexOf(arguments, "--data");
        return Path.Combine(folder, given < 0 ? "data" : arguments[given + 1]);
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            text.Append(line).Append('\n');
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted(line))
                    found.TrySetResult(line);
            }
        }

        if (Address().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"^Headway is at (https?://\S+?)\s")]
    private static partial Regex Address();
}
