-- Statistics: reading sums, folding them, and how many jobs have which status.

-- name: TallyJobs
SELECT t.org, t.type, t.status, CAST(sum(t.n) AS bigint)
FROM (
  SELECT org, type, status, n FROM job_tally
  UNION ALL
  SELECT org, type, status, n FROM job_move
) t
WHERE true
  AND t.org = @org                                                             --?org
GROUP BY t.org, t.type, t.status
HAVING sum(t.n) <> 0
ORDER BY 1, 2, 3

-- name: TakeMoves
DELETE FROM job_move WHERE id IN (
  SELECT id FROM job_move ORDER BY id LIMIT 20000
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
)
RETURNING org, type, status, n

-- name: AddTallies
INSERT INTO job_tally (org, type, status, n)
SELECT r.org, r.type, r.status, r.n
FROM (
  SELECT * FROM jsonb_to_recordset(@tallies) AS x(org text, type text, status text, n bigint)                                      --postgres
  SELECT value ->> 'org' AS org, value ->> 'type' AS type, value ->> 'status' AS status, value ->> 'n' AS n FROM jsonb_each(@tallies)  --sqlite
) r
WHERE true
ORDER BY 1, 2, 3
ON CONFLICT (org, type, status) DO UPDATE SET n = job_tally.n + excluded.n

-- name: WrongTallies
SELECT count(*) FROM (
  SELECT org, type, status FROM (
    SELECT org, type, status, count(*) AS n FROM job GROUP BY org, type, status
    UNION ALL
    SELECT org, type, status, -n FROM job_tally
    UNION ALL
    SELECT org, type, status, -n FROM job_move
  ) t
  GROUP BY org, type, status
  HAVING sum(n) <> 0
) w

-- name: RightenTallies
INSERT INTO job_move (org, type, status, n)
SELECT org, type, status, sum(n) FROM (
  SELECT org, type, status, count(*) AS n FROM job GROUP BY org, type, status
  UNION ALL
  SELECT org, type, status, -n FROM job_tally
  UNION ALL
  SELECT org, type, status, -n FROM job_move
) t
GROUP BY org, type, status
HAVING sum(n) <> 0

-- name: Throughput
SELECT t.at / @bucket * @bucket, t.type, CAST(sum(t.done) AS bigint), CAST(sum(t.failed) AS bigint), CAST(sum(t.busy) AS bigint)
FROM (
  SELECT at, org, type, done + skipped AS done, failed + retried AS failed, busy FROM rollup_total
  WHERE level = @level AND at >= @start
  UNION ALL
  SELECT minute, org, type, done + skipped, failed + retried, busy FROM rollup
  WHERE minute >= @since AND minute >= coalesce((SELECT upto FROM rollup_mark WHERE level = @level), 0)
) t
WHERE true
  AND t.org = @org                                                             --?org
GROUP BY 1, 2
HAVING sum(t.done) + sum(t.failed) + sum(t.busy) > 0
ORDER BY 1, 2

-- name: StatsTotals
SELECT CASE @by WHEN 'type' THEN t.type WHEN 'org' THEN t.org WHEN 'queue' THEN t.queue ELSE '' END,
  CAST(sum(t.done) AS bigint), CAST(sum(t.skipped) AS bigint), CAST(sum(t.failed) AS bigint), CAST(sum(t.retried) AS bigint),
  CAST(sum(t.cancelled) AS bigint), CAST(sum(t.lost) AS bigint), CAST(sum(t.busy) AS bigint), CAST(sum(t.waits) AS bigint),
  CAST(sum(t.waited) AS bigint), CAST(sum(t.cpu) AS bigint), max(t.memory), CAST(sum(t.bytes) AS bigint)
FROM (
  SELECT org, type, queue, done, skipped, failed, retried, cancelled, lost, busy, waits, waited, cpu, memory, bytes FROM rollup_total
  WHERE level = @level AND at >= @since
  UNION ALL
  SELECT org, type, queue, done, skipped, failed, retried, cancelled, lost, busy, waits, waited, cpu, memory, bytes FROM rollup_total
  WHERE level = @fine AND at >= @since AND at >= (SELECT upto FROM rollup_mark WHERE level = @level)
  UNION ALL
  SELECT org, type, queue, done, skipped, failed, retried, cancelled, lost, busy, waits, waited, cpu, memory, bytes FROM rollup
  WHERE minute >= @since AND minute >= coalesce((SELECT max(upto) FROM rollup_mark WHERE level IN (@level, @fine)), 0)
) t
WHERE true
  AND t.org = @org                                                             --?org
  AND t.type = @type                                                           --?type
  AND t.queue = @queue                                                         --?queue
GROUP BY 1
ORDER BY 1

