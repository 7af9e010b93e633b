-- The hot path on SQLite: there is one writer, so what was read stands until it is written, and a prepared statement a row costs less
-- than any way of handing rows over together. What may be written is the same as on the shared pages, which stay the reference.

-- name: ClaimFacts
SELECT (SELECT count(*) FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us()),
  (SELECT count(*) FROM claim WHERE session = @session AND call = @call), now_us()

-- name: PickJobs
SELECT id, gen, seq, simple AND n_due = 0, config, created_by, name, dry_run,
  CASE WHEN gen = 1 THEN CASE WHEN due_at > created_at THEN due_at ELSE created_at END END
FROM job /*by job_open*/
WHERE open AND queue = @queue AND type = @type AND org = @org
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = @queue OR h.kind = 'type' AND h.name = @type)
    AND h.org IN ('*', @org) AND (h.until IS NULL OR h.until > now_us()))
  AND NOT EXISTS (SELECT 1 FROM limit_rule) -- under limits the shared page claims
ORDER BY priority DESC, turn, id
LIMIT @max

-- name: ClaimSimple
INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at)
VALUES (@job, 1, 1, @call, @ord, 'work', @gen, @seq, 1, true, @session, @now);
UPDATE job SET next_no = 1, n_run = 1, turn = @now, started_at = coalesce(started_at, @now), active_at = @now, seq = @seq WHERE id = @job

-- name: EndSimpleFacts
SELECT @n, c.job_id, j.org, j.type, j.queue, j.phase, j.seq, c.session, s.worker, c.gen, c.number, c.taken_at, now_us()
FROM claim c JOIN job j ON j.id = c.job_id JOIN session s ON s.id = c.session
WHERE c.job_id = @job AND c.lo = 1 AND c.call = @call AND j.simple AND j.kids = 0 AND j.kin_fault IS NULL AND NOT j.awaited

-- name: EndSimpleJobs
UPDATE job SET n_run = n_run - 1, n_done = n_done + 1, phase = 'final', result = coalesce(@output, result), fault = NULL,
  quarantined = false, step = NULL, step_percent = NULL, cpu = cpu + @cpu, memory = max(memory, @memory), bytes = bytes + @bytes,
  active_at = @now, finished_at = @now, seq = seq + 1
WHERE id = @job

-- name: EndSimpleClaims
INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at, cpu, memory, bytes)
VALUES (@job, 1, 1, @gen, @number, @outcome, @worker, @taken, @now, @cpu, @memory, @bytes);
DELETE FROM claim WHERE job_id = @job AND lo = 1

-- name: EndSimpleRollup
INSERT INTO rollup (minute, org, type, queue, session, bucket, done, skipped, failed, retried, cancelled, lost, busy, waits, waited,
  cpu, memory, bytes)
VALUES (@now / 60000000 * 60000000, @org, @type, @queue, @session, @bucket, @done, 0, 0, 0, @cancelled, 0, @busy, @waits, @waited,
  @cpu, @memory, @bytes)
ON CONFLICT (minute, org, type, queue, session, bucket) DO UPDATE SET
  done = rollup.done + excluded.done, cancelled = rollup.cancelled + excluded.cancelled, busy = rollup.busy + excluded.busy,
  waits = rollup.waits + excluded.waits, waited = rollup.waited + excluded.waited, cpu = rollup.cpu + excluded.cpu,
  memory = max(rollup.memory, excluded.memory), bytes = rollup.bytes + excluded.bytes

-- name: SimpleEvent
INSERT INTO event (at, org, kind, jobs) VALUES (@now, @org, @kind, @jobs)

-- name: EnqueueSimple
INSERT INTO job (id, org, queue, type, name, created_by, source, priority, config, labels, plan, finish, simple, chunk, max_attempts,
  holds, avail_no, total, plan_total, turn, created_at, due_at, active_at)
VALUES (@id, @org, @queue, @type, @name, @by, @source, @priority, @config, @labels, 'none', 'none', true, @chunk, @attempts,
  CASE WHEN @due > @now THEN 1 ELSE 0 END, 1, 1, 1, @now, @now, @due, @now)
ON CONFLICT (id) DO NOTHING

-- name: EnqueueSimpleEvent
INSERT INTO event (at, org, kind, actor, jobs) VALUES (@now, @org, 'enqueued', @actor, @jobs)
