-- What people ask of jobs: one row, whatever the size.

-- name: JobBefore
SELECT control, phase FROM job WHERE id = @id
FOR UPDATE                                                                     --postgres: lock

-- name: ControlEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT now_us(), org, @kind, @actor, id || '=' || (seq + 1)
FROM job
WHERE id = @id AND phase <> 'final' AND control <> 'cancel' AND control <> @control

-- name: ControlHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq + 1, now_us(), @kind, @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id AND phase <> 'final' AND control <> 'cancel' AND control <> @control

-- name: ControlJob
UPDATE job SET control = @control, active_at = now_us(), seq = seq + 1
WHERE id = @id AND phase <> 'final' AND control <> 'cancel' AND control <> @control

-- name: CancelJob
UPDATE job SET
  control = 'cancel', holds = 0, n_due = 0, n_wait = 0,
  phase = CASE WHEN n.spare THEN phase ELSE 'final' END,
  next_no = CASE WHEN n.spare THEN total ELSE next_no END,
  avail_no = CASE WHEN n.spare THEN total ELSE avail_no END,
  n_cancel = total - n_done - n_fail - n_skip - CASE WHEN n.spare THEN n_run ELSE 0 END,
  n_run = CASE WHEN n.spare THEN n_run ELSE 0 END,
  step = CASE WHEN n.spare THEN step END, step_percent = CASE WHEN n.spare THEN step_percent END,
  active_at = n.now, finished_at = CASE WHEN n.spare THEN NULL ELSE n.now END, seq = seq + 1
FROM (SELECT now_us() AS now, (SELECT lets_end AND n_run > 0 FROM job WHERE id = @id) AS spare) n
WHERE id = @id AND phase <> 'final' AND control <> 'cancel'

-- name: CancelSpans
DELETE FROM back WHERE job_id = @id AND EXISTS (SELECT 1 FROM job WHERE id = @id AND control = 'cancel' AND phase <> 'final')

-- name: RetryFacts
SELECT CASE WHEN j.phase <> 'final' AND j.control = 'cancel' THEN 'ending' ELSE j.phase END, j.plan, j.finish, j.total, j.simple,
  CASE WHEN EXISTS (SELECT 1 FROM claim c WHERE c.job_id = j.id) THEN 1 ELSE 0 END,
  (SELECT v.state FROM item_view v WHERE v.job_id = j.id AND v.no = @no), j.rolled_by IS NOT NULL, j.unique_key IS NOT NULL
FROM job j
WHERE j.id = @id

-- name: DropSpans
DELETE FROM back WHERE job_id = @id

-- name: ReopenJob
UPDATE job SET
  control = 'run',
  phase = CASE WHEN @kind = 'finish' THEN 'finish' ELSE 'work' END,
  plan = CASE WHEN plan IN ('due', 'run', 'wait') THEN 'cancelled' ELSE plan END,
  finish = CASE WHEN finish = 'none' THEN 'none' WHEN @kind = 'finish' THEN 'due' ELSE 'blocked' END,
  waits = 0, kids = 0, kin_fault = NULL,
  fault = CASE WHEN finish = 'none' THEN fault END, result = NULL, next_no = total, avail_no = total, finished_at = NULL, gen = gen + 1
WHERE id = @id

-- name: ReviveItem
UPDATE item SET
  state = NULL, gen = (SELECT j.gen FROM job j WHERE j.id = @id), number = 0, output = NULL, fault = NULL, finished_at = NULL
WHERE job_id = @id AND no = @no

-- name: ReviveSpan
INSERT INTO back (job_id, lo, hi, number, due) VALUES (@id, @no, @no, 0, true)

-- name: ReviveJob
UPDATE job SET
  plan = CASE WHEN @kind = 'plan' THEN 'due' ELSE plan END,
  plan_gen = CASE WHEN @kind = 'plan' THEN gen + @gens ELSE plan_gen END,
  plan_output = CASE WHEN @kind = 'plan' THEN NULL ELSE plan_output END,
  plan_fault = CASE WHEN @kind = 'plan' THEN NULL ELSE plan_fault END,
  fault = CASE WHEN @kind = 'finish' OR simple THEN NULL ELSE fault END,
  n_due = n_due + CASE WHEN @kind = 'work' THEN 1 ELSE 0 END,
  n_cancel = n_cancel - CASE WHEN @kind = 'work' AND @was = 'cancelled' THEN 1 ELSE 0 END,
  n_fail = n_fail - CASE WHEN @kind = 'work' AND @was <> 'cancelled' THEN 1 ELSE 0 END,
  gen = gen + @gens, active_at = now_us(), seq = seq + 1
WHERE id = @id

-- name: RetryEvent
INSERT INTO event (at, org, kind, actor, jobs) SELECT now_us(), org, 'retried', @actor, id || '=' || seq FROM job WHERE id = @id

-- name: RetryHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq, now_us(), 'retried', @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id
