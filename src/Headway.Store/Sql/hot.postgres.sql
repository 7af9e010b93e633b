-- The hot path on PostgreSQL: one statement does what the shared pages do in ten, so that every row is looked up once and nothing is parsed
-- twice. What may be read and written, and in which order it is locked, is the same; the shared pages stay the reference.
-- What a statement locks comes newest out of its lock, what it merely reads is as old as its snapshot: so claiming locks jobs and spans,
-- and ending a job compares what it wrote under the lock with what it had read.

-- name: ClaimAtOnce
WITH pick AS MATERIALIZED (
  SELECT id, gen, seq, priority, turn, next_no, avail_no, total, chunk, simple, config, created_by, name,
    plan_total, plan_gen, base, dry_run, CASE WHEN plan = 'none' THEN 1 ELSE 0 END AS first_lo,
    CASE WHEN due_at > created_at THEN due_at ELSE created_at END AS since,
    n_due > 0 OR plan = 'due' OR finish = 'due' AS spans
  FROM job
  WHERE open AND queue = @queue AND type = @type AND org = @org
    AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
    AND (SELECT count(*) FROM claim WHERE session = @session AND call = @call) = 0
    AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.kind = 'queue' AND h.name = @queue OR h.kind = 'type' AND h.name = @type)
      AND h.org IN ('*', @org) AND (h.until IS NULL OR h.until > now_us()))
    AND NOT EXISTS (SELECT 1 FROM limit_rule) -- under limits the shared page claims
  ORDER BY priority DESC, turn, id
  LIMIT @max
  FOR UPDATE SKIP LOCKED
), due AS MATERIALIZED (
  SELECT p.*, b.lo, b.hi, b.number + 1 AS number, false AS fresh FROM pick p JOIN back b ON p.spans AND b.job_id = p.id AND b.due
    AND b.lo <= coalesce((SELECT x.lo FROM back x WHERE x.job_id = p.id AND x.due ORDER BY x.lo LIMIT 1 OFFSET @each - 1), 2147483647)
  FOR UPDATE OF b SKIP LOCKED
), cut AS MATERIALIZED (
  SELECT *, (SELECT now_us()) AS now, CASE WHEN lo = 0 THEN 'plan' WHEN lo > total THEN 'finish' ELSE 'work' END AS kind,
    row_number() OVER (ORDER BY priority DESC, turn, id, nth) AS ord
  FROM (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY fresh, lo) AS nth FROM (
      SELECT * FROM due
      UNION ALL -- most jobs give one chunk: what cuts more of them costs as much as all the rest
      SELECT p.*, p.next_no + 1, least(p.next_no + p.chunk, p.avail_no), 1, true FROM pick p WHERE p.next_no < p.avail_no
      UNION ALL -- each job's rows are made of its own row: a join would compare every job with every span
      SELECT p.*, g.at + 1, least(g.at + p.chunk, p.avail_no), 1, true FROM pick p
      CROSS JOIN LATERAL generate_series(p.next_no + p.chunk, least(p.avail_no - 1, p.next_no + (@each - 1) * p.chunk), p.chunk) AS g(at)
      WHERE p.next_no + p.chunk < p.avail_no AND @each > 1
    ) spans_and_fresh
  ) c
  WHERE nth <= @each
  ORDER BY priority DESC, turn, id, nth
  LIMIT @max
), taken AS (
  INSERT INTO claim (job_id, lo, hi, call, ord, kind, gen, seq, number, fresh, session, taken_at)
  SELECT id, lo, hi, @call, ord, kind, gen, seq + 1, number, fresh, @session, now FROM cut
), spans AS (
  DELETE FROM back USING cut WHERE NOT cut.fresh AND back.job_id = cut.id AND back.lo = cut.lo
), told AS (
  INSERT INTO event (at, org, kind, jobs)
  SELECT max(now), @org::text, 'claimed', string_agg(id || '=' || (seq + 1), ' ') FROM (SELECT DISTINCT id, seq, now FROM cut) t
  HAVING count(*) > 0
), moved AS (
  UPDATE job SET
    next_no = greatest(t.hi, job.next_no), n_run = job.n_run + t.n, n_due = job.n_due - t.n_back,
    plan = CASE WHEN t.plan THEN 'run' ELSE job.plan END, finish = CASE WHEN t.finish THEN 'run' ELSE job.finish END,
    turn = t.now, started_at = coalesce(job.started_at, t.now), active_at = t.now, seq = job.seq + 1
  FROM (
    SELECT id, max(now) AS now, max(CASE WHEN fresh THEN hi ELSE 0 END) AS hi,
      sum(CASE WHEN kind = 'work' THEN hi - lo + 1 ELSE 0 END) AS n,
      sum(CASE WHEN kind = 'work' AND NOT fresh THEN hi - lo + 1 ELSE 0 END) AS n_back,
      bool_or(kind = 'plan') AS plan, bool_or(kind = 'finish') AS finish
    FROM cut GROUP BY id
  ) t
  WHERE job.id = t.id
)
SELECT id, lo, hi, kind, number, gen, config, created_by, name, CASE WHEN kind = 'plan' THEN plan_total ELSE total END,
  CASE WHEN kind = 'plan' THEN plan_gen WHEN kind = 'finish' OR simple THEN gen ELSE base END, dry_run,
  CASE WHEN number = 1 AND gen = 1 AND lo = first_lo THEN at - since END, simple
