-- A job driven by whoever calls process: one chunk a call, and the answer kept with the chunk's outcome.
-- The job is locked first, so two calls never take the same chunk and never hide it from each other.

-- name: EnqueueDrives
UPDATE job SET driver = r.driver, lets_end = r.lets_end, expected = r.expected
FROM (
  SELECT * FROM jsonb_to_recordset(@drives) AS x(id uuid, driver text, lets_end boolean, expected int)                             --postgres
  SELECT value ->> 'id' AS id, value ->> 'driver' AS driver, value ->> 'lets_end' AS lets_end, value ->> 'expected' AS expected FROM jsonb_each(@drives)  --sqlite
) r
WHERE job.id = r.id AND job.seq = 1

-- name: Probe
INSERT INTO probe (id, at) VALUES (1, now_us()) ON CONFLICT (id) DO UPDATE SET at = excluded.at

-- name: ProcessState
SELECT j.phase, j.control, j.total, j.n_done, j.n_fail, j.n_skip, j.expected,
  p.call, p.answered_by, p.done, p.total, p.n_done, p.n_fail, p.n_skip,
  (SELECT c.session FROM claim c WHERE c.job_id = j.id AND c.call = p.call LIMIT 1),
  j.plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled')
FROM job j LEFT JOIN process p ON p.job_id = j.id AND p.request = @request
WHERE j.id = @id

-- name: ProcessChunk
INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at)
WITH pick AS MATERIALIZED (
  SELECT id, gen, seq, next_no, avail_no, total, chunk FROM job
  WHERE id = @id AND control = 'run' AND phase <> 'final' AND holds = 0 AND waits = 0
    AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
    AND NOT EXISTS (SELECT 1 FROM claim WHERE session = @session AND call = @call)
), due AS MATERIALIZED (
  SELECT b.lo, b.hi, b.number FROM pick p JOIN back b ON b.job_id = p.id AND b.due ORDER BY b.lo LIMIT 1
), cut AS (
  SELECT lo, hi, number + 1 AS number, false AS fresh FROM due
  UNION ALL
  SELECT next_no + 1, CASE WHEN next_no + chunk < avail_no THEN next_no + chunk ELSE avail_no END, 1, true
  FROM pick WHERE next_no < avail_no AND NOT EXISTS (SELECT 1 FROM due)
)
SELECT p.id, c.lo, c.hi, @call, 1, CASE WHEN c.lo = 0 THEN 'plan' WHEN c.lo > p.total THEN 'finish' ELSE 'work' END,
  p.gen, p.seq + 1, c.number, c.fresh, @session, (SELECT now_us())
FROM pick p CROSS JOIN cut c
WHERE c.lo > p.total OR NOT @only_finish

-- name: ProcessOver
SELECT c.scope, c.value, c.unit, c.most, CASE WHEN c.unit = 'starts' AND c.most > 0 THEN
  (SELECT min(s.tenth) + 11 FROM start_count s WHERE s.key = c.key AND s.tenth >= now_us() * 10 / c.span - 10) * c.span / 10 - now_us() END
FROM claim_over o JOIN cap c ON c.key = o.key
WHERE o.session = @session AND o.call = @call
ORDER BY c.key
LIMIT 1

-- name: ProcessBegun
INSERT INTO process (job_id, request, call, at)
SELECT @id, @request, @call, now_us()
FROM claim
WHERE job_id = @id AND session = @session AND call = @call
ON CONFLICT (job_id, request) DO UPDATE SET call = excluded.call

-- name: ProcessSwept
DELETE FROM process WHERE job_id = @id AND at < now_us() - 86400000000

-- name: ProcessAnswered
UPDATE process SET
  answered_by = @call, total = t.total, n_done = t.n_done, n_fail = t.n_fail, n_skip = t.n_skip, done = t.done, at = t.now
FROM (
  SELECT coalesce(CASE WHEN plan IN ('due', 'run', 'wait') AND expected > total THEN expected END, total) AS total,
    n_done, n_fail, n_skip, phase = 'final' OR control = 'cancel' AS done, now_us() AS now
  FROM job
  WHERE id = @id
) t
WHERE job_id = @id AND request = @request AND call = @call

-- name: ProcessAnswer
SELECT total, n_done, n_fail, n_skip, done FROM process WHERE job_id = @id AND request = @request AND answered_by = @call

-- name: ListErrors
SELECT f.job_id, f.no, i.name, i.input, f.fault
FROM (
  SELECT x.value::uuid AS id FROM jsonb_array_elements_text(@ids) AS x(value)  --postgres
  SELECT x.value AS id FROM jsonb_each(@ids) x                                  --sqlite
) w JOIN fault f ON f.job_id = w.id JOIN item i ON i.job_id = f.job_id AND i.no = f.no
JOIN job j ON j.id = f.job_id AND i.gen >= j.base
WHERE i.state IN ('failed', 'quarantined')
  AND NOT EXISTS (SELECT 1 FROM fault g WHERE g.job_id = f.job_id AND g.no = f.no AND (g.gen, g.number) > (f.gen, f.number))
ORDER BY f.job_id, f.no
LIMIT @limit
