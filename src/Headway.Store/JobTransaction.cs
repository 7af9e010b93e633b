using System.Data.Common;
using Headway.Client;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>An open transaction that jobs can be submitted in; see <see cref="TransactionalClient.RunAsync"/>.</summary>
public sealed class JobTransaction
{
    private readonly SqlJobStore _store;
    private readonly JobClient _client;

    internal JobTransaction(SqlJobStore store, JobClient client, DbSession session) =>
        (_store, _client, Session) = (store, client, session);

    /// <summary>Runs statements of a book in the transaction.</summary>
    public DbSession Session { get; }

    /// <summary>A command of the driver in the transaction, for SQL of the caller's own.</summary>
    public DbCommand CreateCommand() => Session.CreateCommand();

    /// <summary>Submits a job with what else the transaction does: there when it commits, never there when it does not.</summary>
    /// <returns>The job's id, or that of the open job that has its unique key.</returns>
    /// <exception cref="SubmissionException">It cannot be taken; the transaction can go on.</exception>
    public async ValueTask<JobId> EnqueueAsync(NewJob job, CancellationToken ct = default) =>
        (await _store.EnqueueInAsync(Session, [_client.Prepare(job)], ct))[0];
}
