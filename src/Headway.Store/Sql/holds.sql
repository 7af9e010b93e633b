-- What people say about when jobs run: priority, and queues and job types that give nothing for a while.

-- name: PriorityEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT now_us(), org, 'reprioritised', @actor, id || '=' || (seq + 1)
FROM job
WHERE id = @id AND phase <> 'final' AND priority <> @priority

-- name: PriorityHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq + 1, now_us(), 'reprioritised', @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id AND phase <> 'final' AND priority <> @priority

-- name: PriorityJob
UPDATE job SET priority = @priority, active_at = now_us(), seq = seq + 1
WHERE id = @id AND phase <> 'final' AND priority <> @priority

-- name: SetHold
INSERT INTO hold (kind, name, org, reason, actor, at, until)
SELECT @kind, @name, @org, @reason, @actor, n.now, @until
FROM (SELECT now_us() AS now) n
WHERE true
ON CONFLICT (kind, name, org) DO UPDATE SET reason = excluded.reason, actor = excluded.actor, at = excluded.at, until = excluded.until

-- name: DropHold
DELETE FROM hold WHERE kind = @kind AND name = @name AND org = @org AND (until IS NULL OR until > now_us()) RETURNING name

-- name: DropDueHolds
DELETE FROM hold WHERE until <= now_us() RETURNING kind, name, org, reason, actor, at, until

-- name: ListHolds
SELECT kind, name, org, reason, actor, at, until FROM hold
WHERE until IS NULL OR until > now_us()
ORDER BY kind, name, org
LIMIT 1000

-- name: WaitingJobs
WITH RECURSIVE line(queue, type) AS (
  SELECT (SELECT j.queue FROM job j WHERE j.open ORDER BY j.queue, j.type LIMIT 1),
    (SELECT j.type FROM job j WHERE j.open ORDER BY j.queue, j.type LIMIT 1)
  UNION
  SELECT
    coalesce((SELECT j.queue FROM job j WHERE j.open AND j.queue = l.queue AND j.type > l.type ORDER BY j.type LIMIT 1),
      (SELECT j.queue FROM job j WHERE j.open AND j.queue > l.queue ORDER BY j.queue LIMIT 1)),
    coalesce((SELECT j.type FROM job j WHERE j.open AND j.queue = l.queue AND j.type > l.type ORDER BY j.type LIMIT 1),
      (SELECT j.type FROM job j WHERE j.open AND j.queue > l.queue ORDER BY j.queue, j.type LIMIT 1))
  FROM line l
  WHERE l.queue IS NOT NULL
)
SELECT l.queue, l.type,
  (SELECT count(*) FROM (SELECT 1 FROM job j /*by job_open*/ WHERE j.open AND j.queue = l.queue AND j.type = l.type LIMIT 1001) w)
FROM line l
WHERE l.queue IS NOT NULL
LIMIT 1000

-- name: DueHolds
SELECT 1 FROM hold WHERE until <= now_us() LIMIT 1
