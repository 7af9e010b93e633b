-- A store as it is after a month: jobs, their attempts and their statistics, written by sets. Most have ended; the newest still wait.

-- name: SeedJobs
INSERT INTO job (id, org, queue, type, name, source, priority, config, labels, plan, finish, simple, chunk, max_attempts, next_no, avail_no,
  total, plan_total, turn, created_at, started_at, active_at, finished_at, phase, control, n_done, n_fail, n_cancel, n_run)
SELECT
  (lpad(to_hex(x.at / 1000), 12, '0') || '70008000' || lpad(to_hex(x.n), 12, '0'))::uuid,                                             --postgres
  printf('%08x-%04x-7000-8000-%012x', x.at / 1000 / 65536, x.at / 1000 % 65536, x.n),                                                  --sqlite
  CASE WHEN x.n % 10 < 8 THEN 'default' ELSE 'org-' || x.n % 10 END, 'default', 'type-' || x.n % 5, 'Batch ' || x.n,
  CASE WHEN x.n % 100 = 0 THEN 'webhook' ELSE 'api' END, 0, '{"model":"local","language":"en"}', '{}', 'none', 'none', false, 1, 4,
  CASE WHEN x.word = 'queued' THEN 0 ELSE 10 END, 10, 10, 10, x.at, x.at, CASE WHEN x.word <> 'queued' THEN x.at + 5000000 END,
  x.at + 9000000,
  CASE WHEN x.word IN ('completed', 'failed', 'cancelled') THEN x.at + 9000000 END,
  CASE WHEN x.word IN ('completed', 'failed', 'cancelled') THEN 'final' ELSE 'work' END,
  CASE WHEN x.word = 'cancelled' THEN 'cancel' WHEN x.word = 'paused' THEN 'pause' ELSE 'run' END,
  CASE WHEN x.word = 'completed' THEN 10 WHEN x.word IN ('running', 'paused') THEN 4 ELSE 0 END,
  CASE WHEN x.word = 'failed' THEN 10 ELSE 0 END, CASE WHEN x.word = 'cancelled' THEN 10 ELSE 0 END,
  CASE WHEN x.word = 'running' THEN 6 ELSE 0 END
FROM (
  SELECT s.n, @start + s.n * @step AS at,
    CASE WHEN s.n > @count * 95 / 100 THEN 'queued' WHEN s.n % 1000 = 7 THEN 'paused' WHEN s.n % 5000 = 11 THEN 'running'
      WHEN s.n % 50 = 3 THEN 'failed' WHEN s.n % 100 = 4 THEN 'cancelled' ELSE 'completed' END AS word
  FROM (
    SELECT n FROM generate_series(@first::bigint, @last::bigint) n                                                                     --postgres
    WITH RECURSIVE c(n) AS (SELECT @first UNION ALL SELECT n + 1 FROM c WHERE n < @last) SELECT n FROM c                               --sqlite
  ) s
) x

-- name: SeedAttempts
INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at)
SELECT j.id, s.n, s.n, 1, 1, 'ended', 'host-1', j.started_at, j.started_at + 1000000
FROM job j, (
  SELECT n FROM generate_series(1, @each::bigint) n                                                                                    --postgres
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < @each) SELECT n FROM c                                      --sqlite
) s
WHERE j.started_at IS NOT NULL AND j.created_at >= @start + @first * @step AND j.created_at <= @start + @last * @step
  AND j.id >= @low AND j.id <= @high

-- name: SeedMinutes
INSERT INTO rollup
SELECT m.n * 60000000, 'default', 'type-' || t.n, 'default', @session, 40 + b.n, 100, 0, 2, 3, 0, 0, 10000000, 12, 60000000, 0, 0, 4096
FROM (
  SELECT n FROM generate_series(@first::bigint, @last::bigint) n                                                                       --postgres
  WITH RECURSIVE c(n) AS (SELECT @first UNION ALL SELECT n + 1 FROM c WHERE n < @last) SELECT n FROM c                                 --sqlite
) m, (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) t,
  (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6) b

-- name: SeededCount
SELECT count(*) FROM (SELECT 1 FROM job LIMIT 1) j

-- name: Analyze
ANALYZE
