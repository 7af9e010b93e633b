-- Which claims are handed back or taken back; how is in finish.sql.

-- name: HeldByKeys
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts, c.kind, c.suspect
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(job uuid, lo int, hi int, call uuid)                                                --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'hi' AS hi, value ->> 'call' AS call FROM jsonb_each(@keys)        --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.hi = r.hi AND c.call = r.call JOIN job j ON j.id = c.job_id
ORDER BY c.job_id, c.lo
FOR UPDATE OF c                                                                --postgres: lock

-- name: HeldBySession
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts, c.kind, c.suspect
FROM claim c JOIN job j ON j.id = c.job_id
WHERE c.session = @session
ORDER BY c.job_id, c.lo
FOR UPDATE OF c                                                                --postgres: lock

-- name: HeldByTheDead
SELECT c.call, c.job_id, c.lo, c.hi, c.number, j.max_attempts, c.kind, c.suspect,
  CASE WHEN s.held = 1 AND c.lo = c.hi THEN 1 ELSE 0 END,
  CASE WHEN s.held = 1 THEN (SELECT count(*) FROM crash k
    WHERE k.job_id = c.job_id AND k.no = CASE WHEN c.kind = 'finish' THEN -1 ELSE c.lo END AND k.at > now_us() - @window
      AND k.gen >= CASE WHEN c.kind = 'plan' THEN j.plan_gen WHEN c.kind = 'finish' OR j.simple THEN c.gen
        ELSE (SELECT CASE WHEN i.gen < j.base THEN j.base ELSE i.gen END FROM item i WHERE i.job_id = c.job_id AND i.no = c.lo) END)
    ELSE 0 END,
  j.driver = 'client'
FROM claim c JOIN job j ON j.id = c.job_id JOIN session s ON s.id = c.session
WHERE c.session IN (SELECT id FROM session WHERE ended_at IS NOT NULL)
ORDER BY c.job_id, c.lo
LIMIT 1000
FOR UPDATE OF c SKIP LOCKED                                                    --postgres: lock

-- name: WriteCrashes
INSERT INTO crash (job_id, no, gen, number, at)
SELECT c.job_id, CASE WHEN c.kind = 'finish' THEN -1 ELSE c.lo END, c.gen, c.number, (SELECT now_us())
FROM (
  SELECT * FROM jsonb_to_recordset(@crashes) AS x(job uuid, lo int, call uuid)                                                     --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call FROM jsonb_each(@crashes)                           --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE j.phase <> 'final'
