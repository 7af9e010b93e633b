-- How claims end: outcomes, handing back, taking back. Every write is guarded by the claim and by the job's phase.
-- Locks are taken in one order: claims, what effects write, jobs, items and spans, rollup.

-- name: LockClaims
SELECT r.n, j.phase
FROM (
  SELECT * FROM jsonb_to_recordset(@claims) AS x(n int, job uuid, lo int, call uuid)                                                            --postgres
  SELECT value ->> 'n' AS n, value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call FROM jsonb_each(@claims)                     --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
ORDER BY c.job_id, c.lo
FOR UPDATE OF c                                                                --postgres: lock

-- name: LockJobs
SELECT id, phase FROM job
WHERE id IN (
  SELECT c.job_id FROM jsonb_to_recordset(@claims) AS r(job uuid, lo int, call uuid) JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call  --postgres
  SELECT c.job_id FROM jsonb_each(@claims) r JOIN claim c ON c.job_id = r.value ->> 'job' AND c.lo = r.value ->> 'lo' AND c.call = r.value ->> 'call'      --sqlite
)
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: SplitSimple
INSERT INTO item (job_id, no, gen)
SELECT DISTINCT j.id, 1, c.gen
FROM (
  SELECT * FROM jsonb_to_recordset(@followups) AS x(job uuid, lo int, call uuid)                                                   --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call FROM jsonb_each(@followups)                         --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE j.simple AND j.phase <> 'final' AND j.control <> 'cancel'

-- name: AddFollowUps
INSERT INTO item (job_id, no, name, input)
SELECT j.id, j.total + row_number() OVER (PARTITION BY j.id ORDER BY r.n), r.name, r.input
FROM (
  SELECT * FROM jsonb_to_recordset(@followups) AS x(job uuid, lo int, call uuid, n int, name text, input text)                     --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'n' AS n, value ->> 'name' AS name, value ->> 'input' AS input FROM jsonb_each(@followups)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE c.kind <> 'finish' AND j.phase <> 'final' AND j.control <> 'cancel'

-- name: WriteItems
UPDATE item SET
  state = r.state,
  gen = CASE WHEN item.gen < j.base THEN j.base ELSE item.gen END,
  number = c.number,
  output = r.output,
  fault = r.fault,
  started_at = c.taken_at,
  finished_at = CASE WHEN r.state IS NOT NULL THEN n.now END
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@items) AS x(job uuid, lo int, call uuid, no int, state text, output text, fault text)          --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'no' AS no, value ->> 'state' AS state, value ->> 'output' AS output, value ->> 'fault' AS fault FROM jsonb_each(@items)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE item.job_id = r.job AND item.no = r.no AND j.phase <> 'final'

-- name: WriteAttempts
INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at, cpu, memory, bytes)
SELECT c.job_id, CASE WHEN c.kind = 'finish' THEN -1 ELSE c.lo END, CASE WHEN c.kind = 'finish' THEN -1 ELSE c.hi END, c.gen, c.number,
  CASE WHEN j.phase = 'final' THEN 'cancelled' ELSE r.outcome END, s.worker, c.taken_at, n.now,
  coalesce(r.cpu, 0), coalesce(r.memory, 0), coalesce(r.bytes, 0)
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@claims) AS x(job uuid, lo int, call uuid, outcome text, cpu bigint, memory bigint, bytes bigint)                                        --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'outcome' AS outcome, value ->> 'cpu' AS cpu, value ->> 'memory' AS memory, value ->> 'bytes' AS bytes FROM jsonb_each(@claims)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id JOIN session s ON s.id = c.session

-- name: WriteFaults
INSERT INTO fault (job_id, no, gen, number, at, class, code, fault)
SELECT c.job_id, CASE WHEN c.kind = 'finish' THEN -1 ELSE r.no END, c.gen, c.number, n.now, r.class, r.code, r.fault
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@faults) AS x(job uuid, lo int, call uuid, no int, class text, code text, fault text)           --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'no' AS no, value ->> 'class' AS class, value ->> 'code' AS code, value ->> 'fault' AS fault FROM jsonb_each(@faults)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE j.phase <> 'final'

-- name: WriteSpans
INSERT INTO back (job_id, lo, hi, number, started_at, due_at, due, suspect)
SELECT c.job_id, r.first, r.last, c.number - r.refund, c.taken_at, n.now + r.wait, r.wait IS NULL AND NOT coalesce(r.suspect, false),
  coalesce(r.suspect, false)
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@spans) AS x(job uuid, lo int, call uuid, first int, last int, refund int, wait bigint, suspect boolean)         --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'first' AS first, value ->> 'last' AS last, value ->> 'refund' AS refund, value ->> 'wait' AS wait, value ->> 'suspect' AS suspect FROM jsonb_each(@spans)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE j.phase <> 'final' AND j.control <> 'cancel'