FROM (
  SELECT id, lo, hi, kind, number, gen, config, created_by, name, plan_total, total, plan_gen, base, dry_run, simple, ord,
    first_lo, since, now AS at FROM cut
  UNION ALL -- what a repeated call still holds: claims of this very statement are not seen here
  SELECT c.job_id, c.lo, c.hi, c.kind, c.number, c.gen, j.config, j.created_by, j.name, j.plan_total, j.total, j.plan_gen, j.base,
    j.dry_run, j.simple, c.ord, CASE WHEN j.plan = 'none' THEN 1 ELSE 0 END,
    CASE WHEN j.due_at > j.created_at THEN j.due_at ELSE j.created_at END, c.taken_at
  FROM claim c JOIN job j ON j.id = c.job_id
  WHERE c.session = @session AND c.call = @call
    AND EXISTS (SELECT 1 FROM session WHERE id = @session AND ended_at IS NULL AND expires_at > now_us())
) held
ORDER BY ord

-- name: EndSimple
WITH freed AS (
  DELETE FROM claim c
  USING unnest(@n::int[], @job::uuid[], @call::uuid[], @output::text[], @busy::bigint[], @bucket::int[],
    @waited::bigint[], @wait_bucket::int[], @cpu::bigint[], @memory::bigint[], @bytes::bigint[], @lo::int[])
    AS r(n, job, call, output, busy, bucket, waited, wait_bucket, cpu, memory, bytes, lo)
    -- lo is always 1, but said by the row: a constant has the planner read all claims of that number
  JOIN job j ON j.id = r.job AND j.simple AND j.kids = 0 AND j.kin_fault IS NULL AND NOT j.awaited
  WHERE c.job_id = r.job AND c.lo = r.lo AND c.call = r.call
  RETURNING r.n, r.output, r.busy, r.bucket, r.waited, r.wait_bucket, r.cpu, r.memory, r.bytes, c.job_id, c.gen, c.number, c.session,
    c.taken_at, j.org, j.type, j.queue, j.phase, (SELECT now_us()) AS now
), settled AS (
  UPDATE job SET n_run = n_run - 1, n_done = n_done + 1, phase = 'final', result = coalesce(f.output, result), fault = NULL,
    quarantined = false, step = NULL, step_percent = NULL, cpu = job.cpu + f.cpu, memory = greatest(job.memory, f.memory),
    bytes = job.bytes + f.bytes, active_at = f.now, finished_at = f.now, seq = job.seq + 1
  FROM freed f
  WHERE job.id = f.job_id AND f.phase <> 'final'
    AND job.phase <> 'final' AND job.kids = 0 AND job.kin_fault IS NULL AND NOT job.awaited -- as it is now, under its lock
  RETURNING job.id, job.org, job.seq, f.now
), tried AS (
  INSERT INTO attempt (job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at, cpu, memory, bytes)
  SELECT f.job_id, 1, 1, f.gen, f.number, CASE WHEN f.phase = 'final' THEN 'cancelled' ELSE 'ended' END, s.worker, f.taken_at, f.now,
    f.cpu, f.memory, f.bytes
  FROM freed f JOIN session s ON s.id = f.session
), counted AS (
  INSERT INTO rollup (minute, org, type, queue, session, bucket, done, skipped, failed, retried, cancelled, lost, busy, waits, waited,
    cpu, memory, bytes)
  SELECT now / 60000000 * 60000000, org, type, queue, session, bucket, sum(done), 0, 0, 0, sum(cancelled), 0, sum(busy), sum(waits),
    sum(waited), sum(cpu), max(memory), sum(bytes)
  FROM (
    SELECT now, org, type, queue, session, bucket, CASE WHEN phase <> 'final' THEN 1 ELSE 0 END AS done,
      CASE WHEN phase = 'final' THEN 1 ELSE 0 END AS cancelled, busy, 0 AS waits, 0 AS waited, cpu, memory, bytes
    FROM freed
    UNION ALL -- how long the job waited falls into a bucket of its own
    SELECT now, org, type, queue, session, wait_bucket, 0, 0, 0, 1, waited, 0, 0, 0 FROM freed WHERE waited IS NOT NULL
  ) t
  GROUP BY 1, 2, 3, 4, 5, 6
  ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (minute, org, type, queue, session, bucket) DO UPDATE SET
    done = rollup.done + excluded.done, cancelled = rollup.cancelled + excluded.cancelled, busy = rollup.busy + excluded.busy,
    waits = rollup.waits + excluded.waits, waited = rollup.waited + excluded.waited, cpu = rollup.cpu + excluded.cpu,
    memory = greatest(rollup.memory, excluded.memory), bytes = rollup.bytes + excluded.bytes
), told AS (
  INSERT INTO event (at, org, kind, jobs)
  SELECT max(now), org, 'finished', string_agg(id || '=' || seq, ' ') FROM settled GROUP BY org
)
SELECT n, phase FROM freed -- where a job became something else before it was locked, all of it is done again
WHERE CASE WHEN (SELECT count(*) FROM settled) = (SELECT count(*) FROM freed WHERE phase <> 'final') THEN true ELSE begin_again() END

