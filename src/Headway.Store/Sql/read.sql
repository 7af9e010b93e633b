-- What people and programs see.

-- name: GetJob
SELECT id, org, type, name, queue, priority, created_by, config, result,
  CASE WHEN kin_fault IS NOT NULL THEN kin_fault
    WHEN finish = 'failed' OR simple AND n_fail > 0 OR control = 'cancel' AND overran = gen THEN fault
    WHEN plan = 'failed' THEN plan_fault END,
  labels, control, phase, status, total, n_run, n_due, n_wait, n_done, n_fail, n_skip, n_cancel,
  plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled'), simple, gen, seq, step, step_percent,
  created_at, due_at, started_at, active_at, finished_at,
  base, plan_total, dry_run, origin, origin_job, rolled_by, rolled_at, schedule_id, unique_key, driver, expected, kept,
  source, cpu, memory, bytes, waits, kids, parent_id, time_limit, CASE WHEN control = 'cancel' AND overran = gen THEN 1 ELSE 0 END
FROM job
WHERE id = @id

-- name: ListJobs
SELECT id, org, type, name, queue, priority, created_by, config, result,
  CASE WHEN kin_fault IS NOT NULL THEN kin_fault
    WHEN finish = 'failed' OR simple AND n_fail > 0 OR control = 'cancel' AND overran = gen THEN fault
    WHEN plan = 'failed' THEN plan_fault END,
  labels, control, phase, status, total, n_run, n_due, n_wait, n_done, n_fail, n_skip, n_cancel,
  plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled'), simple, gen, seq, step, step_percent,
  created_at, due_at, started_at, active_at, finished_at,
  base, plan_total, dry_run, origin, origin_job, rolled_by, rolled_at, schedule_id, unique_key, driver, expected, kept,
  source, cpu, memory, bytes, waits, kids, parent_id, time_limit, CASE WHEN control = 'cancel' AND overran = gen THEN 1 ELSE 0 END
FROM (
  SELECT * FROM job
  WHERE true
    AND id < @after                                                            --?after
    AND org = @org                                                             --?org
    AND id = @id                                                               --?id
    AND id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))              --?ids
    AND origin_job = @origin                                                   --?origin
    AND parent_id = @parent                                                    --?parent
    AND id IN (SELECT x.job_id FROM error_job x WHERE x.print = @error)        --?error
    AND id >= @first                                                           --?from
    AND id <= @last                                                            --?to
    AND status = @status AND status NOT IN ('queued', 'completed')             --?status
  ORDER BY id DESC
  LIMIT @window
) job
WHERE true
  AND replace(@types, '"' || type || '"', '') <> @types                        --?types
  AND replace(@statuses, '"' || status || '"', '') <> @statuses                --?statuses
  AND replace(@sources, '"' || source || '"', '') <> @sources                  --?sources
  AND created_at >= @from                                                      --?from
  AND created_at < @to                                                         --?to
  AND lower(name) LIKE @name ESCAPE '!'                                        --?name
ORDER BY id DESC
LIMIT @limit

-- name: SearchJobs
SELECT id, type, status, source, queue, created_by, created_at, name, labels
  , config                                                                     --?config
FROM job
WHERE true
  AND id < @after                                                              --?after
  AND id > @after                                                              --?behind
  AND org = @org                                                               --?org
  AND id = @id                                                                 --?id
  AND origin_job = @origin                                                     --?origin
  AND parent_id = @parent                                                      --?parent
  AND id IN (SELECT x.job_id FROM error_job x WHERE x.print = @error)          --?error
  AND id >= @first AND created_at >= @from                                     --?from
  AND id <= @last AND created_at < @to                                         --?to
  AND status = @status AND status NOT IN ('queued', 'completed')               --?status
ORDER BY
  id,                                                                          --?up
  id DESC
LIMIT @window

-- name: EndOfWindow
SELECT id FROM job
WHERE true
  AND id < @after                                                              --?after
  AND org = @org                                                               --?org
  AND origin_job = @origin                                                     --?origin
  AND parent_id = @parent                                                      --?parent
  AND id IN (SELECT x.job_id FROM error_job x WHERE x.print = @error)          --?error
  AND id >= @first                                                             --?from
  AND id <= @last                                                              --?to
  AND status = @status AND status NOT IN ('queued', 'completed')               --?status