-- name: StatsTimes
SELECT CASE @by WHEN 'type' THEN t.type WHEN 'org' THEN t.org WHEN 'queue' THEN t.queue ELSE '' END,
  t.bucket, CAST(sum(t.runs) AS bigint), CAST(sum(t.waits) AS bigint)
FROM (
  SELECT org, type, queue, bucket, runs, waits FROM rollup_bucket
  WHERE level = @level AND at >= @since
  UNION ALL
  SELECT org, type, queue, bucket, runs, waits FROM rollup_bucket
  WHERE level = @fine AND at >= @since AND at >= (SELECT upto FROM rollup_mark WHERE level = @level)
  UNION ALL
  SELECT org, type, queue, bucket, done + skipped + failed + retried, waits FROM rollup
  WHERE minute >= @since AND minute >= coalesce((SELECT max(upto) FROM rollup_mark WHERE level IN (@level, @fine)), 0)
) t
WHERE true
  AND t.org = @org                                                             --?org
  AND t.type = @type                                                           --?type
  AND t.queue = @queue                                                         --?queue
GROUP BY 1, 2
ORDER BY 1, 2

-- name: LockMark
SELECT upto FROM rollup_mark WHERE level = @level
FOR UPDATE                                                                     --postgres: lock

-- name: SourceMark
SELECT upto FROM rollup_mark WHERE level = @level - 1

-- name: MoveMark
UPDATE rollup_mark SET upto = @upto WHERE level = @level

-- name: FoldMinutes
INSERT INTO rollup_total
SELECT @level, minute / @width * @width, org, type, queue, sum(done), sum(skipped), sum(failed), sum(retried), sum(cancelled), sum(lost),
  sum(busy), sum(waits), sum(waited), sum(cpu), max(memory), sum(bytes)
FROM rollup
WHERE minute >= @since AND minute < @upto
GROUP BY 2, org, type, queue;
INSERT INTO rollup_bucket
SELECT @level, minute / @width * @width, org, type, queue, bucket, sum(done + skipped + failed + retried), sum(waits)
FROM rollup
WHERE minute >= @since AND minute < @upto
GROUP BY 2, org, type, queue, bucket

-- name: FoldLevel
INSERT INTO rollup_total
SELECT @level, at / @width * @width, org, type, queue, sum(done), sum(skipped), sum(failed), sum(retried), sum(cancelled), sum(lost),
  sum(busy), sum(waits), sum(waited), sum(cpu), max(memory), sum(bytes)
FROM rollup_total
WHERE level = @level - 1 AND at >= @since AND at < @upto
GROUP BY 2, org, type, queue;
INSERT INTO rollup_bucket
SELECT @level, at / @width * @width, org, type, queue, bucket, sum(runs), sum(waits)
FROM rollup_bucket
WHERE level = @level - 1 AND at >= @since AND at < @upto
GROUP BY 2, org, type, queue, bucket

-- name: DropFolded
DELETE FROM rollup WHERE minute < @minutes AND minute < (SELECT upto FROM rollup_mark WHERE level = 1);
DELETE FROM rollup_total WHERE level = 1 AND at < @minutes AND at < (SELECT upto FROM rollup_mark WHERE level = 2);
DELETE FROM rollup_bucket WHERE level = 1 AND at < @minutes AND at < (SELECT upto FROM rollup_mark WHERE level = 2);
DELETE FROM rollup_total WHERE level = 2 AND at < @hours AND at < (SELECT upto FROM rollup_mark WHERE level = 3);
DELETE FROM rollup_bucket WHERE level = 2 AND at < @hours AND at < (SELECT upto FROM rollup_mark WHERE level = 3)

-- name: Surroundings
SELECT now_us(), CASE WHEN j.open THEN 1 ELSE 0 END,
  CASE WHEN j.open THEN (SELECT count(*) FROM (
    SELECT 1 FROM job x
    WHERE x.open AND x.queue = j.queue AND x.type = j.type AND x.org = j.org
      AND (x.priority > j.priority OR x.priority = j.priority AND (x.turn < j.turn OR x.turn = j.turn AND x.id < j.id))
    LIMIT 1000) a) ELSE 0 END,
  (SELECT min(b.due_at) FROM back b WHERE b.job_id = j.id AND NOT b.due),
  (SELECT h.actor FROM history h WHERE h.job_id = j.id AND h.kind = 'paused' ORDER BY h.seq DESC LIMIT 1)
FROM job j
WHERE j.id = @id

-- name: WaitingSince
SELECT CASE WHEN due_at > active_at THEN due_at ELSE active_at END FROM job
WHERE open AND queue = @queue AND type = @type AND org = @org
ORDER BY priority DESC, turn, id
LIMIT 1
