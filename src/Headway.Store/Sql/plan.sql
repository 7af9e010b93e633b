-- Items added by the holder of a plan item's claim.

-- name: LockPlan
SELECT lo FROM claim WHERE job_id = @id AND lo = 0 AND call = @call
FOR UPDATE                                                                     --postgres: lock

-- name: LockJob
SELECT id FROM job WHERE id = @id
FOR UPDATE                                                                     --postgres: lock

-- name: PlanItems
INSERT INTO item (job_id, no, name, input)
SELECT j.id, j.total + r.n, r.name, r.input
FROM job j, (
  SELECT * FROM jsonb_to_recordset(@items) AS x(n int, name text, input text)                                                      --postgres
  SELECT value ->> 'n' AS n, value ->> 'name' AS name, value ->> 'input' AS input FROM jsonb_each(@items)                           --sqlite
) r
WHERE j.id = @id AND j.phase <> 'final' AND control <> 'cancel'
  AND EXISTS (SELECT 1 FROM claim WHERE job_id = @id AND lo = 0 AND call = @call)

-- name: PlanEvent
INSERT INTO event (at, org, kind, jobs)
SELECT now_us(), org, 'planned', id || '=' || (seq + 1)
FROM job
WHERE @count > 0 AND id = @id AND phase <> 'final' AND control <> 'cancel'
  AND EXISTS (SELECT 1 FROM claim WHERE job_id = @id AND lo = 0 AND call = @call)

-- name: PlanJob
UPDATE job SET total = total + @count, avail_no = total + @count, plan_total = plan_total + @count, seq = seq + 1
WHERE @count > 0 AND id = @id AND phase <> 'final' AND control <> 'cancel'
  AND EXISTS (SELECT 1 FROM claim WHERE job_id = @id AND lo = 0 AND call = @call)

-- name: PlannedTotal
SELECT total FROM job
WHERE id = @id AND phase <> 'final' AND control <> 'cancel'
  AND EXISTS (SELECT 1 FROM claim WHERE job_id = @id AND lo = 0 AND call = @call)
