-- Items whose worker died: they wait apart, and each is handed to a session that holds nothing else.

-- name: SuspectsWait
SELECT 1 FROM back b JOIN job j ON j.id = b.job_id
WHERE b.suspect AND j.control = 'run' AND j.phase <> 'final' AND j.holds = 0 AND j.parked IS NULL
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = j.queue OR h.kind = 'type' AND h.name = j.type)
    AND h.org IN ('*', j.org) AND (h.until IS NULL OR h.until > now_us()))
  AND replace(@queues, '"' || j.queue || '"', '') <> @queues AND replace(@types, '"' || j.type || '"', '') <> @types
LIMIT 1

-- name: DropEndedSuspects
DELETE FROM back
WHERE suspect AND job_id IN (SELECT b.job_id FROM back b JOIN job j ON j.id = b.job_id WHERE b.suspect AND j.phase = 'final')

-- name: ClaimSuspect
INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at, suspect)
SELECT j.id, b.lo, b.hi, @call, 1, CASE WHEN b.lo = 0 THEN 'plan' WHEN b.lo > j.total THEN 'finish' ELSE 'work' END,
  j.gen, j.seq + 1, b.number + 1, false, @session, now_us(), true
FROM back b JOIN job j ON j.id = b.job_id
WHERE b.suspect AND j.control = 'run' AND j.phase <> 'final' AND j.holds = 0 AND j.parked IS NULL
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = j.queue OR h.kind = 'type' AND h.name = j.type)
    AND h.org IN ('*', j.org) AND (h.until IS NULL OR h.until > now_us()))
  AND replace(@queues, '"' || j.queue || '"', '') <> @queues AND replace(@types, '"' || j.type || '"', '') <> @types
  AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
  AND (SELECT count(*) FROM claim WHERE session = @session) = 0
  AND NOT EXISTS (SELECT 1 FROM limit_rule)                                    --?unlimited
ORDER BY b.started_at, b.job_id, b.lo
LIMIT 1
FOR UPDATE OF b, j SKIP LOCKED                                                 --postgres: lock

-- name: SuspectJob
UPDATE job SET
  n_run = job.n_run + t.n,
  n_wait = job.n_wait - t.n,
  plan = CASE WHEN t.kind = 'plan' THEN 'run' ELSE job.plan END,
  finish = CASE WHEN t.kind = 'finish' THEN 'run' ELSE job.finish END,
  turn = t.taken_at, started_at = coalesce(job.started_at, t.taken_at), active_at = t.taken_at,
  seq = job.seq + 1
FROM (
  SELECT job_id, seq, kind, taken_at, CASE WHEN kind = 'work' THEN 1 ELSE 0 END AS n FROM claim WHERE session = @session AND call = @call
) t
WHERE job.id = t.job_id AND job.seq = t.seq - 1

-- name: SuspectPlace
SELECT j.org, j.type FROM claim c JOIN job j ON j.id = c.job_id WHERE c.session = @session AND c.call = @call
