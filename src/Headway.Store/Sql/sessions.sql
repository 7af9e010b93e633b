-- Worker sessions: one row a life, never revived.

-- name: OpenSession
INSERT INTO session (id, worker, host, process_id, version, slots, busy, memory, queues, types, draining, started_at, beat_at, expires_at)
SELECT @id, @worker, @host, @process_id, @version, @slots, @busy, @memory, @queues, @types, false, n.now, n.now, n.now + @lease
FROM (SELECT now_us() AS now) n
WHERE true
ON CONFLICT (id) DO NOTHING

-- name: Beat
UPDATE session SET
  beat_at = n.now, expires_at = n.now + @lease, busy = @busy, cpu = @cpu, memory = @memory, draining = @draining,
  claimed_at = coalesce(n.now - @idle, claimed_at), skew = @clock - n.now
FROM (SELECT now_us() AS now) n
WHERE id = @id AND ended_at IS NULL AND expires_at > n.now;
SELECT 1 FROM session WHERE id = @id AND ended_at IS NULL AND expires_at > now_us();
SELECT c.call, c.job_id, c.lo, c.hi FROM claim c WHERE c.session = @id AND (SELECT j.phase FROM job j WHERE j.id = c.job_id) = 'final'
UNION ALL -- of what was started afresh no claim is left: the worker says what it holds
SELECT r.call, r.job, r.lo, r.hi
FROM (
  SELECT * FROM jsonb_to_recordset(@held) AS x(job uuid, lo int, hi int, call uuid)                                                 --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'hi' AS hi, value ->> 'call' AS call FROM jsonb_each(@held)         --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM claim c WHERE c.job_id = r.job AND c.lo = r.lo AND c.call = r.call)

-- name: ExpireSessions
UPDATE session SET expires_at = now_us() WHERE ended_at IS NULL AND expires_at > now_us()

-- name: CloseSession
UPDATE session SET ended_at = now_us(), busy = 0 WHERE id = @session AND ended_at IS NULL

-- name: EndTheDead
UPDATE session SET
  ended_at = now_us(), held = (SELECT coalesce(sum(c.hi - c.lo + 1), 0) FROM claim c WHERE c.session = session.id)
WHERE ended_at IS NULL AND expires_at <= now_us();
SELECT 1 FROM claim c JOIN session s ON s.id = c.session WHERE s.ended_at IS NOT NULL LIMIT 1

-- name: ListSessions
SELECT id, worker, host, process_id, version, slots, busy, cpu, memory, queues, types, draining, started_at, beat_at, expires_at, ended_at,
  claimed_at, skew
FROM session
WHERE ended_at IS NULL OR ended_at > now_us() - 3600000000
ORDER BY started_at DESC, id DESC
LIMIT 500

-- name: LiveSessions
SELECT worker FROM session WHERE ended_at IS NULL AND expires_at > now_us() ORDER BY worker LIMIT 10
