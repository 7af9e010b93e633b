-- Taking work. One lane, one command: the jobs are locked, chunks cut from their spans and cursors, the jobs told, the chunks read.
-- A call that is repeated takes nothing while it holds anything, and tells no job twice: claims carry the number their job gets with them.

-- name: Lanes
WITH RECURSIVE asked(queue) AS (
  SELECT value FROM jsonb_array_elements_text(@queues) AS x(value)             --postgres
  SELECT value FROM jsonb_each(@queues)                                         --sqlite
), lane(queue, type, org) AS (
  SELECT a.queue,
    (SELECT j.type FROM job j WHERE j.open AND j.queue = a.queue ORDER BY j.type, j.org LIMIT 1),
    (SELECT j.org FROM job j WHERE j.open AND j.queue = a.queue ORDER BY j.type, j.org LIMIT 1)
  FROM asked a
  UNION
  -- The next organisation, else the next type. Not (type, org) > (…): SQLite goes through the whole lane to find what is behind it.
  SELECT l.queue,
    coalesce((SELECT j.type FROM job j WHERE j.open AND j.queue = l.queue AND j.type = l.type AND j.org > l.org ORDER BY j.org LIMIT 1),
      (SELECT j.type FROM job j WHERE j.open AND j.queue = l.queue AND j.type > l.type ORDER BY j.type LIMIT 1)),
    coalesce((SELECT j.org FROM job j WHERE j.open AND j.queue = l.queue AND j.type = l.type AND j.org > l.org ORDER BY j.org LIMIT 1),
      (SELECT j.org FROM job j WHERE j.open AND j.queue = l.queue AND j.type > l.type ORDER BY j.type, j.org LIMIT 1))
  FROM lane l
  WHERE l.type IS NOT NULL
)
SELECT l.queue, l.type, l.org,
  (SELECT j.priority FROM job j /*by job_open*/ WHERE j.open AND j.queue = l.queue AND j.type = l.type AND j.org = l.org
   ORDER BY j.priority DESC LIMIT 1),
  EXISTS (SELECT 1 FROM limit_rule)
FROM lane l
WHERE l.type IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = l.queue OR h.kind = 'type' AND h.name = l.type)
    AND h.org IN ('*', l.org) AND (h.until IS NULL OR h.until > now_us()))
  AND NOT EXISTS (SELECT 1 FROM cap_room c
    WHERE c.unit <> 'jobs' AND c.room <= 0 AND (c.scope = 'global' OR c.scope = 'org' AND c.value = l.org
      OR c.scope = 'type' AND c.value = l.type OR c.scope = 'queue' AND c.value = l.queue))
LIMIT 1000

-- name: LaneIsOpen
SELECT EXISTS (SELECT 1 FROM limit_rule)
FROM job /*by job_open*/
WHERE open AND queue = @queue AND type = @type AND org = @org
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = @queue OR h.kind = 'type' AND h.name = @type)
    AND h.org IN ('*', @org) AND (h.until IS NULL OR h.until > now_us()))
ORDER BY priority DESC, turn, id
LIMIT 1

-- name: LockFirstOfLane
SELECT id FROM job WHERE open AND queue = @queue AND type = @type AND org = @org
ORDER BY priority DESC, turn, id
LIMIT 1
FOR UPDATE                                                                     --postgres: lock