-- name: WriteEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), org, @kind, string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE phase <> 'final' AND id IN (
  SELECT c.job_id FROM jsonb_to_recordset(@claims) AS r(job uuid, lo int, call uuid) JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call  --postgres
  SELECT c.job_id FROM jsonb_each(@claims) r JOIN claim c ON c.job_id = r.value ->> 'job' AND c.lo = r.value ->> 'lo' AND c.call = r.value ->> 'call'      --sqlite
)
GROUP BY org

-- name: WriteRollup
INSERT INTO rollup (minute, org, type, queue, session, bucket, done, skipped, failed, retried, cancelled, lost, busy, waits, waited,
  cpu, memory, bytes)
SELECT n.now / 60000000 * 60000000, j.org, j.type, j.queue, c.session, r.bucket,
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase <> 'final' THEN r.done END), 0),
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase <> 'final' THEN r.skip END), 0),
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase <> 'final' THEN r.fail END), 0),
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase <> 'final' THEN r.retry END), 0),
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase = 'final' AND r.waits IS NULL THEN c.hi - c.lo + 1 END), 0),
  coalesce(sum(CASE WHEN c.kind = 'work' AND j.phase <> 'final' THEN r.lost END), 0),
  coalesce(sum(r.busy), 0), coalesce(sum(r.waits), 0), coalesce(sum(r.waited), 0),
  coalesce(sum(r.cpu), 0), coalesce(max(r.memory), 0), coalesce(sum(r.bytes), 0)
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@tallies) AS x(job uuid, lo int, call uuid, bucket int, done int, skip int, fail int, retry int, lost int, busy bigint, waits int, waited bigint, cpu bigint, memory bigint, bytes bigint)  --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'bucket' AS bucket, value ->> 'done' AS done, value ->> 'skip' AS skip, value ->> 'fail' AS fail, value ->> 'retry' AS retry, value ->> 'lost' AS lost, value ->> 'busy' AS busy, value ->> 'waits' AS waits, value ->> 'waited' AS waited, value ->> 'cpu' AS cpu, value ->> 'memory' AS memory, value ->> 'bytes' AS bytes FROM jsonb_each(@tallies)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
GROUP BY 1, j.org, j.type, j.queue, c.session, r.bucket
ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (minute, org, type, queue, session, bucket) DO UPDATE SET
  done = rollup.done + excluded.done, skipped = rollup.skipped + excluded.skipped, failed = rollup.failed + excluded.failed,
  retried = rollup.retried + excluded.retried, cancelled = rollup.cancelled + excluded.cancelled, lost = rollup.lost + excluded.lost,
  busy = rollup.busy + excluded.busy, waits = rollup.waits + excluded.waits, waited = rollup.waited + excluded.waited,
  cpu = rollup.cpu + excluded.cpu, bytes = rollup.bytes + excluded.bytes,
  memory = CASE WHEN excluded.memory > rollup.memory THEN excluded.memory ELSE rollup.memory END

-- name: SettleJobs
UPDATE job SET
  n_run = t.n_run,
  n_due = t.n_due,
  n_wait = t.n_wait,
  n_done = t.n_done,
  n_fail = t.n_fail,
  n_skip = t.n_skip,
  n_cancel = t.n_cancel,
  total = t.total,
  avail_no = CASE WHEN t.settled AND NOT t.ended THEN t.total + 1 ELSE job.avail_no + t.more END,
  plan = t.plan,
  finish = CASE WHEN t.settled AND NOT t.ended THEN 'due' ELSE t.finish END,
  phase = CASE WHEN t.ended THEN 'final' WHEN t.settled THEN 'finish' ELSE t.phase END,
  simple = job.simple AND t.more = 0,
  result = CASE WHEN t.more = 0 AND t.output IS NOT NULL THEN t.output ELSE job.result END,
  fault = CASE WHEN t.tells > 0 THEN t.fault ELSE job.fault END,
  quarantined = t.quarantined > 0,
  plan_output = CASE WHEN t.plans > 0 THEN t.plan_output ELSE job.plan_output END,
  plan_fault = CASE WHEN t.plans > 0 THEN t.plan_fault ELSE job.plan_fault END,
  step = CASE WHEN t.n_run > 0 OR t.plan = 'run' OR t.finish = 'run' THEN job.step END,
  step_percent = CASE WHEN t.n_run > 0 OR t.plan = 'run' OR t.finish = 'run' THEN job.step_percent END,
  cpu = job.cpu + t.cpu,
  memory = CASE WHEN t.memory > job.memory THEN t.memory ELSE job.memory END,
  bytes = job.bytes + t.bytes,
  active_at = n.now,
  finished_at = CASE WHEN t.ended THEN n.now END,
  seq = job.seq + 1
