-- Jobs that wait for jobs: before they begin, or, parents, before they end. Whoever changes who waits for a job holds that job's lock.

-- name: FamilyThere
SELECT id FROM job WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: LockRelatives
SELECT j.id, j.org, j.phase, j.control, j.status, j.parent_id,
  CASE WHEN EXISTS (SELECT 1 FROM job_after e WHERE e.job_id = j.parent_id AND e.after_id = j.id) THEN 1 ELSE 0 END
FROM job j
WHERE j.id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
ORDER BY j.id
FOR UPDATE                                                                     --postgres: lock

-- name: AddRelations
INSERT INTO job_after (job_id, after_id, kind, on_failure, open)
SELECT * FROM jsonb_to_recordset(@relations) AS x(job uuid, after_id uuid, kind text, on_failure text, open boolean)                                  --postgres
SELECT value ->> 'job', value ->> 'after_id', value ->> 'kind', value ->> 'on_failure', value ->> 'open' FROM jsonb_each(@relations)                   --sqlite

-- name: AwaitJobs
UPDATE job SET awaited = true
WHERE NOT awaited AND id IN (
  SELECT after_id FROM jsonb_to_recordset(@relations) AS x(after_id uuid, kind text, open boolean) WHERE open AND kind = 'after'                      --postgres
  SELECT value ->> 'after_id' FROM jsonb_each(@relations) WHERE value ->> 'open' AND value ->> 'kind' = 'after'                                       --sqlite
)

-- name: ChildrenEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), org, 'related', string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@parents))
GROUP BY org

-- name: AddChildren
UPDATE job SET has_kids = true, kids = kids + @kids, seq = seq + @told WHERE id = @id

-- name: EnqueueFamily
UPDATE job SET waits = r.waits, awaited = r.awaited, parent_id = r.parent
FROM (
  SELECT * FROM jsonb_to_recordset(@family) AS x(id uuid, waits int, awaited boolean, parent uuid)                                                    --postgres
  SELECT value ->> 'id' AS id, value ->> 'waits' AS waits, value ->> 'awaited' AS awaited, value ->> 'parent' AS parent FROM jsonb_each(@family)      --sqlite
) r
WHERE job.id = r.id AND job.seq = 1

-- name: Untold
SELECT id FROM job WHERE awaited AND phase = 'final' ORDER BY id LIMIT 100

-- name: LockUntold
SELECT id FROM job
WHERE id IN (
  SELECT CAST(key AS id_text) FROM jsonb_each(@ids)
  UNION ALL
  SELECT job_id FROM (SELECT job_id FROM job_after WHERE open AND after_id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
    ORDER BY job_id, after_id LIMIT 1000) w)
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: UntoldRelations
SELECT e.job_id, e.after_id, e.kind, e.on_failure, p.status, p.name
FROM job_after e JOIN job p ON p.id = e.after_id
WHERE e.open AND p.phase = 'final' AND e.after_id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
ORDER BY e.job_id, e.after_id
LIMIT 1000

-- name: CloseRelations
UPDATE job_after SET open = false
FROM (
  SELECT * FROM jsonb_to_recordset(@relations) AS x(job uuid, after_id uuid)                                                                          --postgres
  SELECT value ->> 'job' AS job, value ->> 'after_id' AS after_id FROM jsonb_each(@relations)                                                         --sqlite
) r
WHERE job_after.job_id = r.job AND job_after.after_id = r.after_id

-- name: SettleFamilyEvent
INSERT INTO event (at, org, kind, jobs)
SELECT (SELECT now_us()), j.org, 'related', string_agg(j.id || '=' || (j.seq + 1), ' ')
FROM (
  SELECT * FROM jsonb_to_recordset(@jobs) AS x(id uuid, begins int, ends int)                                                                         --postgres
  SELECT value ->> 'id' AS id, value ->> 'begins' AS begins, value ->> 'ends' AS ends FROM jsonb_each(@jobs)                                          --sqlite
) r JOIN job j ON j.id = r.id
WHERE j.phase <> 'final' AND j.waits >= r.begins AND j.kids >= r.ends
GROUP BY j.org

-- name: SettleFamily
UPDATE job SET
  waits = CASE WHEN t.verdict IS NULL THEN job.waits - t.begins ELSE 0 END,
  kids = job.kids - t.ends,
  kin_fault = coalesce(job.kin_fault, t.fault),
  control = CASE WHEN t.verdict = 'skip' THEN 'cancel' ELSE job.control END,
  holds = CASE WHEN t.verdict IS NULL THEN job.holds ELSE 0 END,
  n_due = CASE WHEN t.verdict IS NULL THEN job.n_due ELSE 0 END,
  n_wait = CASE WHEN t.verdict IS NULL THEN job.n_wait ELSE 0 END,
  n_cancel = CASE WHEN t.verdict IS NULL THEN job.n_cancel ELSE job.total - job.n_done - job.n_fail - job.n_skip END,
  avail_no = CASE WHEN t.settled AND NOT t.ended THEN job.total + 1 ELSE job.avail_no END,
  finish = CASE WHEN t.settled AND NOT t.ended THEN 'due' ELSE job.finish END,
  phase = CASE WHEN t.ended THEN 'final' WHEN t.settled THEN 'finish' ELSE job.phase END,
  turn = t.now, active_at = t.now,
  finished_at = CASE WHEN t.ended THEN t.now END,
  seq = job.seq + 1
