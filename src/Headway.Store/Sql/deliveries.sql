-- Subscriptions and what is told to them. That a job has ended is written down by its table's own trigger (migration 0011); here it is
-- sent: whoever puts a delivery's due time off has it until then, and says what came of it under the name of its call.
-- Locks: subscription -> deliveries.

-- name: EnqueueNotices
INSERT INTO subscription (id, org, only_job, channel, target, lane, events, secret, enabled, created_by, created_at, changed_at)
SELECT r.id, r.org, r.job, r.channel, r.target, r.lane, r.events, r.secret, true, r.by, n.now, n.now
FROM (SELECT now_us() AS now) n, (
  SELECT * FROM jsonb_to_recordset(@notices) AS x(id uuid, org text, job uuid, channel text, target text, lane text, events text, secret text, by text)  --postgres
  SELECT value ->> 'id' AS id, value ->> 'org' AS org, value ->> 'job' AS job, value ->> 'channel' AS channel, value ->> 'target' AS target, value ->> 'lane' AS lane, value ->> 'events' AS events, value ->> 'secret' AS secret, value ->> 'by' AS by FROM jsonb_each(@notices)  --sqlite
) r
WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = r.job)

-- name: AddSubscription
INSERT INTO subscription (id, org, name, channel, target, lane, events, types, labels, secret, enabled, reason, created_by, created_at,
  changed_at)
SELECT @id, @org, @name, @channel, @target, @lane, @events, @types, @labels, @secret, @enabled, @reason, @by, n.now, n.now
FROM (SELECT now_us() AS now) n
WHERE true
ON CONFLICT DO NOTHING

-- name: EditSubscription
UPDATE subscription SET name = @name, channel = @channel, target = @target, lane = @lane, events = @events, types = @types,
  labels = @labels, enabled = @enabled, reason = @reason, changed_at = now_us()
WHERE id = @id

-- name: MoveDeliveries
UPDATE delivery SET channel = @channel, lane = @lane, due_at = CASE WHEN call IS NOT NULL THEN due_at
  WHEN @enabled THEN coalesce(due_at, now_us()) END
WHERE subscription_id = @id AND state = 'waiting'

-- name: ChangeSecret
UPDATE subscription SET old_secret = secret, old_until = now_us() + @keep, secret = @secret, changed_at = now_us()
WHERE id = @id

-- name: RemoveDeliveries
DELETE FROM delivery WHERE subscription_id = @id

-- name: RemoveSubscription
DELETE FROM subscription WHERE id = @id

-- name: GetSubscription
SELECT id, org, only_job, name, channel, target, lane, events, types, labels, secret, old_secret, old_until, enabled, reason, created_by,
  created_at, changed_at
FROM subscription
WHERE id = @id

-- name: ListSubscriptions
SELECT id, org, only_job, name, channel, target, lane, events, types, labels, secret, old_secret, old_until, enabled, reason, created_by,
  created_at, changed_at
FROM subscription
WHERE true
  AND only_job = @job                                                          --?job
  AND only_job IS NULL                                                         --?many
  AND org = @org                                                               --?org
  AND id < @after                                                              --?after
ORDER BY id DESC
LIMIT @limit

-- name: Ping
INSERT INTO delivery (subscription_id, org, channel, lane, gen, event, created_at, due_at)
SELECT s.id, s.org, s.channel, s.lane, 0, 'ping', n.now, n.now
FROM (SELECT now_us() AS now) n, subscription s
WHERE s.id = @id
RETURNING id

-- name: AreDue
SELECT 1 FROM delivery WHERE due_at <= now_us() LIMIT 1

-- name: NextDelivery
SELECT min(due_at) - now_us() FROM delivery WHERE due_at IS NOT NULL

-- name: ClaimDeliveries
UPDATE delivery SET call = @call, attempts = attempts + 1, tried_at = now_us(), due_at = now_us() + @lease
WHERE id IN (
  WITH RECURSIVE line(lane) AS (
    SELECT min(d.lane) FROM delivery d WHERE d.due_at IS NOT NULL
    UNION
    SELECT (SELECT min(d.lane) FROM delivery d WHERE d.due_at IS NOT NULL AND d.lane > l.lane) FROM line l WHERE l.lane IS NOT NULL
  ), cut(lane, due_at, id) AS MATERIALIZED ( -- the last of each lane that may be taken
    SELECT l.lane,
      (SELECT max(x.due_at) FROM (SELECT d.due_at FROM delivery d WHERE d.lane = l.lane AND d.due_at <= now_us()
        ORDER BY d.due_at, d.id LIMIT @each) x),
      (SELECT x.id FROM (SELECT d.due_at, d.id FROM delivery d WHERE d.lane = l.lane AND d.due_at <= now_us()
        ORDER BY d.due_at, d.id LIMIT @each) x ORDER BY x.due_at DESC, x.id DESC LIMIT 1)
    FROM line l
    WHERE l.lane IS NOT NULL AND replace(@except, ' ' || l.lane || ' ', '') = @except
  )
  SELECT d.id
  FROM cut c JOIN delivery d ON d.lane = c.lane AND (d.due_at, d.id) <= (c.due_at, c.id)
  WHERE d.due_at <= now_us() AND replace(@channels, d.channel, '') <> @channels
  ORDER BY d.due_at, d.id
  LIMIT @most
  FOR UPDATE OF d SKIP LOCKED                                                  --postgres: lock
)

