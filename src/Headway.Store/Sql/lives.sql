-- New lives of jobs and items, as people ask for them.

-- name: LockClaimsOfJob
SELECT lo FROM claim WHERE job_id = @id ORDER BY lo
FOR UPDATE                                                                     --postgres: lock

-- name: RestartFacts
SELECT phase, plan, total, plan_total, rolled_by IS NOT NULL FROM job WHERE id = @id

-- name: RestartAttempts
INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at)
SELECT c.job_id, CASE WHEN c.kind = 'finish' THEN -1 ELSE c.lo END, CASE WHEN c.kind = 'finish' THEN -1 ELSE c.hi END, c.gen, c.number,
  'cancelled', s.worker, c.taken_at, now_us()
FROM claim c JOIN session s ON s.id = c.session
WHERE c.job_id = @id

-- name: RestartClaims
DELETE FROM claim WHERE job_id = @id

-- name: DropItems
DELETE FROM item WHERE job_id = @id AND no > @keep

-- name: RestartJob
UPDATE job SET
  control = 'run', phase = 'work', holds = 0,
  gen = gen + 1, base = gen + 1,
  plan = CASE WHEN @replan THEN 'due' ELSE plan END,
  plan_gen = CASE WHEN @replan THEN gen + 1 ELSE plan_gen END,
  plan_output = CASE WHEN @replan THEN NULL ELSE plan_output END,
  plan_fault = CASE WHEN @replan THEN NULL ELSE plan_fault END,
  finish = CASE WHEN finish = 'none' THEN 'none' ELSE 'blocked' END,
  total = @keep, plan_total = @keep, next_no = 0, avail_no = @keep,
  n_run = 0, n_due = 0, n_wait = 0, n_done = 0, n_fail = 0, n_skip = 0, n_cancel = 0,
  result = NULL, fault = NULL, step = NULL, step_percent = NULL,
  waits = (SELECT count(*) FROM job_after WHERE job_id = @id AND open), kids = 0, kin_fault = NULL,
  started_at = NULL, finished_at = NULL, turn = n.now, active_at = n.now, seq = seq + 1
FROM (SELECT now_us() AS now) n
WHERE id = @id

-- name: PlanSpan
INSERT INTO back (job_id, lo, hi, number, due) VALUES (@id, 0, 0, 0, true)

-- name: LifeEvent
INSERT INTO event (at, org, kind, actor, jobs) SELECT now_us(), org, @kind, @actor, id || '=' || seq FROM job WHERE id = @id

-- name: LifeHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq, now_us(), @kind, @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id

-- name: FailedFacts
SELECT CASE WHEN phase <> 'final' AND control = 'cancel' THEN 'finish' ELSE phase END, plan, finish, total, n_fail,
  CASE WHEN EXISTS (SELECT 1 FROM claim c WHERE c.job_id = job.id) THEN 1 ELSE 0 END,
  rolled_by IS NOT NULL
FROM job
WHERE id = @id

-- name: ReviveFailed
UPDATE item SET
  state = NULL, gen = j.gen + @gens, number = 0, output = NULL, fault = NULL, finished_at = NULL
FROM (SELECT gen, base FROM job WHERE id = @id) j
WHERE item.job_id = @id AND item.state IN ('failed', 'quarantined') AND item.gen >= j.base

-- name: ReviveFailedSpans
INSERT INTO back (job_id, lo, hi, number, due)
SELECT i.job_id, i.no, i.no, 0, true FROM job j JOIN item i ON i.job_id = j.id
WHERE j.id = @id AND i.state IS NULL AND i.gen = j.gen + @gens
UNION ALL
SELECT id, 1, 1, 0, true FROM job WHERE id = @id AND simple AND n_fail > 0
UNION ALL
SELECT id, 0, 0, 0, true FROM job WHERE id = @id AND plan = 'failed'

-- name: ReviveFailedJob
UPDATE job SET
  plan_gen = CASE WHEN plan = 'failed' THEN gen + @gens ELSE plan_gen END,
  plan_output = CASE WHEN plan = 'failed' THEN NULL ELSE plan_output END,
  plan_fault = CASE WHEN plan = 'failed' THEN NULL ELSE plan_fault END,
  plan = CASE WHEN plan = 'failed' THEN 'due' ELSE plan END,
  fault = CASE WHEN simple THEN NULL ELSE fault END,
  n_due = n_due + n_fail, n_fail = 0,
  gen = gen + @gens, active_at = now_us(), seq = seq + 1
WHERE id = @id

-- name: EditInput
UPDATE item SET input = @input WHERE job_id = @id AND no = @no

-- name: SkipFacts
SELECT j.phase, j.total, v.state, b.lo, b.hi, b.due, b.number
FROM job j
LEFT JOIN item_view v ON v.job_id = j.id AND v.no = @no
LEFT JOIN back b ON b.job_id = j.id AND b.lo <= @no AND b.hi >= @no
WHERE j.id = @id

-- name: SkipSpan
DELETE FROM back WHERE job_id = @id AND lo = @lo;
INSERT INTO back (job_id, lo, hi, number, started_at, due) SELECT @id, @lo, @no - 1, @number, NULL, true WHERE @lo < @no;
INSERT INTO back (job_id, lo, hi, number, started_at, due) SELECT @id, @no + 1, @hi, @number, NULL, true WHERE @hi > @no

-- name: SkipItem
UPDATE item SET
  state = 'skipped', output = NULL, fault = @fault, finished_at = now_us(),
  number = CASE WHEN item.gen < j.base OR item.state IS NULL THEN @number ELSE item.number END,
  gen = CASE WHEN item.gen < j.base THEN j.base ELSE item.gen END
FROM (SELECT base FROM job WHERE id = @id) j
WHERE item.job_id = @id AND item.no = @no

-- name: SkipJob
UPDATE job SET
  n_fail = job.n_fail - @failed, n_wait = job.n_wait - @wait, n_due = job.n_due - @due, n_skip = job.n_skip + 1,
  fault = CASE WHEN job.simple THEN @fault ELSE job.fault END,
  avail_no = CASE WHEN t.settled AND NOT t.ended THEN job.total + 1 ELSE job.avail_no END,
  finish = CASE WHEN t.settled AND NOT t.ended THEN 'due' ELSE job.finish END,
  phase = CASE WHEN t.ended THEN 'final' WHEN t.settled THEN 'finish' ELSE job.phase END,
  step = CASE WHEN t.settled THEN NULL ELSE job.step END,
  step_percent = CASE WHEN t.settled THEN NULL ELSE job.step_percent END,
  finished_at = CASE WHEN t.ended THEN t.now ELSE job.finished_at END,
  active_at = t.now, seq = job.seq + 1
FROM (
  SELECT m.*, m.settled AND (m.finish = 'none' OR m.plan = 'failed' OR m.bereft) AS ended
  FROM (
    SELECT now_us() AS now, j.plan, j.finish, j.kin_fault IS NOT NULL AS bereft,
      j.phase = 'work' AND j.kids = 0 AND j.plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled')
        AND j.n_done + j.n_fail - @failed + j.n_skip + 1 + j.n_cancel = j.total AS settled
    FROM job j
    WHERE j.id = @id
  ) m
) t
WHERE job.id = @id
