-- What nobody needs any more goes, a little at a time. docs/retention.md says which table is pruned by what.

-- name: PruneDays
DELETE FROM rollup_total WHERE (level, at, org, type, queue) IN (
  SELECT level, at, org, type, queue FROM rollup_total WHERE level = 3 AND at < @statistics ORDER BY at LIMIT @limit)

-- name: PruneDayTimes
DELETE FROM rollup_bucket WHERE (level, at, org, type, queue, bucket) IN (
  SELECT level, at, org, type, queue, bucket FROM rollup_bucket WHERE level = 3 AND at < @statistics ORDER BY at LIMIT @limit)

-- name: PruneCounts
DELETE FROM pruned WHERE (day, org, type) IN (SELECT day, org, type FROM pruned WHERE day < @statistics ORDER BY day LIMIT @limit)

-- name: PruneAnswers
DELETE FROM process WHERE (job_id, request) IN (SELECT job_id, request FROM process WHERE at < @requests ORDER BY at LIMIT @limit)

-- name: PruneBreakers
DELETE FROM breaker WHERE (org, destination) IN (
  SELECT org, destination FROM breaker WHERE opened_at IS NULL AND changed_at < @breakers ORDER BY org, destination LIMIT @limit)
  AND opened_at IS NULL

-- name: PruneKeys
DELETE FROM api_key WHERE id IN (SELECT id FROM api_key WHERE revoked_at < @keys OR expires_at < @keys ORDER BY id LIMIT @limit)

-- name: PruneSignIns
DELETE FROM sign_in WHERE id IN (SELECT id FROM sign_in WHERE expires_at <= now_us() ORDER BY expires_at LIMIT @limit)

-- name: PruneLinks
DELETE FROM sign_in_link WHERE hash IN (SELECT hash FROM sign_in_link WHERE expires_at <= now_us() ORDER BY hash LIMIT @limit)

-- name: PruneStarts
DELETE FROM start_count WHERE (key, tenth) IN (
  SELECT s.key, s.tenth FROM start_count s LEFT JOIN cap c ON c.key = s.key
  WHERE c.key IS NULL OR s.tenth < now_us() * 10 / c.span - 10
  ORDER BY s.key, s.tenth
  LIMIT @limit)

-- Names of organisations, users and keys are without end. A claim that finds its cap gone gives back what it took, and makes it anew.

-- name: PruneCaps
DELETE FROM cap WHERE key IN (
  SELECT c.key FROM cap c
  WHERE c.scope IN ('org', 'user', 'key') AND c.used = 0
    AND NOT EXISTS (SELECT 1 FROM debit d WHERE d.key = c.key) AND NOT EXISTS (SELECT 1 FROM start_count s WHERE s.key = c.key)
    AND NOT EXISTS (SELECT 1 FROM job j WHERE j.parked = c.key AND j.phase <> 'final')
  ORDER BY c.key
  LIMIT @limit
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
)
