-- The rows Headway writes for a simple job, written by hand: no guards, no limits, no cancels, whatever is claimed ends well. On
-- Headway's own tables, with its indexes and triggers. What is left between this and Headway is what Headway adds to its schema.

-- name: RowsSession
INSERT INTO session (id, worker, host, process_id, version, slots, busy, memory, queues, types, draining, started_at, beat_at, expires_at)
VALUES (@session, 'rows', 'rows', 0, '0', 1, 0, 0, '[]', '[]', false, now_us(), now_us(), now_us() + 3600000000)

-- name: RowsClaim
WITH pick AS MATERIALIZED (
  SELECT id, seq FROM job WHERE open AND queue = 'default' AND type = 'bench.nothing' AND org = 'default'
  ORDER BY priority DESC, turn, id LIMIT @n
  FOR UPDATE SKIP LOCKED                                                           --postgres: lock
), taken AS (
  INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at)
  SELECT id, 1, 1, @call, row_number() OVER (), 'work', 1, seq + 1, 1, true, @session, now_us() FROM pick
), told AS (
  INSERT INTO event (at, org, kind, jobs)
  SELECT now_us(), 'default', 'claimed', string_agg(id || '=' || (seq + 1), ' ') FROM pick HAVING count(*) > 0
), moved AS (
  UPDATE job SET next_no = 1, n_run = 1, turn = now_us(), started_at = now_us(), active_at = now_us(), seq = job.seq + 1
  FROM pick WHERE job.id = pick.id
)
SELECT id FROM pick

-- name: RowsFinish
WITH freed AS (
  DELETE FROM claim USING unnest(@ids::uuid[]) AS r(id) WHERE claim.job_id = r.id AND claim.lo = 1 AND claim.call = @call
  RETURNING job_id, taken_at
), settled AS (
  UPDATE job SET n_run = 0, n_done = 1, phase = 'final', active_at = now_us(), finished_at = now_us(), seq = job.seq + 1
  FROM freed WHERE job.id = freed.job_id
  RETURNING job.id, job.seq
), tried AS (
  INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at)
  SELECT job_id, 1, 1, 1, 1, 'ended', 'rows', taken_at, now_us() FROM freed
), counted AS (
  INSERT INTO rollup (minute, org, type, queue, session, bucket, done, skipped, failed, retried, cancelled, lost, busy, waits, waited,
    cpu, memory, bytes)
  SELECT now_us() / 60000000 * 60000000, 'default', 'bench.nothing', 'default', @session, 0, count(*),
    0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, 0
  FROM freed
  ON CONFLICT (minute, org, type, queue, session, bucket) DO UPDATE SET done = rollup.done + excluded.done,
    waits = rollup.waits + excluded.waits
)
INSERT INTO event (at, org, kind, jobs)
SELECT now_us(), 'default', 'finished', string_agg(id || '=' || seq, ' ') FROM settled
