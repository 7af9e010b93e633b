-- Limits. A claim first takes what is there; then it locks the caps it falls under, in the order of their keys, gives back what they have
-- no room for, and counts the rest. The job rows hear of a claim only after that, so giving back is deleting claim rows.

-- name: CapRows
INSERT INTO cap (key, scope, value, unit, most, span)
SELECT DISTINCT k.key, k.scope, k.value, k.unit, k.most, k.span
FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1 JOIN job_cap k ON k.job_id = c.job_id
WHERE c.session = @session AND c.call = @call
ORDER BY k.key
ON CONFLICT (key) DO NOTHING

-- name: LockCaps
SELECT key FROM cap WHERE key IN (
  SELECT k.key FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1 JOIN job_cap k ON k.job_id = c.job_id
  WHERE c.session = @session AND c.call = @call)
ORDER BY key
FOR UPDATE                                                                     --postgres: lock

-- name: ParkJobs
UPDATE job SET parked = t.key
FROM (
  SELECT o.job_id, min(o.key) AS key FROM claim_over o
  WHERE o.session = @session AND o.call = @call AND o.is_first AND o.parks
  GROUP BY o.job_id
) t
WHERE job.id = t.job_id
RETURNING id

-- name: TrimClaims
DELETE FROM claim WHERE session = @session AND call = @call AND (job_id, lo) IN (
  SELECT o.job_id, o.lo FROM claim_over o WHERE o.session = @session AND o.call = @call)
RETURNING job_id

-- name: DebitClaims
INSERT INTO debit (key, job_id, lo)
SELECT DISTINCT k.key, c.job_id, CASE WHEN k.unit = 'jobs' THEN -1 ELSE c.lo END
FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1 JOIN job_cap k ON k.job_id = c.job_id AND k.unit <> 'starts'
WHERE c.session = @session AND c.call = @call
ON CONFLICT (job_id, lo, key) DO NOTHING;
UPDATE cap SET used = (SELECT count(*) FROM debit d WHERE d.key = cap.key)
WHERE unit <> 'starts' AND key IN (
  SELECT k.key FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1 JOIN job_cap k ON k.job_id = c.job_id
  WHERE c.session = @session AND c.call = @call);
INSERT INTO start_count (key, tenth, n)
SELECT k.key, n.now * 10 / k.span, count(*)
FROM (SELECT now_us() AS now) n, claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1
  JOIN job_cap k ON k.job_id = c.job_id AND k.unit = 'starts'
WHERE c.session = @session AND c.call = @call
GROUP BY k.key, n.now * 10 / k.span
ON CONFLICT (key, tenth) DO UPDATE SET n = start_count.n + excluded.n

-- name: CreditClaims
SELECT key FROM cap WHERE key IN (
  SELECT g.key FROM debit_gone g WHERE g.job_id IN (
    SELECT job FROM jsonb_to_recordset(@claims) AS x(job uuid)                 --postgres
    SELECT value ->> 'job' FROM jsonb_each(@claims)                             --sqlite
  ))
ORDER BY key
FOR UPDATE                                                                     --postgres: lock
;
UPDATE cap SET used = used - t.n
FROM (
  SELECT g.key, count(*) AS n FROM debit_gone g WHERE g.job_id IN (
    SELECT job FROM jsonb_to_recordset(@claims) AS x(job uuid)                 --postgres
    SELECT value ->> 'job' FROM jsonb_each(@claims)                             --sqlite
  )
  GROUP BY g.key
) t
WHERE cap.key = t.key;
DELETE FROM debit WHERE (job_id, lo, key) IN (
  SELECT g.job_id, g.lo, g.key FROM debit_gone g WHERE g.job_id IN (
    SELECT job FROM jsonb_to_recordset(@claims) AS x(job uuid)                 --postgres
    SELECT value ->> 'job' FROM jsonb_each(@claims)                             --sqlite
  ))
RETURNING key AS freed

-- name: Unpark
UPDATE job SET parked = NULL
WHERE id IN (
  SELECT id FROM job WHERE parked = @key AND phase <> 'final' ORDER BY priority DESC, turn, id
  LIMIT @room
  FOR UPDATE SKIP LOCKED                                                       --postgres: lock
)
RETURNING id

-- name: ParkedRooms
WITH RECURSIVE waiting(key) AS (
  SELECT (SELECT parked FROM job WHERE parked IS NOT NULL AND phase <> 'final' ORDER BY parked LIMIT 1)
  UNION
  SELECT (SELECT j.parked FROM job j WHERE j.parked > w.key AND j.parked IS NOT NULL AND j.phase <> 'final' ORDER BY j.parked LIMIT 1)
  FROM waiting w
  WHERE w.key IS NOT NULL
)
SELECT w.key, coalesce(r.room, 1000)
FROM waiting w LEFT JOIN cap_room r ON r.key = w.key
WHERE w.key IS NOT NULL AND coalesce(r.room, 1000) > 0
LIMIT 200

-- name: WrongCaps
SELECT g.key, max(CASE WHEN g.lo = -1 THEN 0 ELSE 1 END) FROM debit_gone g GROUP BY g.key
UNION ALL
SELECT c.key, 1 FROM cap c WHERE c.unit <> 'starts' AND c.used <> (SELECT count(*) FROM debit d WHERE d.key = c.key)
UNION ALL
SELECT k.key, 1 FROM claim c JOIN job_cap k ON k.job_id = c.job_id AND k.unit <> 'starts'
WHERE NOT EXISTS (SELECT 1 FROM debit d
  WHERE d.job_id = c.job_id AND d.key = k.key AND d.lo = CASE WHEN k.unit = 'jobs' THEN -1 ELSE c.lo END)

