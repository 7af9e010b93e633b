-- Errors over all jobs. Who fails appends a row and locks nothing another could wait for; a keeper adds the rows up.

-- name: WriteErrors
INSERT INTO error_move (at, org, type, job, print, class, code, pattern, sample, hint, times, failed)
SELECT n.now, j.org, j.type, j.id, r.print, r.class, r.code, r.pattern, r.sample, r.hint, r.times, r.failed
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@errors) AS x(job uuid, lo int, call uuid, print text, class text, code text, pattern text, sample text, hint text, times bigint, failed bigint)  --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'print' AS print, value ->> 'class' AS class, value ->> 'code' AS code, value ->> 'pattern' AS pattern, value ->> 'sample' AS sample, value ->> 'hint' AS hint, value ->> 'times' AS times, value ->> 'failed' AS failed FROM jsonb_each(@errors)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call JOIN job j ON j.id = c.job_id
WHERE j.phase <> 'final'

-- name: WriteJobErrors
INSERT INTO error_move (at, org, type, job, print, class, code, pattern, sample, hint, times, failed)
SELECT n.now, j.org, j.type, j.id, r.print, r.class, r.code, r.pattern, r.sample, r.hint, r.times, r.failed
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@errors) AS x(job uuid, begins int, ends int, print text, class text, code text, pattern text, sample text, hint text, times bigint, failed bigint)  --postgres
  SELECT value ->> 'job' AS job, value ->> 'begins' AS begins, value ->> 'ends' AS ends, value ->> 'print' AS print, value ->> 'class' AS class, value ->> 'code' AS code, value ->> 'pattern' AS pattern, value ->> 'sample' AS sample, value ->> 'hint' AS hint, value ->> 'times' AS times, value ->> 'failed' AS failed FROM jsonb_each(@errors)  --sqlite
) r JOIN job j ON j.id = r.job
WHERE j.phase <> 'final' AND j.kin_fault IS NULL AND j.waits >= r.begins AND j.kids >= r.ends

-- name: TakeErrorMoves
DELETE FROM error_move WHERE id IN (
  SELECT id FROM error_move ORDER BY id LIMIT 5000
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
)
RETURNING id, at, org, type, job, print, class, code, pattern, sample, hint, times, failed

-- name: KnownErrors
SELECT print FROM error WHERE print IN (SELECT key FROM jsonb_each(@prints))

-- name: CountErrors
SELECT code, count(*) FROM error WHERE code IN (SELECT key FROM jsonb_each(@codes)) GROUP BY code

-- name: AddErrorJobs
INSERT INTO error_job (job_id, print, times, first_at, last_at)
SELECT r.job, r.print, r.times, r.first_at, r.last_at
FROM (
  SELECT * FROM jsonb_to_recordset(@jobs) AS x(job uuid, print text, times bigint, first_at bigint, last_at bigint)                 --postgres
  SELECT value ->> 'job' AS job, value ->> 'print' AS print, value ->> 'times' AS times, value ->> 'first_at' AS first_at, value ->> 'last_at' AS last_at FROM jsonb_each(@jobs)  --sqlite
) r
WHERE EXISTS (SELECT 1 FROM job j WHERE j.id = r.job)
ORDER BY 1, 2
ON CONFLICT (job_id, print) DO UPDATE SET
  times = error_job.times + excluded.times,
  last_at = CASE WHEN excluded.last_at > error_job.last_at THEN excluded.last_at ELSE error_job.last_at END
RETURNING job_id, print, times

-- name: AddErrors
INSERT INTO error (print, class, code, pattern, sample, hint, first_at, last_at, times)
SELECT r.print, r.class, r.code, r.pattern, r.sample, r.hint, r.first_at, r.last_at, r.times
FROM (
  SELECT * FROM jsonb_to_recordset(@errors) AS x(print text, class text, code text, pattern text, sample text, hint text, first_at bigint, last_at bigint, times bigint)  --postgres
  SELECT value ->> 'print' AS print, value ->> 'class' AS class, value ->> 'code' AS code, value ->> 'pattern' AS pattern, value ->> 'sample' AS sample, value ->> 'hint' AS hint, value ->> 'first_at' AS first_at, value ->> 'last_at' AS last_at, value ->> 'times' AS times FROM jsonb_each(@errors)  --sqlite
) r
WHERE true
ORDER BY 1
ON CONFLICT (print) DO UPDATE SET
  class = excluded.class, sample = excluded.sample, hint = excluded.hint, times = error.times + excluded.times,
  first_at = CASE WHEN excluded.first_at < error.first_at THEN excluded.first_at ELSE error.first_at END,
  last_at = CASE WHEN excluded.last_at > error.last_at THEN excluded.last_at ELSE error.last_at END,
  back_at = CASE
    WHEN error.verdict <> 'resolved' OR error.back_at IS NOT NULL OR excluded.last_at <= error.changed_at THEN error.back_at
    WHEN excluded.first_at > error.changed_at THEN excluded.first_at
    ELSE excluded.last_at END

