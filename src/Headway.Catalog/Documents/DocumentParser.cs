namespace Headway.Catalog.Documents;

/// <summary>
/// Reads documents from outside, each in a child process that is used once: whatever a document does to its reader,
/// this process and the next document do not notice. Children are started ahead, because starting takes longer than reading.
/// </summary>
public sealed class DocumentParser(DocumentParserOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ParserProcess> _ahead = [];
    private ITimer? _idle;
    private bool _closed;
    private Task _ending = Task.CompletedTask;

    /// <summary>How well children are walled in here: as the last one said, before that what the machine allows.</summary>
    public ProtectionLevel Protection { get => field ??= ProtectionLevel.Find(); private set; }

    /// <summary>Reads a document.</summary>
    /// <param name="name">File name: decides among kinds of text only.</param>
    /// <param name="file">The bytes.</param>
    /// <param name="ct">Ends the child.</param>
    /// <returns>A text or a fault; what a document does wrong is never an exception.</returns>
    public async ValueTask<ParseOutcome> ParseAsync(string name, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        if (file.IsEmpty)
            return ParseOutcome.Failed(DocumentFault.NoText, "0 bytes");
        if (file.Length > ParserChild.MaxFile)
            return ParseOutcome.Failed(DocumentFault.TooLarge, $"{file.Length:N0} bytes");
        ParserProcess child;
        try
        {
            child = Take();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return ParseOutcome.Failed(DocumentFault.Internal, e.Message);
        }

        await using (child)
        {
            var outcome = child.ParseAsync(name, file, ct);
            StartAhead();
            var came = await outcome;
            if (child.Protection is { } words && words != Protection.Words)
                Protection = new ProtectionLevel(words);
            return came;
        }
    }

    /// <summary>Starts the children that wait, so that the first document need not.</summary>
    public void StartAhead()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_closed || _ahead.Count >= options.Ahead)
                    return;
                _idle ??= clock.CreateTimer(_ => EndIdle(), null, options.IdleTime, options.IdleTime);
                try
                {
                    _ahead.Enqueue(ParserProcess.Start(options, clock));
                }
                catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
                {
                    return; // the next document will say so
                }
            }
        }
    }

    /// <summary>Ends the children that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        List<ParserProcess> left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _ahead];
            _ahead.Clear();
            _idle?.Dispose();
        }

        foreach (var child in left)
            await child.DisposeAsync();
        await _ending;
    }

    private ParserProcess Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_ahead.TryDequeue(out var child))
                return child;
        }

        return ParserProcess.Start(options, clock);
    }

    private void EndIdle() => _ending = EndIdleAsync();

    private async Task EndIdleAsync()
    {
        List<ParserProcess> old = [];
        lock (_gate)
        {
            while (_ahead.TryPeek(out var first) && clock.GetElapsedTime(first.StartedAt) >= options.IdleTime)
                old.Add(_ahead.Dequeue());
        }

        foreach (var child in old)
            await child.DisposeAsync();
    }
}
