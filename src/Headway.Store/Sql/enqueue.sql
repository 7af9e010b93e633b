-- Accepting jobs. What hangs on a job is written before it and only where it is not there yet: a submission may be repeated.

-- name: EnqueueItems
INSERT INTO item (job_id, no, name, input)
SELECT r.job, r.no, r.name, r.input
FROM (
  SELECT job, no, name, input FROM jsonb_to_recordset(@items) AS x(job uuid, no int, name text, input text)                               --postgres
  SELECT value ->> 'job' AS job, value ->> 'no' AS no, value ->> 'name' AS name, value ->> 'input' AS input FROM jsonb_each(@items)        --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.job)

-- name: EnqueuePlans
INSERT INTO back (job_id, lo, hi, number, due)
SELECT r.id, 0, 0, 0, true
FROM (
  SELECT id FROM jsonb_to_recordset(@jobs) AS x(id uuid, plan boolean) WHERE plan                 --postgres
  SELECT value ->> 'id' AS id FROM jsonb_each(@jobs) WHERE value ->> 'plan'                        --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.id)

-- name: EnqueueEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT (SELECT now_us()), r.org, 'enqueued', r.by, string_agg(r.id || '=1', ' ')
FROM (
  SELECT id, org, by FROM jsonb_to_recordset(@jobs) AS x(id uuid, org text, by text)                              --postgres
  SELECT value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'by' AS by FROM jsonb_each(@jobs)                 --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.id)
GROUP BY r.org, r.by

-- name: EnqueueJobs
INSERT INTO job (id, org, queue, type, name, created_by, source, priority, config, labels, plan, finish, simple, chunk, max_attempts,
  holds, avail_no, total, plan_total, dry_run, origin, origin_job, turn, created_at, due_at, active_at, schedule_id, unique_key, limit_key)
SELECT r.id, r.org, r.queue, r.type, r.name, r.by, r.source, r.priority, r.config, r.labels,
  CASE WHEN r.plan THEN 'due' ELSE 'none' END,
  CASE WHEN r.finish THEN 'blocked' ELSE 'none' END,
  r.simple, r.chunk, r.attempts,
  CASE WHEN r.due > n.now THEN 1 ELSE 0 END,
  r.total, r.total, r.total, coalesce(r.dry, false), r.origin, r.origin_job, n.now, n.now, r.due, n.now, r.schedule, r.key, r.limit_key
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@jobs) AS x(id uuid, org text, queue text, type text, name text, by text, source text, priority int, config text, labels text, plan boolean, finish boolean, simple boolean, chunk int, attempts int, total int, due bigint, dry boolean, origin text, origin_job uuid, schedule uuid, key text, limit_key text)  --postgres
  SELECT value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'queue' AS queue, value ->> 'type' AS type, value ->> 'name' AS name, value ->> 'by' AS by, value ->> 'source' AS source, value ->> 'priority' AS priority, value ->> 'config' AS config, value ->> 'labels' AS labels, value ->> 'plan' AS plan, value ->> 'finish' AS finish, value ->> 'simple' AS simple, value ->> 'chunk' AS chunk, value ->> 'attempts' AS attempts, value ->> 'total' AS total, value ->> 'due' AS due, value ->> 'dry' AS dry, value ->> 'origin' AS origin, value ->> 'origin_job' AS origin_job, value ->> 'schedule' AS schedule, value ->> 'key' AS key, value ->> 'limit_key' AS limit_key FROM jsonb_each(@jobs)  --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.id)
