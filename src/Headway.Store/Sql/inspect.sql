-- Looking into one job. Items without an outcome are where the cursor, the spans and the claims of their job say: those are few, so the
-- states of a window are put together from rows that have an outcome and from these. What each place means, item_view says.

-- name: InspectJob
SELECT phase, holds, next_no, total, simple FROM job WHERE id = @id

-- name: InspectEnded
SELECT i.no, i.state FROM job j JOIN item i ON i.job_id = j.id
WHERE j.id = @id AND i.no >= @first AND i.no <= @last AND i.state IS NOT NULL AND i.gen >= j.base
ORDER BY i.no

-- name: InspectClaims
SELECT lo, hi FROM claim WHERE job_id = @id AND lo <= @last AND hi >= @first AND kind = 'work'

-- name: InspectSpans
SELECT lo, hi, due FROM back WHERE job_id = @id AND lo <= @last AND hi >= @first

-- name: InspectSimple
SELECT state FROM item_view WHERE job_id = @id AND no = 1 AND own = 0

-- name: GroupFaults
SELECT g.class, g.code, g.times, g.items, g.first_at, g.last_at,
  CASE WHEN g.no = -1 THEN (SELECT j.total + 1 FROM job j WHERE j.id = @id) ELSE g.no END AS no,
  (SELECT f.fault FROM fault f WHERE f.job_id = @id AND f.no = g.no AND f.class = g.class AND f.code = g.code
    ORDER BY f.gen DESC, f.number DESC LIMIT 1) AS fault
FROM (
  SELECT w.class, w.code, count(*) AS times, count(DISTINCT w.no) AS items, min(w.at) AS first_at, max(w.at) AS last_at, max(w.no) AS no
  FROM (SELECT no, class, code, at FROM fault WHERE job_id = @id ORDER BY no, gen, number LIMIT @limit) w
  GROUP BY w.class, w.code
) g
ORDER BY g.times DESC, g.code, g.class

-- name: ReadLogBack
SELECT id, no, gen, attempt, at, level, category, message, exception
FROM job_log
WHERE job_id = @id AND id < @before AND level >= @level
  AND no = @no                                                                 --?one
ORDER BY id DESC
LIMIT @limit