-- name: EnqueueSimple
WITH added AS (
  INSERT INTO job (id, org, queue, type, name, created_by, source, priority, config, labels, plan, finish, simple, chunk, max_attempts,
    holds, avail_no, total, plan_total, turn, created_at, due_at, active_at)
  SELECT r.id, r.org, r.queue, r.type, r.name, r.by, r.source, r.priority, r.config, r.labels, 'none', 'none', true, r.chunk, r.attempts,
    CASE WHEN r.due > n.now THEN 1 ELSE 0 END, 1, 1, 1, n.now, n.now, r.due, n.now
  FROM (SELECT now_us() AS now) n
  CROSS JOIN unnest(@id::uuid[], @org::text[], @queue::text[], @type::text[], @name::text[], @by::text[], @source::text[], @priority::int[],
    @config::text[], @labels::text[], @chunk::int[], @attempts::int[], @due::bigint[])
    AS r(id, org, queue, type, name, by, source, priority, config, labels, chunk, attempts, due)
  ON CONFLICT (id) DO NOTHING
  RETURNING id, org, created_by, created_at
)
INSERT INTO event (at, org, kind, actor, jobs)
SELECT max(created_at), org, 'enqueued', created_by, string_agg(id || '=1', ' ') FROM added GROUP BY org, created_by
