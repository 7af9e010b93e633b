-- Stores of any size, filled by sets: jobs that wait, and one job of many items.

-- name: FillLane
INSERT INTO job (id, org, queue, type, created_by, parked, priority, config, labels, plan, finish, simple, chunk, max_attempts, avail_no,
  total, plan_total, turn, created_at, active_at)
SELECT
  (lpad(to_hex(@start / 1000), 12, '0') || '70' || lpad(to_hex(@salt), 2, '0') || '8000' || lpad(to_hex(s.n), 12, '0'))::uuid,   --postgres
  printf('%08x-%04x-70%02x-8000-%012x', @start / 1000 / 65536, @start / 1000 % 65536, @salt, s.n),                               --sqlite
  'default', 'bench', @type, @by, @parked, 0, '{}', '{}', 'none', 'none', true, 1, 4, 1, 1, 1, @start + s.n, @start, @start
FROM (
  SELECT n FROM generate_series(@first::bigint, @last::bigint) n                                                                 --postgres
  WITH RECURSIVE c(n) AS (SELECT @first UNION ALL SELECT n + 1 FROM c WHERE n < @last) SELECT n FROM c                           --sqlite
) s

-- name: FillItems
INSERT INTO item (job_id, no, input)
SELECT @id, s.n, '{}'
FROM (
  SELECT n FROM generate_series(@first::bigint, @last::bigint) n                                                                 --postgres
  WITH RECURSIVE c(n) AS (SELECT @first UNION ALL SELECT n + 1 FROM c WHERE n < @last) SELECT n FROM c                           --sqlite
) s
WHERE s.n > 1 -- the first came with the job

-- name: GrowJob
UPDATE job SET total = @count, avail_no = @count, plan_total = @count WHERE id = @id

-- name: FullCap
SELECT key FROM cap WHERE scope = 'user' ORDER BY key LIMIT 1