-- name: ClaimChunks
INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at)
WITH RECURSIVE pick AS MATERIALIZED (
  SELECT id, gen, seq, priority, turn, next_no, avail_no, total, chunk FROM job /*by job_open*/
  WHERE open AND queue = @queue AND type = @type AND org = @org
    AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
    AND (SELECT count(*) FROM claim WHERE session = @session AND call = @call) = 0 -- not EXISTS: that would be looked for from the front
    AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = @queue OR h.kind = 'type' AND h.name = @type)
      AND h.org IN ('*', @org) AND (h.until IS NULL OR h.until > now_us()))
    AND NOT EXISTS (SELECT 1 FROM limit_rule)                                  --?unlimited
  ORDER BY priority DESC, turn, id
  LIMIT @max
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
), due AS MATERIALIZED (
  -- Locked as well: the jobs may come newer out of the lock than this statement's snapshot, their spans must not be older.
  SELECT b.job_id, b.lo, b.hi, b.number FROM pick p JOIN back b ON b.job_id = p.id AND b.due
    AND b.lo <= coalesce((SELECT x.lo FROM back x WHERE x.job_id = p.id AND x.due ORDER BY x.lo LIMIT 1 OFFSET @each - 1), 2147483647)
  FOR UPDATE OF b SKIP LOCKED                                                  --postgres: lock
), fresh(id, lo, hi, avail_no, chunk, n) AS (
  SELECT id, next_no + 1, CASE WHEN next_no + chunk < avail_no THEN next_no + chunk ELSE avail_no END, avail_no, chunk, 1
  FROM pick WHERE next_no < avail_no
  UNION ALL
  SELECT id, hi + 1, CASE WHEN hi + chunk < avail_no THEN hi + chunk ELSE avail_no END, avail_no, chunk, n + 1
  FROM fresh WHERE hi < avail_no AND n < @each
), cut AS (
  SELECT p.id, p.gen, p.seq, p.priority, p.turn, p.total, c.lo, c.hi, c.number, c.fresh,
    row_number() OVER (PARTITION BY p.id ORDER BY c.fresh, c.lo) AS nth
  FROM pick p JOIN (
    SELECT job_id AS id, lo, hi, number + 1 AS number, false AS fresh FROM due
    UNION ALL
    SELECT id, lo, hi, 1, true FROM fresh
  ) c ON c.id = p.id
)
SELECT id, lo, hi, @call, row_number() OVER (ORDER BY priority DESC, turn, id, nth),
  CASE WHEN lo = 0 THEN 'plan' WHEN lo > total THEN 'finish' ELSE 'work' END,
  gen, seq + 1, number, fresh, @session, (SELECT now_us())
FROM cut
WHERE nth <= @each
ORDER BY priority DESC, turn, id, nth
LIMIT @max

-- name: ClaimEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), j.org, 'claimed', string_agg(c.job_id || '=' || c.seq, ' ')
FROM (SELECT DISTINCT job_id, seq FROM claim WHERE session = @session AND call = @call) c
JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1
GROUP BY j.org

-- name: ClaimJobs
UPDATE job SET
  next_no = CASE WHEN t.hi > job.next_no THEN t.hi ELSE job.next_no END,
  n_run = job.n_run + t.n,
  n_due = job.n_due - t.n_back,
  plan = CASE WHEN t.plan > 0 THEN 'run' ELSE job.plan END,
  finish = CASE WHEN t.finish > 0 THEN 'run' ELSE job.finish END,
  turn = t.now,
  started_at = coalesce(job.started_at, t.now),
  active_at = t.now,
  seq = job.seq + 1
FROM (
  SELECT job_id, max(seq) AS seq, max(taken_at) AS now,
    max(CASE WHEN fresh THEN hi ELSE 0 END) AS hi,
    sum(CASE WHEN kind = 'work' THEN hi - lo + 1 ELSE 0 END) AS n,
    sum(CASE WHEN kind = 'work' AND NOT fresh THEN hi - lo + 1 ELSE 0 END) AS n_back,
    sum(CASE WHEN kind = 'plan' THEN 1 ELSE 0 END) AS plan,
    sum(CASE WHEN kind = 'finish' THEN 1 ELSE 0 END) AS finish
  FROM claim WHERE session = @session AND call = @call
  GROUP BY job_id
) t
WHERE job.id = t.job_id AND job.seq = t.seq - 1

-- name: ClaimSpans
DELETE FROM back WHERE (job_id, lo) IN (SELECT job_id, lo FROM claim WHERE session = @session AND call = @call AND NOT fresh)

-- name: ClaimedChunks
SELECT c.job_id, c.lo, c.hi, c.kind, c.number, c.gen, j.config, j.created_by, j.name,
  CASE WHEN c.kind = 'plan' THEN j.plan_total ELSE j.total END,
  CASE WHEN c.kind = 'plan' THEN j.plan_gen WHEN c.kind = 'finish' OR j.simple THEN c.gen ELSE j.base END, j.dry_run,
  CASE WHEN c.number = 1 AND c.gen = 1 AND c.lo = CASE WHEN j.plan = 'none' THEN 1 ELSE 0 END
    THEN c.taken_at - CASE WHEN j.due_at > j.created_at THEN j.due_at ELSE j.created_at END END,
  j.simple
FROM claim c JOIN job j ON j.id = c.job_id
WHERE c.session = @session AND c.call = @call
  AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
ORDER BY c.ord

-- name: ClaimedItems
SELECT i.job_id, i.no, i.name, i.input, i.gen
FROM claim c JOIN item i ON i.job_id = c.job_id AND i.no >= c.lo AND i.no <= c.hi
WHERE c.session = @session AND c.call = @call AND c.kind = 'work'
