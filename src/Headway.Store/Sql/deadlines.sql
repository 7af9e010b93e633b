-- Jobs that have had their time: ended as a cancelled job is, one row whatever the size, and failed.

-- name: EnqueueTimeLimits
UPDATE job SET time_limit = r.time_limit
FROM (
  SELECT * FROM jsonb_to_recordset(@time_limits) AS x(id uuid, time_limit bigint)                                    --postgres
  SELECT value ->> 'id' AS id, value ->> 'time_limit' AS time_limit FROM jsonb_each(@time_limits)                     --sqlite
) r
WHERE job.id = r.id AND job.seq = 1

-- name: OverdueJobs
SELECT d.job, j.time_limit
FROM (SELECT job FROM deadline WHERE at <= now_us() ORDER BY at LIMIT 100) d
LEFT JOIN job j ON j.id = d.job AND j.phase <> 'final' AND j.control <> 'cancel'
UNION
SELECT c.job_id, j.time_limit
FROM claim c JOIN job j ON j.id = c.job_id
WHERE c.taken_at <= now_us() - 259200000000 AND j.phase <> 'final' AND j.control <> 'cancel' AND j.simple
  AND j.time_limit = 259200000000
  AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.job = c.job_id)

-- name: IsOverdue
SELECT j.org FROM job j
WHERE j.id = @id AND j.phase <> 'final' AND j.control <> 'cancel'
  AND coalesce((SELECT d.at FROM deadline d WHERE d.job = j.id), j.started_at + j.time_limit) <= now_us()

-- name: OverrunEvent
INSERT INTO event (at, org, kind, jobs) SELECT now_us(), org, 'timed_out', id || '=' || (seq + 1) FROM job WHERE id = @id

-- name: OverrunHistory
INSERT INTO history (job_id, seq, at, kind, event_id)
SELECT id, seq + 1, now_us(), 'timed_out',
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id

-- name: OverrunJob
UPDATE job SET
  control = 'cancel', overran = gen, phase = 'final', holds = 0, n_run = 0, n_due = 0, n_wait = 0,
  n_cancel = total - n_done - n_fail - n_skip, fault = @fault, step = NULL, step_percent = NULL,
  active_at = n.now, finished_at = n.now, seq = seq + 1
FROM (SELECT now_us() AS now) n
WHERE id = @id

-- name: DropDeadline
DELETE FROM deadline WHERE job = @id AND at <= now_us()