FROM (
  SELECT m.*, m.verdict IS NOT NULL OR m.settled AND (m.finish = 'none' OR m.plan = 'failed' OR m.broken) AS ended
  FROM (
    SELECT r.*, n.now, j.plan, j.finish, j.kin_fault IS NOT NULL OR r.fault IS NOT NULL AS broken,
      r.ends > 0 AND j.kids = r.ends AND j.phase = 'work' AND j.control <> 'cancel'
        AND j.plan IN ('none', 'completed', 'skipped', 'failed', 'cancelled')
        AND j.n_done + j.n_fail + j.n_skip + j.n_cancel = j.total AS settled
    FROM (SELECT now_us() AS now) n, (
      SELECT * FROM jsonb_to_recordset(@jobs) AS x(id uuid, begins int, ends int, verdict text, fault text)                                           --postgres
      SELECT value ->> 'id' AS id, value ->> 'begins' AS begins, value ->> 'ends' AS ends, value ->> 'verdict' AS verdict, value ->> 'fault' AS fault FROM jsonb_each(@jobs)  --sqlite
    ) r JOIN job j ON j.id = r.id
    WHERE j.phase <> 'final' AND j.waits >= r.begins AND j.kids >= r.ends
  ) m
) t
WHERE job.id = t.id

-- name: CloseEnded
UPDATE job_after SET open = false
WHERE open AND job_id IN (
  SELECT j.id FROM jsonb_to_recordset(@jobs) AS x(id uuid) JOIN job j ON j.id = x.id WHERE j.phase = 'final'                                          --postgres
  SELECT j.id FROM jsonb_each(@jobs) x JOIN job j ON j.id = x.value ->> 'id' WHERE j.phase = 'final'                                                  --sqlite
)

-- name: Told
UPDATE job SET awaited = false
WHERE awaited AND phase = 'final' AND id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
  AND NOT EXISTS (SELECT 1 FROM job_after e WHERE e.after_id = job.id AND e.open)

-- name: UntoldOf
SELECT w.id, w.next
FROM (
  SELECT j.id, (SELECT e.job_id FROM job_after e WHERE e.after_id = j.id AND e.open ORDER BY e.job_id LIMIT 1) AS next
  FROM job j
  WHERE j.awaited AND j.phase = 'final' AND j.id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
) w
WHERE w.next IS NOT NULL
ORDER BY w.id
LIMIT 100

-- name: Bereaving
SELECT id FROM job WHERE has_kids AND control = 'cancel' ORDER BY id LIMIT 1

-- name: LockOrphans
SELECT id FROM job WHERE parent_id = @id AND phase <> 'final' AND control <> 'cancel'
ORDER BY id
LIMIT 500
FOR UPDATE                                                                     --postgres: lock

-- name: OrphanFaults
UPDATE job SET kin_fault = @fault WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: Bereft
UPDATE job SET has_kids = false WHERE id = @id AND control = 'cancel'

-- name: DropRelations
UPDATE job_after SET open = false WHERE job_id = @id AND open

-- name: LockPrerequisites
SELECT id FROM job
WHERE id = @id OR id IN (SELECT after_id FROM job_after WHERE job_id = @id AND kind = 'after')
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: ReopenRelations
UPDATE job_after SET open = (kind = 'after' AND EXISTS (SELECT 1 FROM job p WHERE p.id = job_after.after_id AND p.phase <> 'final'))
WHERE job_id = @id

-- name: AwaitAgain
UPDATE job SET awaited = true
WHERE NOT awaited AND id IN (SELECT after_id FROM job_after WHERE job_id = @id AND open)

-- name: FamilyAfter
SELECT e.after_id, e.on_failure, e.open, p.status, p.name
FROM job_after e LEFT JOIN job p ON p.id = e.after_id
WHERE e.job_id = @id AND e.kind = 'after'
ORDER BY e.after_id

-- name: FamilyDependants
SELECT e.job_id, e.on_failure, e.open, p.status, p.name
FROM job_after e LEFT JOIN job p ON p.id = e.job_id
WHERE e.after_id = @id AND e.kind = 'after'
ORDER BY e.job_id
LIMIT 100

-- name: FamilyChildren
SELECT status, count(*) FROM job WHERE parent_id = @id GROUP BY status
