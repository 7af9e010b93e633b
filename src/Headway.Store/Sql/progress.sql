-- What running items say of themselves. Items that run alone keep it in their claim, where it ends with the attempt.

-- name: ReportClaims
UPDATE claim SET step = coalesce(r.step, claim.step), step_percent = coalesce(r.percent, claim.step_percent)
FROM (
  SELECT * FROM jsonb_to_recordset(@reports) AS x(job uuid, lo int, call uuid, percent double precision, step text)                --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'percent' AS percent, value ->> 'step' AS step FROM jsonb_each(@reports)  --sqlite
) r
WHERE claim.job_id = r.job AND claim.lo = r.lo AND claim.call = r.call AND claim.lo = claim.hi

-- name: ReportItems
UPDATE item SET
  step = coalesce(r.step, CASE WHEN item.step_call = c.call THEN item.step END),
  step_percent = coalesce(r.percent, CASE WHEN item.step_call = c.call THEN item.step_percent END),
  step_call = c.call
FROM (
  SELECT * FROM jsonb_to_recordset(@reports) AS x(job uuid, lo int, call uuid, no int, percent double precision, step text)        --postgres
  SELECT value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'no' AS no, value ->> 'percent' AS percent, value ->> 'step' AS step FROM jsonb_each(@reports)  --sqlite
) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call AND c.lo < c.hi
WHERE item.job_id = r.job AND item.no = r.no AND r.no >= c.lo AND r.no <= c.hi

-- name: ReportJobs
UPDATE job SET
  step = coalesce(t.step, job.step),
  step_percent = CASE WHEN job.simple THEN coalesce(t.percent, job.step_percent) END,
  active_at = now_us(),
  seq = job.seq + 1
FROM (
  SELECT c.job_id, max(CASE WHEN r.n = m.n THEN r.step END) AS step, max(r.percent) AS percent
  FROM (
    SELECT * FROM jsonb_to_recordset(@reports) AS x(n int, job uuid, lo int, call uuid, percent double precision, step text)       --postgres
    SELECT value ->> 'n' AS n, value ->> 'job' AS job, value ->> 'lo' AS lo, value ->> 'call' AS call, value ->> 'percent' AS percent, value ->> 'step' AS step FROM jsonb_each(@reports)  --sqlite
  ) r JOIN claim c ON c.job_id = r.job AND c.lo = r.lo AND c.call = r.call
  LEFT JOIN (SELECT job, max(n) AS n FROM jsonb_to_recordset(@reports) AS y(n int, job uuid, step text) WHERE step IS NOT NULL GROUP BY job) m ON m.job = r.job  --postgres
  LEFT JOIN (SELECT value ->> 'job' AS job, max(value ->> 'n') AS n FROM jsonb_each(@reports) WHERE value ->> 'step' IS NOT NULL GROUP BY 1) m ON m.job = r.job  --sqlite
  GROUP BY c.job_id
) t
WHERE job.id = t.job_id AND job.phase <> 'final'
