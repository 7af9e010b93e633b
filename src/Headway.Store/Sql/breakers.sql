-- Destinations that fail: counted by slices of five seconds, opened where a window has too many faults, closed by one call that succeeds.

-- name: AddCalls
INSERT INTO breaker_call (org, destination, slice, type, calls, faults, refused)
SELECT r.org, r.destination, n.now / 5000000, r.type, r.calls, r.faults, r.refused
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@calls) AS x(org text, destination text, type text, calls int, faults int, refused int)  --postgres
  SELECT value ->> 'org' AS org, value ->> 'destination' AS destination, value ->> 'type' AS type, value ->> 'calls' AS calls, value ->> 'faults' AS faults, value ->> 'refused' AS refused FROM jsonb_each(@calls)  --sqlite
) r
WHERE true
ORDER BY 1, 2, 3, 4
ON CONFLICT (org, destination, slice, type) DO UPDATE SET
  calls = breaker_call.calls + excluded.calls, faults = breaker_call.faults + excluded.faults,
  refused = breaker_call.refused + excluded.refused

-- name: OpenFailing
INSERT INTO breaker (org, destination, opened_at, probe_at, probing, changed_at, actor, reason)
SELECT s.org, s.destination, s.now, s.now + @again, false, s.now, NULL, s.faults || ' of ' || s.calls || ' calls failed'
FROM (
  SELECT c.org, c.destination, n.now, sum(c.calls) AS calls, sum(c.faults) AS faults
  FROM (SELECT now_us() AS now) n
  JOIN breaker_call c ON c.slice > n.now / 5000000 - @slices AND (c.org, c.destination) IN (
    SELECT org, destination FROM jsonb_to_recordset(@calls) AS x(org text, destination text)  --postgres
    SELECT value ->> 'org', value ->> 'destination' FROM jsonb_each(@calls)                    --sqlite
  )
  GROUP BY 1, 2, 3
) s
WHERE s.calls >= @least AND s.faults >= @share * s.calls
ORDER BY 1, 2
ON CONFLICT (org, destination) DO UPDATE SET
  opened_at = excluded.opened_at, probe_at = excluded.probe_at, probing = false, changed_at = excluded.changed_at,
  actor = NULL, reason = excluded.reason
  WHERE breaker.opened_at IS NULL

-- name: OpenOnes
SELECT org, destination, opened_at, probe_at, probing, changed_at, actor, reason, now_us() FROM breaker
WHERE opened_at IS NOT NULL
ORDER BY org, destination
LIMIT 1000

-- name: DropOldCalls
DELETE FROM breaker_call WHERE (org, destination, slice, type) IN (
  SELECT org, destination, slice, type FROM breaker_call WHERE slice < (SELECT now_us() / 5000000 - 120)
  LIMIT 1000
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
)

-- name: TakeProbe
UPDATE breaker SET probing = true, probe_at = now_us() + @again
WHERE org = @org AND destination = @destination AND opened_at IS NOT NULL AND probe_at <= now_us()
RETURNING opened_at

-- name: CloseByProbe
UPDATE breaker SET opened_at = NULL, probe_at = NULL, probing = false, changed_at = now_us(), actor = NULL,
  reason = 'it answered again'
WHERE org = @org AND destination = @destination AND opened_at = @opened AND probe_at IS NOT NULL
RETURNING destination

-- name: StayOpen
UPDATE breaker SET probing = false, probe_at = now_us() + @again
WHERE org = @org AND destination = @destination AND opened_at = @opened AND probe_at IS NOT NULL

-- name: OpenByHand
INSERT INTO breaker (org, destination, opened_at, probe_at, probing, changed_at, actor, reason)
SELECT @org, @destination, n.now, NULL, false, n.now, @actor, @reason
FROM (SELECT now_us() AS now) n
WHERE true
ON CONFLICT (org, destination) DO UPDATE SET
  opened_at = excluded.opened_at, probe_at = NULL, probing = false, changed_at = excluded.changed_at, actor = excluded.actor,
  reason = excluded.reason

-- name: CloseByHand
UPDATE breaker SET opened_at = NULL, probe_at = NULL, probing = false, changed_at = now_us(), actor = @actor, reason = @reason
WHERE org = @org AND destination = @destination AND opened_at IS NOT NULL
RETURNING destination

-- name: DropCalls
DELETE FROM breaker_call WHERE org = @org AND destination = @destination

-- name: ListBreakers
SELECT org, destination, opened_at, probe_at, probing, changed_at, actor, reason, now_us() FROM breaker
ORDER BY opened_at IS NULL, org, destination
LIMIT 1000

-- name: ListCalls
SELECT c.org, c.destination, c.type,
  sum(CASE WHEN c.slice > n.now / 5000000 - @slices THEN c.calls ELSE 0 END),
  sum(CASE WHEN c.slice > n.now / 5000000 - @slices THEN c.faults ELSE 0 END),
  sum(CASE WHEN c.slice > n.now / 5000000 - @slices THEN c.refused ELSE 0 END)
FROM (SELECT now_us() AS now) n, breaker_call c
WHERE c.slice >= n.now / 5000000 - 120
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
LIMIT 5000
