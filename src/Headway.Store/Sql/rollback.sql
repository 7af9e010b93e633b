-- Putting back what a job changed.

-- name: RecordImage
INSERT INTO before_image (job_id, gen, no, kind, key, before_json, after_hash)
SELECT c.job_id, c.gen, @no, @kind, @key, @before, @after FROM claim c WHERE c.job_id = @id AND c.lo = @lo AND c.call = @call

-- name: ListImages
SELECT l.seq, l.no, l.kind, l.key,
  (SELECT f.before_json FROM before_image f WHERE f.job_id = @id AND f.kind = l.kind AND f.key = l.key ORDER BY f.seq LIMIT 1),
  l.after_hash
FROM before_image l
WHERE l.job_id = @id AND l.seq < @below
  AND NOT EXISTS (SELECT 1 FROM before_image x WHERE x.job_id = @id AND x.kind = l.kind AND x.key = l.key AND x.seq > l.seq)
ORDER BY l.seq DESC
LIMIT @limit

-- name: RollbackFacts
SELECT phase, rolled_by IS NOT NULL, dry_run, CASE WHEN EXISTS (SELECT 1 FROM claim c WHERE c.job_id = job.id) THEN 1 ELSE 0 END
FROM job
WHERE id = @id

-- name: RollbackJob
UPDATE job SET rolled_by = @by, active_at = now_us(), seq = seq + 1 WHERE id = @id

-- name: RollbackEnded
UPDATE job SET rolled_at = now_us(), active_at = now_us(), seq = seq + 1 WHERE id = @id AND rolled_by = @by AND rolled_at IS NULL
RETURNING seq