-- name: ClaimedDeliveries
SELECT d.id, d.subscription_id, d.org, d.channel, s.target, d.ended_job, d.gen, d.event, d.state, d.attempts, d.due_at, d.created_at,
  d.tried_at, d.done_at, d.status, d.answer, d.error, d.facts, s.secret, CASE WHEN s.old_until > now_us() THEN s.old_secret END, s.lane,
  s.old_until
FROM delivery d JOIN subscription s ON s.id = d.subscription_id
WHERE d.call = @call
ORDER BY d.created_at, d.id

-- name: RecordDelivery
UPDATE delivery SET state = @state, call = NULL, status = @status, answer = @answer, error = @error,
  done_at = CASE WHEN @state <> 'waiting' THEN now_us() END,
  due_at = CASE WHEN @state = 'waiting' AND EXISTS (SELECT 1 FROM subscription s WHERE s.id = subscription_id AND s.enabled)
    THEN now_us() + @wait END
WHERE id = @id AND call = @call

-- name: HandBackDelivery
UPDATE delivery SET call = NULL, attempts = attempts - 1, due_at = now_us() + @wait WHERE id = @id AND call = @call

-- name: DisableSubscription
UPDATE subscription SET enabled = false, reason = @error, changed_at = now_us()
WHERE id = (SELECT d.subscription_id FROM delivery d WHERE d.id = @id AND d.call = @call)

-- name: HoldDeliveries
UPDATE delivery SET due_at = NULL
WHERE subscription_id = (SELECT d.subscription_id FROM delivery d WHERE d.id = @id AND d.call = @call) AND call IS NULL
  AND due_at IS NOT NULL

-- name: Redeliver
UPDATE delivery SET state = 'waiting', attempts = 0, done_at = NULL, due_at = now_us(), status = NULL, answer = NULL, error = NULL
WHERE id = @id AND call IS NULL
  AND (event = 'ping' OR EXISTS (SELECT 1 FROM subscription s WHERE s.id = subscription_id AND s.enabled))

-- name: GetDelivery
SELECT d.id, d.subscription_id, d.org, d.channel, s.target, d.ended_job, d.gen, d.event, d.state, d.attempts, d.due_at, d.created_at,
  d.tried_at, d.done_at, d.status, d.answer, d.error
FROM delivery d LEFT JOIN subscription s ON s.id = d.subscription_id
WHERE d.id = @id

-- name: ListDeliveries
SELECT d.id, d.subscription_id, d.org, d.channel, s.target, d.ended_job, d.gen, d.event, d.state, d.attempts, d.due_at, d.created_at,
  d.tried_at, d.done_at, d.status, d.answer, d.error
FROM delivery d LEFT JOIN subscription s ON s.id = d.subscription_id
WHERE true
  AND d.org = @org                                                             --?org
  AND d.ended_job = @job                                                       --?job
  AND d.subscription_id = @subscription                                        --?subscription
  AND d.state = @state                                                         --?state
  AND d.id < @after                                                            --?after
ORDER BY d.id DESC
LIMIT @limit

-- name: CountDeliveries
SELECT (SELECT count(*) FROM (SELECT 1 FROM delivery WHERE state = 'waiting' LIMIT 10000) w),
  (SELECT count(*) FROM (SELECT 1 FROM delivery WHERE state = 'dead' AND ended_job IS NOT NULL LIMIT 10000) d)

-- name: DropNotices
DELETE FROM subscription
WHERE only_job IN (SELECT CAST(key AS id_text) FROM jsonb_each(@ids))
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subscription_id = subscription.id AND d.state = 'waiting')

-- name: PruneNotices
DELETE FROM subscription
WHERE only_job IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = only_job)
  AND id IN (SELECT o.subscription_id FROM (SELECT * FROM delivery WHERE state = @state ORDER BY id LIMIT @limit) o
    WHERE o.done_at < now_us() - @age)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subscription_id = subscription.id AND d.state = 'waiting')

-- name: PruneDeliveries
DELETE FROM delivery
WHERE id IN (
  SELECT o.id FROM (SELECT * FROM delivery WHERE state = @state ORDER BY id LIMIT @limit) o
  WHERE o.done_at < now_us() - @age OR o.done_at IS NULL AND o.due_at IS NULL AND o.created_at < now_us() - @age
)
