-- What comes due by itself.

-- name: DueJobs
SELECT id, coalesce((SELECT due_at FROM back WHERE NOT due AND due_at <= now_us() ORDER BY due_at LIMIT 1 OFFSET 999), now_us())
FROM job
WHERE id IN (
  SELECT job_id FROM (SELECT job_id FROM back WHERE NOT due AND due_at <= now_us() ORDER BY due_at LIMIT 1000) b
  UNION
  SELECT id FROM (SELECT id FROM job WHERE holds > 0 AND due_at <= now_us() ORDER BY due_at LIMIT 1000) j)
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: DropEndedSpans
DELETE FROM back WHERE NOT due AND job_id IN (
  SELECT j.id FROM jsonb_array_elements_text(@ids) AS x(value) JOIN job j ON j.id = x.value::uuid WHERE j.phase = 'final'   --postgres
  SELECT j.id FROM jsonb_each(@ids) x JOIN job j ON j.id = x.value WHERE j.phase = 'final'                                   --sqlite
)

-- name: PromoteEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), org, 'promoted', string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE phase <> 'final' AND id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@ids) AS x(value)        --postgres
  SELECT x.value FROM jsonb_each(@ids) x                                        --sqlite
)
GROUP BY org

-- name: PromoteJobs
UPDATE job SET
  holds = CASE WHEN job.holds > 0 AND job.due_at <= @now THEN 0 ELSE job.holds END,
  n_wait = job.n_wait - coalesce(t.n, 0),
  n_due = job.n_due + coalesce(t.n, 0),
  plan = CASE WHEN t.plan > 0 AND job.plan = 'wait' THEN 'due' ELSE job.plan END,
  finish = CASE WHEN t.finish > 0 AND job.finish = 'wait' THEN 'due' ELSE job.finish END,
  active_at = now_us(),
  seq = job.seq + 1
FROM (
  SELECT j.id,
    sum(CASE WHEN b.lo >= 1 AND b.lo <= j.total THEN b.hi - b.lo + 1 ELSE 0 END) AS n,
    sum(CASE WHEN b.lo = 0 THEN 1 ELSE 0 END) AS plan,
    sum(CASE WHEN b.lo > j.total THEN 1 ELSE 0 END) AS finish
  FROM jsonb_array_elements_text(@ids) AS x(value) JOIN job j ON j.id = x.value::uuid   --postgres
  FROM jsonb_each(@ids) x JOIN job j ON j.id = x.value                                   --sqlite
  LEFT JOIN back b ON b.job_id = j.id AND NOT b.due AND b.due_at <= @now
  GROUP BY j.id
) t
WHERE job.id = t.id AND job.phase <> 'final'

-- name: PromoteSpans
UPDATE back SET due = true, due_at = NULL WHERE NOT due AND due_at <= @now AND job_id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@ids) AS x(value)        --postgres
  SELECT x.value FROM jsonb_each(@ids) x                                        --sqlite
)
RETURNING job_id

-- name: LiftedHolds
SELECT count(*) FROM job WHERE holds > 0 AND due_at <= @now AND phase <> 'final' AND id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@ids) AS x(value)        --postgres
  SELECT x.value FROM jsonb_each(@ids) x                                        --sqlite
)

-- name: NextDue
SELECT min(w.due_at) - now_us() FROM (
  SELECT * FROM (SELECT b.due_at FROM back b JOIN job j ON j.id = b.job_id
    WHERE NOT b.due AND b.due_at IS NOT NULL AND j.phase <> 'final' ORDER BY b.due_at LIMIT 1) b
  UNION ALL
  SELECT * FROM (SELECT due_at FROM job WHERE holds > 0 ORDER BY due_at LIMIT 1) j
) w

-- name: Now
SELECT now_us()
