using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>A mail server on loopback (RFC 5321, as much as a client needs) that keeps what it is given.</summary>
public sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public MailSink()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Who each mail was for, and the mail.</summary>
    public List<(string Recipient, MimeMessage Mail)> Got { get; } = [];

    /// <summary>Lines the clients sent, contents apart.</summary>
    public List<string> Said { get; } = [];

    /// <summary>What it answers to a command instead of the usual; null closes the connection.</summary>
    public Dictionary<string, string?> Instead { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it says it can do.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = ["SIZE 1000000", "8BITMIME"];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                continue; // it was stopped, or the client left in the middle
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink ready");
        var recipient = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Said.Add(line);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (Instead.TryGetValue(verb, out var other))
            {
                if (other is null)
                    return;
                await writer.WriteLineAsync(other);
                continue;
            }

            switch (verb)
            {
                case "EHLO":
                    foreach (var extension in Extensions)
                        await writer.WriteLineAsync($"250-{extension}");
                    await writer.WriteLineAsync("250 sink");
                    break;
                case "RCPT":
                    recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await writer.WriteLineAsync("250 known");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    Got.Add((recipient, await LetterAsync(reader)));
                    if (!Instead.TryGetValue(".", out var after))
                        await writer.WriteLineAsync("250 kept as 1");
                    else if (after is null)
                        return;
                    else
                        await writer.WriteLineAsync(after);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 goodbye");
                    return;
                default:
                    await writer.WriteLineAsync(verb == "AUTH" ? "235 welcome" : "250 yes");
                    break;
            }
        }
    }

    private async Task<MimeMessage> LetterAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            text.Append(line is ['.', .. var rest] ? rest : line).Append("\r\n");
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes, _stop.Token);
    }
}
