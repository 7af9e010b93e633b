-- What handlers say while they work. A group of lines is one change of each of its jobs.

-- name: LockLogJobs
SELECT id FROM job
WHERE id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@jobs) AS x(value)       --postgres
  SELECT x.value FROM jsonb_each(@jobs) x                                       --sqlite
)
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: AppendLog
INSERT INTO job_log (job_id, no, gen, attempt, at, level, category, message, exception)
SELECT j.id, r.no, r.gen, r.attempt, r.at, r.level, r.category, r.message, r.exception
FROM (
  SELECT * FROM jsonb_to_recordset(@lines) AS x(n int, job uuid, no int, gen int, attempt int, at bigint, level int, category text, message text, exception text)  --postgres
  SELECT value ->> 'n' AS n, value ->> 'job' AS job, value ->> 'no' AS no, value ->> 'gen' AS gen, value ->> 'attempt' AS attempt, value ->> 'at' AS at, value ->> 'level' AS level, value ->> 'category' AS category, value ->> 'message' AS message, value ->> 'exception' AS exception FROM jsonb_each(@lines)  --sqlite
) r JOIN job j ON j.id = r.job
ORDER BY r.n

-- name: LogEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), org, 'logged', string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@jobs) AS x(value)       --postgres
  SELECT x.value FROM jsonb_each(@jobs) x                                       --sqlite
)
GROUP BY org

-- name: LogJobs
UPDATE job SET seq = seq + 1
WHERE id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@jobs) AS x(value)       --postgres
  SELECT x.value FROM jsonb_each(@jobs) x                                       --sqlite
)

-- name: ReadLog
SELECT id, no, gen, attempt, at, level, category, message, exception
FROM job_log
WHERE job_id = @id AND id > @after AND level >= @level
  AND no = @no                                                                 --?one
ORDER BY id
LIMIT @limit

-- name: PruneLog
DELETE FROM job_log WHERE at < now_us() - @age AND id IN (SELECT id FROM job_log ORDER BY id LIMIT @limit)