-- name: LockWrongCaps
SELECT key FROM cap WHERE key IN (
  SELECT x.value FROM jsonb_array_elements_text(@keys) AS x(value)             --postgres
  SELECT x.value FROM jsonb_each(@keys) x                                       --sqlite
)
ORDER BY key
FOR UPDATE                                                                     --postgres: lock

-- name: MendDebits
DELETE FROM debit WHERE (job_id, lo, key) IN (
  SELECT g.job_id, g.lo, g.key FROM debit_gone g WHERE g.key IN (
    SELECT x.value FROM jsonb_array_elements_text(@keys) AS x(value)           --postgres
    SELECT x.value FROM jsonb_each(@keys) x                                     --sqlite
  ))
RETURNING lo

-- name: MendCaps
INSERT INTO cap (key, scope, value, unit, most, span)
SELECT DISTINCT k.key, k.scope, k.value, k.unit, k.most, k.span FROM claim c JOIN job_cap k ON k.job_id = c.job_id
WHERE true
ON CONFLICT (key) DO NOTHING;
INSERT INTO debit (key, job_id, lo)
SELECT DISTINCT k.key, c.job_id, CASE WHEN k.unit = 'jobs' THEN -1 ELSE c.lo END
FROM claim c JOIN job_cap k ON k.job_id = c.job_id AND k.unit <> 'starts' JOIN cap a ON a.key = k.key
WHERE k.key IN (
  SELECT x.value FROM jsonb_array_elements_text(@keys) AS x(value)             --postgres
  SELECT x.value FROM jsonb_each(@keys) x                                       --sqlite
)
ON CONFLICT (job_id, lo, key) DO NOTHING;
UPDATE cap SET used = (SELECT count(*) FROM debit d WHERE d.key = cap.key)
WHERE unit <> 'starts' AND key IN (
  SELECT x.value FROM jsonb_array_elements_text(@keys) AS x(value)             --postgres
  SELECT x.value FROM jsonb_each(@keys) x                                       --sqlite
)

-- name: DropOldStarts
DELETE FROM start_count WHERE NOT EXISTS (
  SELECT 1 FROM cap c WHERE c.key = start_count.key AND start_count.tenth >= now_us() * 10 / c.span - 10)

-- name: HoldClaims
LOCK TABLE claim IN EXCLUSIVE MODE                                             --postgres
DELETE FROM claim WHERE false                                                  --sqlite: its one writer holds all there is

-- name: SetLimit
INSERT INTO limit_rule (scope, name, unit, most, span, actor, at)
SELECT @scope, @name, @unit, @most, @span, @actor, n.now
FROM (SELECT now_us() AS now) n
WHERE true
ON CONFLICT (scope, name, unit) DO UPDATE SET
  most = excluded.most, span = excluded.span, actor = excluded.actor, at = excluded.at

-- name: DropLimit
DELETE FROM limit_rule WHERE scope = @scope AND name = @name AND unit = @unit

-- name: CountAnew
DELETE FROM start_count WHERE key IN (
  SELECT c.key FROM cap c WHERE c.unit = 'starts' AND NOT EXISTS (
    SELECT 1 FROM limit_rule r WHERE r.scope = c.scope AND r.unit = c.unit AND r.name IN (c.value, '*') AND r.span = c.span));
DELETE FROM cap WHERE NOT EXISTS (
  SELECT 1 FROM limit_rule r WHERE r.scope = cap.scope AND r.unit = cap.unit AND r.name IN (cap.value, '*'));
DELETE FROM debit WHERE NOT EXISTS (SELECT 1 FROM cap c WHERE c.key = debit.key);
INSERT INTO cap (key, scope, value, unit, most, span)
SELECT DISTINCT k.key, k.scope, k.value, k.unit, k.most, k.span FROM claim c JOIN job_cap k ON k.job_id = c.job_id
WHERE true
ON CONFLICT (key) DO NOTHING;
INSERT INTO debit (key, job_id, lo)
SELECT DISTINCT k.key, c.job_id, CASE WHEN k.unit = 'jobs' THEN -1 ELSE c.lo END
FROM claim c JOIN job_cap k ON k.job_id = c.job_id AND k.unit <> 'starts'
WHERE true
ON CONFLICT (job_id, lo, key) DO NOTHING;
UPDATE cap SET used = (SELECT count(*) FROM debit d WHERE d.key = cap.key), most = r.most, span = r.span
FROM limit_rule r
WHERE r.scope = cap.scope AND r.unit = cap.unit AND (r.name = cap.value OR r.name = '*'
  AND NOT EXISTS (SELECT 1 FROM limit_rule s WHERE s.scope = cap.scope AND s.unit = cap.unit AND s.name = cap.value))

-- name: AreLimited
SELECT 1 FROM limit_rule LIMIT 1

-- name: ListLimits
SELECT scope, name, unit, most, span, actor, at FROM limit_rule ORDER BY scope, name, unit LIMIT 10000

-- name: ListLimitUses
SELECT c.scope, c.value, c.unit, c.most, c.most - r.room,
  (SELECT count(*) FROM (SELECT 1 FROM job j WHERE j.parked = c.key AND j.phase <> 'final' LIMIT 1001) w)
FROM cap c JOIN cap_room r ON r.key = c.key
ORDER BY r.room, c.key
LIMIT 1000

-- name: LimitIs
SELECT 1 FROM limit_rule WHERE scope = @scope AND name = @name AND unit = @unit AND most = @most
