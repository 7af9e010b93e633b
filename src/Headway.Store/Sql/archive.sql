-- What is let go, put away and brought back. A job's row goes first, in one transaction with its event; what hung on it follows in
-- small pieces, so that no claim waits long behind a large job.

-- name: ListRules
SELECT type, status, at_start, age, archive
FROM retention
ORDER BY type, status, at_start

-- name: DropRules
DELETE FROM retention

-- name: AddRules
INSERT INTO retention (type, status, at_start, age, archive)
SELECT type, status, at_start, age, archive FROM jsonb_to_recordset(@rules) AS x(type text, status text, at_start boolean, age bigint, archive boolean)                                                  --postgres
SELECT value ->> 'type', value ->> 'status', value ->> 'at_start', value ->> 'age', value ->> 'archive' FROM jsonb_each(@rules)                                                                          --sqlite

-- name: TakeDuty
INSERT INTO duty (name, holder, until) VALUES (@name, @holder, now_us() + @lease)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE duty.holder = excluded.holder OR duty.until <= now_us() AND coalesce(duty.ran_at, 0) <= now_us() - @every
RETURNING 1

-- name: EndDuty
UPDATE duty SET until = now_us(), ran_at = now_us()
WHERE name = @name AND holder = @holder

-- name: DutyRan
SELECT ran_at FROM duty WHERE name = @name AND ran_at IS NOT NULL

-- name: ScanJobs
SELECT id, type, phase, status, kept, seq, created_at, finished_at
FROM job
WHERE id > @after
ORDER BY id
LIMIT @limit

-- name: KeepEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT now_us(), org, @kind, @actor, id || '=' || (seq + 1) FROM job WHERE id = @id AND kept <> @kept

-- name: KeepHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq + 1, now_us(), @kind, @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id AND kept <> @kept

-- name: KeepJob
UPDATE job SET kept = @kept, seq = seq + 1 WHERE id = @id AND kept <> @kept

-- name: JobsToDelete
SELECT id, org, type, name, status, total, seq, created_at, finished_at FROM job
WHERE phase = 'final' AND NOT kept AND NOT awaited AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.job_id = job.id)
  AND id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
ORDER BY id
FOR UPDATE                                                                     --postgres: lock

-- name: DeleteEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT (SELECT now_us()), org, 'deleted', @actor, string_agg(id || '=' || (seq + 1), ' ')
FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
GROUP BY org

-- name: CountPruned
INSERT INTO pruned (day, org, type, jobs, items, archived)
SELECT (SELECT now_us()) / 86400000000 * 86400000000, org, type, count(*), sum(total),
  sum(CASE WHEN EXISTS (SELECT 1 FROM archived a WHERE a.job_id = job.id) THEN 1 ELSE 0 END)
FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
GROUP BY org, type
ON CONFLICT (day, org, type) DO UPDATE SET
  jobs = pruned.jobs + excluded.jobs, items = pruned.items + excluded.items, archived = pruned.archived + excluded.archived

-- name: AddArchived
INSERT INTO archived (job_id, org, type, name, status, items, created_at, finished_at, archived_at, file, start, length)
SELECT j.id, j.org, j.type, j.name, j.status, j.total, j.created_at, j.finished_at, now_us(), r.file, r.start, r.length
FROM (
  SELECT * FROM jsonb_to_recordset(@places) AS x(id uuid, file text, start bigint, length bigint)                                                                      --postgres
  SELECT value ->> 'id' AS id, value ->> 'file' AS file, value ->> 'start' AS start, value ->> 'length' AS length FROM jsonb_each(@places)                              --sqlite
) r JOIN job j ON j.id = r.id

-- name: AddLeaving
INSERT INTO leaving (job_id, from_at)
SELECT id, 0 FROM job
WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: DeleteJobs
DELETE FROM job WHERE id IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))

-- name: NextLeaving
SELECT job_id
FROM leaving
WHERE from_at <= now_us()
ORDER BY job_id
LIMIT @limit

-- name: HoldLeaving
INSERT INTO leaving (job_id, from_at) VALUES (@id, now_us() + @hold)
ON CONFLICT (job_id) DO UPDATE SET from_at = excluded.from_at

-- name: DropLeaving
DELETE FROM leaving WHERE job_id = @id

-- name: DropArchived
DELETE FROM archived WHERE job_id = @id

-- name: GetArchived
SELECT job_id, org, type, name, status, items, created_at, finished_at, archived_at, file, start, length
FROM archived
WHERE job_id = @id

-- name: ListArchived
SELECT job_id, org, type, name, status, items, created_at, finished_at, archived_at, file, start, length
FROM archived
WHERE true
  AND job_id < @after                                                          --?after
  AND lower(name) LIKE @name ESCAPE '!'                                        --?name
ORDER BY job_id DESC
LIMIT @limit

-- name: RestoreEvent
INSERT INTO event (at, org, kind, actor, jobs)
SELECT now_us(), org, 'restored', @actor, id || '=' || (seq + 2) FROM job WHERE id = @id

-- name: RestoreHistory
INSERT INTO history (job_id, seq, at, kind, actor, event_id)
SELECT id, seq + 2, now_us(), 'restored', @actor,
  currval('event_no')                                                          --postgres
  last_insert_rowid()                                                          --sqlite
FROM job
WHERE id = @id

-- name: RestoreSeq
UPDATE job SET seq = seq + 2 WHERE id = @id

-- name: ListPruned
SELECT day, org, type, jobs, items, archived
FROM pruned
WHERE day >= @since
ORDER BY day, org, type

-- name: PruneEvents
DELETE FROM event
WHERE id IN (SELECT id FROM event ORDER BY id LIMIT @limit) AND at < @before AND id < (SELECT max(id) FROM event)

-- name: PruneSessions
DELETE FROM session
WHERE id IN (
  SELECT s.id FROM session s WHERE s.ended_at < @before AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.session = s.id) LIMIT @limit)
