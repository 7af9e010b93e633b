-- A whole installation on its way to another database, and whether what is in one agrees with itself.

-- name: BeginMove
INSERT INTO duty (name, holder, until) VALUES ('move', @holder, 0) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder

-- name: MoveBegan
SELECT name FROM duty WHERE name = 'move'

-- name: EndMove
DELETE FROM duty WHERE name = 'move'

-- name: SetSequences
SELECT setval('event_no', (SELECT coalesce(max(id), 0) FROM event)),           --postgres
  setval('before_image_seq_seq', (SELECT coalesce(max(seq), 0) + 1 FROM before_image), false),   --postgres
  setval('job_log_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM job_log), false),               --postgres
  setval('delivery_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM delivery), false),             --postgres
  setval('error_move_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM error_move), false)          --postgres
SELECT 0, 0, 0, 0, 0                                                              --sqlite

-- name: OpenSessions
SELECT id FROM session WHERE ended_at IS NULL

-- name: WrongJobs
SELECT j.id
FROM job j
LEFT JOIN (
  SELECT b.id AS job_id, count(*) AS total,
    sum(CASE WHEN r.gen >= b.base AND r.state = 'completed' THEN 1 ELSE 0 END) AS done,
    sum(CASE WHEN r.gen >= b.base AND r.state = 'skipped' THEN 1 ELSE 0 END) AS skip,
    sum(CASE WHEN r.gen >= b.base AND r.state IN ('failed', 'quarantined') THEN 1 ELSE 0 END) AS fail
  FROM item r JOIN job b ON b.id = r.job_id
  GROUP BY b.id
) i ON i.job_id = j.id
WHERE NOT j.simple
  AND (j.total <> coalesce(i.total, 0) OR j.n_done <> coalesce(i.done, 0) OR j.n_skip <> coalesce(i.skip, 0)
    OR j.n_fail <> coalesce(i.fail, 0))
LIMIT 100

-- name: JobsOfItemsAlone
SELECT DISTINCT i.job_id
FROM item i
WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.id = i.job_id) AND NOT EXISTS (SELECT 1 FROM leaving l WHERE l.job_id = i.job_id)
LIMIT 100