ORDER BY id DESC
LIMIT 1 OFFSET @window

-- name: ListItems
SELECT v.job_id, v.no, v.name, v.state, v.fault,
  coalesce(v.claim_number, v.back_number,
    CASE WHEN v.state IN ('blocked', 'scheduled', 'ready') THEN 0
      WHEN v.finished_at IS NOT NULL AND v.state <> 'cancelled' THEN v.number END,
    (SELECT CASE WHEN a.outcome = 'released' THEN a.number - 1 ELSE a.number END FROM attempt a
      WHERE a.job_id = v.job_id AND a.lo <= v.told AND a.lo > v.told - 1000 AND a.hi >= v.told AND a.gen >= v.life
      ORDER BY a.gen DESC, a.ended_at DESC LIMIT 1), 0),
  coalesce(v.taken_at, v.back_started_at, v.started_at,
    (SELECT max(a.started_at) FROM attempt a
      WHERE a.job_id = v.job_id AND a.lo <= v.told AND a.lo > v.told - 1000 AND a.hi >= v.told)),
  coalesce(v.finished_at, CASE WHEN v.state IN ('completed', 'skipped', 'failed') THEN
    (SELECT max(a.ended_at) FROM attempt a WHERE a.job_id = v.job_id AND a.lo = v.told) END),
  CASE WHEN v.state = 'retrying' THEN v.back_due_at WHEN v.state = 'scheduled' THEN v.due_at END,
  CASE WHEN v.state = 'running' THEN v.step END, CASE WHEN v.state = 'running' THEN v.step_percent END,
  (SELECT count(*) FROM crash k WHERE k.job_id = v.job_id AND k.no = v.told AND k.gen >= v.life)
  , v.input, v.output                                                          --?whole
FROM item_view v
WHERE v.job_id = @id
  AND v.no = @no                                                               --?one
  AND v.no > @after AND v.no <= (SELECT j.total FROM job j WHERE j.id = @id)   --?many
  AND v.no <= @last                                                            --?upto
  AND replace(@states, '"' || v.state || '"', '') <> @states                   --?states
ORDER BY v.no
LIMIT @limit

-- name: ListAttempts
SELECT a.gen, a.number, a.outcome, a.worker, a.started_at, a.ended_at, a.cpu, a.memory, a.bytes,
  CASE WHEN a.outcome = 'ended' THEN
    (SELECT f.fault FROM fault f WHERE f.job_id = a.job_id AND f.no = t.no AND f.gen = a.gen AND f.number = a.number) END
FROM (SELECT CASE WHEN @no > total THEN -1 ELSE @no END AS no FROM job WHERE id = @id) t JOIN attempt a
  ON a.job_id = @id AND a.lo <= t.no AND a.lo > t.no - 1000 AND a.hi >= t.no
ORDER BY a.gen, a.number, a.ended_at
LIMIT 1000

-- name: FeedBound
SELECT set_config('feed.bound', feed_bound()::text, true)                      --postgres
SELECT ''                                                                      --sqlite

-- name: ReadEvents
SELECT id, at, org, kind, actor, jobs FROM event
WHERE id > @after
  AND id <= current_setting('feed.bound')::bigint                              --postgres: what runs may still commit above it
ORDER BY id
LIMIT @limit

-- name: LastEvent
SELECT coalesce(max(id), 0) FROM event
WHERE true
  AND id <= current_setting('feed.bound')::bigint                              --postgres: what runs may still commit above it

-- name: ListHistory
SELECT 0 AS event_id, j.created_at AS at, j.org, 'enqueued' AS kind, j.created_by AS actor, 1 AS seq FROM job j WHERE j.id = @id
UNION ALL
SELECT h.event_id, h.at, j.org, h.kind, h.actor, h.seq FROM history h JOIN job j ON j.id = h.job_id WHERE h.job_id = @id
ORDER BY seq
LIMIT 1000
