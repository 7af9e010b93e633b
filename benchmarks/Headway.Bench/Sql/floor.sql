-- The least a queue can do: one narrow table, claimed and finished by hand-written statements. What Headway is measured against.

-- name: FloorInsert
INSERT INTO floor (id, state, payload)
SELECT x.value::bigint, 0, '{}' FROM jsonb_array_elements_text(@ids) AS x(value)   --postgres
SELECT x.value, 0, '{}' FROM json_each(@ids) x                                     --sqlite

-- name: FloorClaim
UPDATE floor SET state = 1, token = @token
FROM (
  SELECT id AS next FROM floor WHERE state = 0 ORDER BY id LIMIT @n
  FOR UPDATE SKIP LOCKED                                                           --postgres: lock
) p
WHERE id = p.next
RETURNING id

-- name: FloorFinish
UPDATE floor SET state = 2 WHERE state = 1 AND token = @token AND id IN (
  SELECT x.value::bigint FROM jsonb_array_elements_text(@ids) AS x(value)          --postgres
  SELECT x.value FROM json_each(@ids) x                                            --sqlite
)

-- name: FloorInsertOne
INSERT INTO floor (id, state, payload) VALUES (@id, 0, '{}')

-- name: FloorInsertMany
INSERT INTO floor (id, state, payload)
SELECT x, 0, '{}' FROM unnest(@ids) x                                              --postgres
VALUES (@id, 0, '{}')                                                              --sqlite

-- name: FloorFinishClaimed
UPDATE floor SET state = 2 WHERE state = 1 AND token = @token
  AND id = ANY(@ids)                                                               --postgres
  AND id = @id                                                                     --sqlite

-- name: FloorSettings
PRAGMA journal_mode = WAL;                                                         --sqlite
PRAGMA synchronous = FULL                                                          --sqlite
SELECT 1                                                                           --postgres