-- name: AddErrorCounts
INSERT INTO error_count (print, level, at, org, type, times, failed, jobs)
SELECT r.print, r.level, r.at, r.org, r.type, r.times, r.failed, r.jobs
FROM (
  SELECT * FROM jsonb_to_recordset(@counts) AS x(print text, level int, at bigint, org text, type text, times bigint, failed bigint, jobs bigint)  --postgres
  SELECT value ->> 'print' AS print, value ->> 'level' AS level, value ->> 'at' AS at, value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'times' AS times, value ->> 'failed' AS failed, value ->> 'jobs' AS jobs FROM jsonb_each(@counts)  --sqlite
) r
WHERE true
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (print, level, at, org, type) DO UPDATE SET
  times = error_count.times + excluded.times, failed = error_count.failed + excluded.failed, jobs = error_count.jobs + excluded.jobs

-- name: DropOldErrors
DELETE FROM error_count WHERE level = 0 AND at < @minutes;
DELETE FROM error_count WHERE level = 1 AND at < @hours;
DELETE FROM error_count WHERE level = 2 AND at < @days;
DELETE FROM error WHERE last_at < @days AND verdict <> 'ignored'

-- name: ErrorGroups
SELECT e.print, e.class, e.code, e.pattern, e.sample, e.hint, e.first_at, e.last_at, e.times, e.state, e.until, e.until_times,
  e.changed_at, e.actor, e.reason, e.back_at, coalesce(s.times, 0), coalesce(s.failed, 0), coalesce(s.jobs, 0)
FROM (
  SELECT *, CASE
    WHEN verdict = 'resolved' THEN CASE WHEN back_at IS NULL THEN 'resolved' ELSE 'regressed' END
    WHEN verdict = 'ignored' AND (until IS NULL OR until > now_us()) AND (until_times IS NULL OR times < until_times) THEN 'ignored'
    ELSE 'open' END AS state
  FROM error
  WHERE true
    AND print = @print                                                         --?one
) e LEFT JOIN (
  SELECT print, CAST(sum(times) AS bigint) AS times, CAST(sum(failed) AS bigint) AS failed, CAST(sum(jobs) AS bigint) AS jobs
  FROM error_count
  WHERE level = @level AND at >= @since
    AND print = @print                                                         --?one
    AND org = @org                                                             --?org
    AND type = @type                                                           --?type
  GROUP BY print
) s ON s.print = e.print
WHERE true
  AND s.print IS NOT NULL                                                      --?seen
  AND replace(@states, '"' || e.state || '"', '') <> @states                   --?states
  AND (e.code = @code OR lower(e.pattern) LIKE @search ESCAPE '!' OR lower(e.code) LIKE @search ESCAPE '!' OR e.print = @code)  --?search
ORDER BY CASE @by WHEN 'last' THEN e.last_at WHEN 'first' THEN e.first_at ELSE coalesce(s.times, 0) END DESC, e.last_at DESC, e.print
LIMIT @limit

-- name: ErrorTrends
SELECT print, type, at / @step * @step, CAST(sum(times) AS bigint)
FROM error_count
WHERE level = @level AND at >= @since AND print IN (SELECT key FROM jsonb_each(@prints))
  AND org = @org                                                               --?org
  AND type = @type                                                             --?type
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

-- name: ErrorJobs
SELECT j.id, j.org, j.type, j.name, j.status, x.times, x.first_at, x.last_at
FROM error_job x JOIN job j ON j.id = x.job_id
WHERE x.print = @print
  AND j.org = @org                                                             --?org
ORDER BY x.last_at DESC, x.job_id DESC
LIMIT @limit

-- name: SetError
UPDATE error SET
  verdict = @verdict, until = @until, until_times = times + @times, changed_at = now_us(), actor = @actor, reason = @reason, back_at = NULL
WHERE print = @print
RETURNING print