FROM (SELECT now_us() AS now) n, (
  SELECT s.*, s.settled AND (s.finish = 'none' OR s.plan = 'failed' OR s.bereft)
    OR s.phase = 'finish' AND s.finish IN ('completed', 'skipped', 'failed')
    OR s.control = 'cancel' AND s.n_run = 0 AS ended -- its last chunk at work has ended, and nothing follows
  FROM (
    SELECT m.*, m.phase = 'work' AND m.kids = 0 AND m.plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled')
      AND m.n_done + m.n_fail + m.n_skip + m.n_cancel = m.total AS settled
    FROM (
      SELECT j.id, j.phase, j.control, j.kids, j.kin_fault IS NOT NULL AS bereft,
        j.n_cancel + sum(CASE WHEN c.kind = 'work' AND j.control = 'cancel' THEN r.due + r.wait ELSE 0 END) AS n_cancel,
        j.n_run - sum(CASE WHEN c.kind = 'work' THEN c.hi - c.lo + 1 ELSE 0 END) AS n_run,
        j.n_due + sum(CASE WHEN c.kind = 'work' AND j.control <> 'cancel' THEN r.due ELSE 0 END) AS n_due,
        j.n_wait + sum(CASE WHEN c.kind = 'work' AND j.control <> 'cancel' THEN r.wait ELSE 0 END) AS n_wait,
        j.n_done + sum(CASE WHEN c.kind = 'work' THEN r.done ELSE 0 END) AS n_done,
        j.n_fail + sum(CASE WHEN c.kind = 'work' THEN r.fail ELSE 0 END) AS n_fail,
        j.n_skip + sum(CASE WHEN c.kind = 'work' THEN r.skip ELSE 0 END) AS n_skip,
        j.total + sum(CASE WHEN c.kind <> 'finish' AND j.control <> 'cancel' THEN r.more ELSE 0 END) AS total,
        sum(CASE WHEN c.kind <> 'finish' AND j.control <> 'cancel' THEN r.more ELSE 0 END) AS more,
        coalesce(sum(r.cpu), 0) AS cpu, coalesce(max(r.memory), 0) AS memory, coalesce(sum(r.bytes), 0) AS bytes,
        coalesce(max(CASE WHEN c.kind = 'plan' THEN r.word END), j.plan) AS plan,
        coalesce(max(CASE WHEN c.kind = 'finish' THEN r.word END), j.finish) AS finish,
        max(CASE WHEN c.kind = 'finish' OR j.simple OR j.dry_run THEN r.output END) AS output,
        max(CASE WHEN c.kind = 'finish' OR j.simple THEN r.fault END) AS fault,
        sum(CASE WHEN (c.kind = 'finish' OR j.simple) AND r.tells THEN 1 ELSE 0 END) AS tells,
        sum(CASE WHEN j.simple AND r.word = 'quarantined' THEN 1 ELSE 0 END) AS quarantined,
        max(CASE WHEN c.kind = 'plan' THEN r.output END) AS plan_output,
        max(CASE WHEN c.kind = 'plan' THEN r.fault END) AS plan_fault,
        sum(CASE WHEN c.kind = 'plan' AND r.tells THEN 1 ELSE 0 END) AS plans
      FROM (
        SELECT * FROM jsonb_to_recordset(@sums) AS x(job uuid, lo int, call uuid, done int, fail int, skip int, wait int, due int, more int, word text, output text, fault text, tells boolean, cpu bigint, memory bigint, bytes bigint)  --postgres
        SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'done' AS done, value ->> 'fail' AS fail, value ->> 'skip' AS skip, value ->> 'wait' AS wait, value ->> 'due' AS due, value ->> 'more' AS more, value ->> 'word' AS word, value ->> 'output' AS output, value ->> 'fault' AS fault, value ->> 'tells' AS tells, value ->> 'cpu' AS cpu, value ->> 'memory' AS memory, value ->> 'bytes' AS bytes FROM jsonb_each(@sums)  --sqlite
      ) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id AND j.phase <> 'final'
      GROUP BY j.id
    ) m
  ) s
) t
WHERE job.id = t.id

-- name: DropClaims
DELETE FROM claim WHERE (job_id, lo, call) IN (
  SELECT job, lo, call FROM jsonb_to_recordset(@claims) AS x(job uuid, lo int, call uuid)                       --postgres
  SELECT value ->> 'job', value ->> 'lo', value ->> 'call' FROM jsonb_each(@claims)                              --sqlite
)
