-- One wish for many jobs: those of one organisation at a time, whose rows have been locked in the order of their ids.

-- name: JobsBefore
SELECT id, org, control, phase FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: ControlManyEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT (SELECT now_us()), org, @kind, @actor, string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
GROUP BY org

-- name: ControlManyHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq + 1, now_us(), @kind, @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: ControlManyJobs
UPDATE job SET
  control = @control, active_at = n.now, seq = seq + 1,
  phase = CASE WHEN @control = 'cancel' AND NOT (lets_end AND n_run > 0) THEN 'final' ELSE phase END,
  next_no = CASE WHEN @control = 'cancel' AND lets_end AND n_run > 0 THEN total ELSE next_no END,
  avail_no = CASE WHEN @control = 'cancel' AND lets_end AND n_run > 0 THEN total ELSE avail_no END,
  holds = CASE WHEN @control = 'cancel' THEN 0 ELSE holds END,
  n_run = CASE WHEN @control = 'cancel' AND NOT lets_end THEN 0 ELSE n_run END,
  n_due = CASE WHEN @control = 'cancel' THEN 0 ELSE n_due END,
  n_wait = CASE WHEN @control = 'cancel' THEN 0 ELSE n_wait END,
  n_cancel = CASE WHEN @control <> 'cancel' THEN n_cancel WHEN lets_end THEN total - n_done - n_fail - n_skip - n_run
    ELSE total - n_done - n_fail - n_skip END,
  step = CASE WHEN @control = 'cancel' AND NOT (lets_end AND n_run > 0) THEN NULL ELSE step END,
  step_percent = CASE WHEN @control = 'cancel' AND NOT (lets_end AND n_run > 0) THEN NULL ELSE step_percent END,
  finished_at = CASE WHEN @control = 'cancel' AND NOT (lets_end AND n_run > 0) THEN n.now ELSE finished_at END
FROM (SELECT now_us() AS now) n
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: CancelManySpans
DELETE FROM back WHERE job_id IN (
  SELECT id FROM job WHERE control = 'cancel' AND phase <> 'final' AND id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids)))

-- name: PrioritiesBefore
SELECT id, org, phase, priority FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: PriorityManyJobs
UPDATE job SET priority = @priority, active_at = now_us(), seq = seq + 1
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
