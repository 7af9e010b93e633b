-- Schedules, and the fires they make. Who locks a schedule decides about it; what it decides is written in the same transaction.

-- name: AddSchedule
INSERT INTO schedule (id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by,
  created_at, changed_at, version, next_at, look_at, waiting, fires)
VALUES (@id, @org, @name, @cron, @zone, @every, @at, @overlap, @misfire, @job, @plan, @finish, @chunk, @attempts, @by,
  now_us(), now_us(), 1, @next, @next, 0, 0)
ON CONFLICT DO NOTHING

-- name: HasSchedule
SELECT 1 FROM schedule WHERE id = @id

-- name: EditSchedule
UPDATE schedule SET
  name = @name, cron = @cron, zone = @zone, every = @every, at = @at, overlap = @overlap, misfire = @misfire, job = @job,
  has_plan = @plan, has_finish = @finish, chunk = @chunk, max_attempts = @attempts, changed_at = now_us(), version = version + 1,
  next_at = CASE WHEN cron IS NOT DISTINCT FROM @cron AND zone = @zone AND every IS NOT DISTINCT FROM @every
    AND at IS NOT DISTINCT FROM @at THEN next_at ELSE @next END,
  look_at = CASE WHEN paused_at IS NOT NULL THEN NULL WHEN waiting > 0 THEN now_us()
    WHEN cron IS NOT DISTINCT FROM @cron AND zone = @zone AND every IS NOT DISTINCT FROM @every
    AND at IS NOT DISTINCT FROM @at THEN look_at ELSE @next END
WHERE id = @id AND version = @version
  AND NOT EXISTS (SELECT 1 FROM schedule o WHERE o.org = @org AND o.name = @name AND o.id <> @id)

-- name: PauseSchedule
UPDATE schedule SET
  paused_at = coalesce(paused_at, now_us()), paused_by = @by, pause_reason = @reason, look_at = NULL, changed_at = now_us(),
  version = version + 1
WHERE id = @id

-- name: ResumeSchedule
UPDATE schedule SET
  paused_at = NULL, paused_by = NULL, pause_reason = NULL, next_at = @next,
  look_at = CASE WHEN waiting > 0 THEN now_us() ELSE @next END, changed_at = now_us(), version = version + 1
WHERE id = @id AND paused_at IS NOT NULL

-- name: RemoveFires
DELETE FROM fire WHERE schedule_id = @id

-- name: RemoveSchedule
DELETE FROM schedule WHERE id = @id

-- name: GetSchedule
SELECT id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by, created_at,
  changed_at, version, paused_at, paused_by, pause_reason, next_at, last_at, waiting, fires
FROM schedule
WHERE id = @id

-- name: FindSchedule
SELECT id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by, created_at,
  changed_at, version, paused_at, paused_by, pause_reason, next_at, last_at, waiting, fires
FROM schedule
WHERE org = @org AND name = @name

-- name: ListSchedules
SELECT id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by, created_at,
  changed_at, version, paused_at, paused_by, pause_reason, next_at, last_at, waiting, fires
FROM schedule
WHERE true
  AND org = @org                                                               --?org
  AND (name > @name OR name = @name AND id > @after)                           --?after
ORDER BY name, id
LIMIT @limit

-- name: ListFires
SELECT fire_at, by_hand, made_at, outcome, job_id, missed, actor
FROM fire
WHERE schedule_id = @id
  AND fire_at < @after                                                         --?after
ORDER BY fire_at DESC, by_hand
LIMIT @limit

-- name: LockSchedule
SELECT id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by, created_at,
  changed_at, version, paused_at, paused_by, pause_reason, next_at, last_at, waiting, fires, now_us()
FROM schedule
WHERE id = @id
FOR UPDATE                                                                     --postgres: lock

-- name: DueSchedules
SELECT id, org, name, cron, zone, every, at, overlap, misfire, job, has_plan, has_finish, chunk, max_attempts, created_by, created_at,
  changed_at, version, paused_at, paused_by, pause_reason, next_at, last_at, waiting, fires, now_us()
FROM schedule
WHERE look_at <= now_us() AND replace(@except, CAST(id AS text), '') = @except
ORDER BY look_at
LIMIT 100
FOR UPDATE SKIP LOCKED                                                         --postgres: lock

-- name: CloseFires
UPDATE fire SET open = false
WHERE open AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = fire.job_id AND j.phase <> 'final') AND schedule_id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@ids) AS x(value)        --postgres
  SELECT x.value FROM jsonb_each(@ids) x                                        --sqlite
)

-- name: OpenFires
SELECT s.id, (SELECT count(*) FROM fire f WHERE f.schedule_id = s.id AND f.open),
  (SELECT min(f.fire_at) FROM fire f WHERE f.schedule_id = s.id AND f.outcome = 'waiting')
FROM schedule s
WHERE s.id IN (
  SELECT x.value::uuid FROM jsonb_array_elements_text(@ids) AS x(value)        --postgres
  SELECT x.value FROM jsonb_each(@ids) x                                        --sqlite
)

-- name: RecordFires
INSERT INTO fire (schedule_id, fire_at, by_hand, made_at, outcome, job_id, missed, actor, open)
SELECT r.schedule, r.fire_at, r.hand, n.now, r.outcome, r.job, r.missed, r.actor, r.open
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@fires) AS x(schedule uuid, fire_at bigint, hand boolean, outcome text, job uuid, missed int, actor text, open boolean)  --postgres
  SELECT value ->> 'schedule' AS schedule, value ->> 'fire_at' AS fire_at, value ->> 'hand' AS hand, value ->> 'outcome' AS outcome, value ->> 'job' AS job, value ->> 'missed' AS missed, value ->> 'actor' AS actor, value ->> 'open' AS open FROM jsonb_each(@fires)  --sqlite
) r
WHERE true
ON CONFLICT (schedule_id, fire_at, by_hand) DO UPDATE SET
  outcome = excluded.outcome, made_at = excluded.made_at, job_id = excluded.job_id, open = excluded.open
WHERE fire.outcome = 'waiting' AND excluded.outcome = 'submitted'
RETURNING schedule_id, fire_at

-- name: AdvanceSchedules
UPDATE schedule SET
  next_at = r.next, look_at = r.look, last_at = coalesce(r.last, schedule.last_at), waiting = r.waiting, fires = schedule.fires + r.fires
FROM (
  SELECT * FROM jsonb_to_recordset(@schedules) AS x(id uuid, next bigint, look bigint, last bigint, waiting int, fires int)        --postgres
  SELECT value ->> 'id' AS id, value ->> 'next' AS next, value ->> 'look' AS look, value ->> 'last' AS last, value ->> 'waiting' AS waiting, value ->> 'fires' AS fires FROM jsonb_each(@schedules)  --sqlite
) r
WHERE schedule.id = r.id

-- name: PruneFires
DELETE FROM fire WHERE schedule_id = @id AND NOT open AND outcome <> 'waiting'
  AND fire_at < (SELECT o.fire_at FROM fire o WHERE o.schedule_id = @id ORDER BY o.fire_at DESC LIMIT 1 OFFSET 1000)

-- name: NextLook
SELECT min(look_at) - now_us() FROM schedule WHERE look_at IS NOT NULL

-- name: FireOfJob
SELECT fire_at, by_hand, made_at, outcome, job_id, missed, actor
FROM fire
WHERE schedule_id = @id AND job_id = @job
