-- Which claims are handed back or taken back; how is in finish.sql.

-- name: HeldByKeys
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(job uuid, lo int, hi int, call uuid)                                                --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'hi' AS hi, value ->> 'call' AS call FROM jsonb_each(@keys)        --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.hi = r.hi AND c.call = r.call JOIN job j ON j.id = c.job_id
ORDER BY c.job_id, c.lo
FOR UPDATE OF c                                                                --postgres: lock

-- name: HeldBySession
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts
FROM claim c JOIN job j ON j.id = c.job_id
WHERE c.session = @session
ORDER BY c.job_id, c.lo
FOR UPDATE OF c                                                                --postgres: lock

-- name: HeldByTheDead
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts
FROM claim c JOIN job j ON j.id = c.job_id
WHERE c.session IN (SELECT id FROM session WHERE ended_at IS NOT NULL)
ORDER BY c.job_id, c.lo
LIMIT 1000
FOR UPDATE OF c SKIP LOCKED                                                    --postgres: lock
