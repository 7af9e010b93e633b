using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Headway.Data;

/// <summary>
/// The one writer of a SQLite file: a thread that owns the only connection that writes. Whatever waits is committed together,
/// each operation inside a savepoint of its own, so one that fails loses nothing of the others; callers hear only after the commit.
/// There is no timer: alone, an operation commits at once, under load groups form by themselves.
/// </summary>
internal sealed class SqliteWriter
{
    private const int MaxGroup = 500;
    private static readonly TimeSpan MaxGroupTime = TimeSpan.FromMilliseconds(50); // nobody waits longer for those before him
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private readonly SqliteSession _session;
    private readonly Book _book = Kit.For(Dialect.Sqlite);
    private readonly Thread _thread;
    private readonly List<Operation> _group = new(MaxGroup);

    /// <summary>Waiting operations; a caller waits for room when 4,096 others do.</summary>
    private readonly Channel<Operation> _waiting = Channel.CreateBounded<Operation>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite writer" };
        _thread.Start();
    }

    /// <summary>Runs work in a transaction; returns when it is committed.</summary>
    public async ValueTask<T> RunAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        var operation = new Operation<T>(work, ct);
        try
        {
            await _waiting.Writer.WriteAsync(operation, ct);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "The database has been closed.");
        }

        return await operation.Answer;
    }

    /// <summary>Takes no more, runs what waits, then lets the thread end.</summary>
    public void Stop()
    {
        _waiting.Writer.TryComplete();
        _thread.Join();
    }

    private void Loop()
    {
        var dirty = false;
        while (WaitForWork(dirty ? Idle : Timeout.InfiniteTimeSpan) is { } some)
        {
            if (some)
            {
                CommitGroup();
                dirty = true;
            }
            else
            {
                Checkpoint();
                dirty = false;
            }
        }

        Checkpoint();
    }

    /// <summary>Null: closed and empty. False: the time has passed.</summary>
    private bool? WaitForWork(TimeSpan atMost)
    {
        // The writer's own thread may block: nothing else runs on it.
        var more = _waiting.Reader.WaitToReadAsync().AsTask();
        return more.Wait(atMost) ? (more.GetAwaiter().GetResult() ? true : null) : false;
    }

    private void CommitGroup()
    {
        try
        {
            _session.Run(_book["BeginWrite"]);
            RunGroup();
            _session.Run(_book["Commit"]);
        }
        catch (Exception e)
        {
            Abandon();
            _group.ForEach(operation => operation.Fail(e));
            _group.Clear();
            return;
        }

        _group.ForEach(operation => operation.Acknowledge());
        _group.Clear();
    }

    private void RunGroup()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (_group.Count < MaxGroup && TimeProvider.System.GetElapsedTime(started) < MaxGroupTime
            && _waiting.Reader.TryRead(out var operation))
        {
            _group.Add(operation);
            _session.Run(_book["Savepoint"]);
            if (!operation.Run(_session))
                _session.Run(_book["RollbackToSavepoint"]);
            _session.Run(_book["ReleaseSavepoint"]);
        }
    }

    private void Abandon()
    {
        try
        {
            _session.Run(_book["Rollback"]);
        }
        catch (DatabaseException)
        {
            // SQLite has rolled back by itself already (disk full, I/O error); the operations get the first exception.
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The same, with a code that has no sentence of its own: "no transaction is active".
        }
    }

    private void Checkpoint()
    {
        try
        {
            _session.Run(_book["Checkpoint"]);
        }
        catch (DatabaseException)
        {
            // A reader is in the way or the disk is full; the log stays longer and the next idle moment tries again.
        }
    }

    private abstract class Operation
    {
        /// <summary>Runs on the writer's thread.</summary>
        /// <returns>False where it failed and must be rolled back.</returns>
        public abstract bool Run(SqliteSession session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception e);
    }

    private sealed class Operation<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) : Operation
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _value = default!;
        private ExceptionDispatchInfo? _error;

        public Task<T> Answer => _answer.Task;

        public override bool Run(SqliteSession session)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                var done = work(session, ct);
                // Statements complete at once; only work that awaits something else gets here unfinished, and all writers wait with it.
                _value = done.IsCompleted ? done.GetAwaiter().GetResult() : done.AsTask().GetAwaiter().GetResult();
                return true;
            }
            catch (Exception e)
            {
                _error = ExceptionDispatchInfo.Capture(e);
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (_error is null)
                _answer.TrySetResult(_value);
            else
                Fail(_error.SourceException);
        }

        public override void Fail(Exception e)
        {
            if (e is OperationCanceledException && ct.IsCancellationRequested)
                _answer.TrySetCanceled(ct);
            else
                _answer.TrySetException(_error?.SourceException ?? e);
        }
    }
}
