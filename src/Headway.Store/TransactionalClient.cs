using System.Data.Common;
using Headway.Client;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Submits jobs in transactions that also write rows of the program's own, in the same database: both are there, or neither.
/// </summary>
/// <param name="store">Where jobs live.</param>
/// <param name="client">Checks submissions.</param>
public sealed class TransactionalClient(SqlJobStore store, JobClient client)
{
    /// <summary>Submits a job in a transaction the caller opened and will commit; PostgreSQL only.</summary>
    /// <param name="job">The submission.</param>
    /// <param name="transaction">
    /// An open <c>NpgsqlTransaction</c> (read committed) on the database of the store. Submit last and commit soon: until then the feed
    /// waits for this transaction, so that nothing appears behind it. Workers find the job within a second of the commit.
    /// </param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The job's id, or that of the open job that has its unique key.</returns>
    /// <exception cref="SubmissionException">It cannot be taken; the transaction can go on.</exception>
    /// <exception cref="ArgumentException">The transaction is none of this database.</exception>
    /// <exception cref="NotSupportedException">The store is on SQLite, whose one writer is the store's own: use
    /// <see cref="RunAsync"/>.</exception>
    public async ValueTask<JobId> EnqueueAsync(NewJob job, DbTransaction transaction, CancellationToken ct = default) =>
        (await store.EnqueueInAsync(store.Database.Join(transaction), [client.Prepare(job)], ct))[0];

    /// <summary>
    /// Runs work in a transaction of the store's own, on either database; it commits when the work returns and leaves nothing when it
    /// throws. On SQLite it runs on the only writer, so it should be short and wait for nothing else.
    /// </summary>
    /// <param name="work">May run again from its start where two transactions stood in each other's way.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    /// <typeparam name="T">What the work gives.</typeparam>
    public async ValueTask<T> RunAsync<T>(Func<JobTransaction, CancellationToken, ValueTask<T>> work, CancellationToken ct = default)
    {
        var answer = await store.Database.WriteAsync(
            (session, token) => work(new JobTransaction(store, client, session), token), ct);
        store.Wake();
        return answer;
    }
}
