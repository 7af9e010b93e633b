-- Unique keys: at most one open job of an organisation and type has a key. Who asks first locks the key, and only then looks whether
-- the job that has it is open: in a statement of its own, so that it sees what was committed while it waited.

-- name: TakeKeys
INSERT INTO job_key (org, type, key, job_id)
SELECT r.org, r.type, r.key, r.id
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(n int, id uuid, org text, type text, key text)                                                  --postgres
  SELECT value ->> 'n' AS n, value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'key' AS key FROM jsonb_each(@keys)  --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.id)
ORDER BY r.org, r.type, r.key
ON CONFLICT DO NOTHING

-- name: LockKeys
SELECT k.job_id
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(n int, id uuid, org text, type text, key text)                                                  --postgres
  SELECT value ->> 'n' AS n, value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'key' AS key FROM jsonb_each(@keys)  --sqlite
) r JOIN job_key k ON k.org = r.org AND k.type = r.type AND k.key = r.key
ORDER BY k.org, k.type, k.key
FOR UPDATE OF k                                                                --postgres: lock

-- name: ReclaimKeys
UPDATE job_key SET job_id = r.id
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(n int, id uuid, org text, type text, key text)                                                  --postgres
  SELECT value ->> 'n' AS n, value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'key' AS key FROM jsonb_each(@keys)  --sqlite
) r
WHERE job_key.org = r.org AND job_key.type = r.type AND job_key.key = r.key AND job_key.job_id <> r.id
  AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = r.id)
  AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = job_key.job_id AND j.phase <> 'final')

-- name: HeldKeys
SELECT r.n, CASE WHEN EXISTS (SELECT 1 FROM job j WHERE j.id = r.id) THEN r.id ELSE k.job_id END
FROM (
  SELECT * FROM jsonb_to_recordset(@keys) AS x(n int, id uuid, org text, type text, key text)                                                  --postgres
  SELECT value ->> 'n' AS n, value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'key' AS key FROM jsonb_each(@keys)  --sqlite
) r JOIN job_key k ON k.org = r.org AND k.type = r.type AND k.key = r.key

-- name: LockKey
SELECT k.job_id
FROM job j JOIN job_key k ON k.org = j.org AND k.type = j.type AND k.key = j.unique_key
WHERE j.id = @id
FOR UPDATE OF k                                                                --postgres: lock

-- name: KeepKey
UPDATE job_key SET job_id = @id
FROM job j
WHERE j.id = @id AND job_key.org = j.org AND job_key.type = j.type AND job_key.key = j.unique_key
  AND (job_key.job_id = @id OR NOT EXISTS (SELECT 1 FROM job o WHERE o.id = job_key.job_id AND o.phase <> 'final'))

-- name: KeepRequest
INSERT INTO request (org, key, hash, id, at) VALUES (@org, @key, @hash, @id, now_us())
ON CONFLICT (org, key) DO UPDATE SET
  hash = excluded.hash, id = excluded.id, status = NULL, location = NULL, answer = NULL, at = excluded.at
WHERE request.at < excluded.at - @keep

-- name: GetRequest
SELECT hash, id, status, location, answer FROM request WHERE org = @org AND key = @key

-- name: AnswerRequest
UPDATE request SET status = @status, location = @location, answer = @answer
WHERE org = @org AND key = @key AND id = @id AND answer IS NULL

-- name: ForgetRequests
DELETE FROM request WHERE (org, key) IN (SELECT o.org, o.key FROM request o WHERE o.at < now_us() - @keep ORDER BY o.at LIMIT 1000)
