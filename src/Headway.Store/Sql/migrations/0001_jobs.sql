-- Items move, jobs fold, control is one row. An item is in exactly one place: above its job's cursor (next_no), in a span of back,
-- in a chunk of claim, or final (item.state). What a job's status is, is said once: in the generated column below.

-- Columns of one width come first, then what indexes read, what may be long last: a row is walked from its front to find a column.
CREATE TABLE job (
  id uuid NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL,
  active_at bigint NOT NULL,
  turn bigint NOT NULL,              -- when it was last served; orders jobs of one priority
  seq bigint NOT NULL DEFAULT 1,
  time_limit bigint NOT NULL DEFAULT 259200000000, -- from its first start; 72 h
  cpu bigint NOT NULL DEFAULT 0,     -- metered by its attempts: µs, greatest, sum
  memory bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  priority int NOT NULL,
  chunk int NOT NULL,
  max_attempts int NOT NULL,
  holds int NOT NULL DEFAULT 0,      -- 1 until its due time has come
  waits int NOT NULL DEFAULT 0,      -- jobs that are to end before it may begin
  kids int NOT NULL DEFAULT 0,       -- children that are to end before it may
  next_no int NOT NULL DEFAULT 0,    -- the last item the cursor handed out
  avail_no int NOT NULL DEFAULT 0,   -- the last it may hand out; the finish item is total + 1
  total int NOT NULL DEFAULT 0,
  plan_total int NOT NULL DEFAULT 0, -- items the plan or the submitter gave; follow-ups are not among them
  n_run int NOT NULL DEFAULT 0,
  n_due int NOT NULL DEFAULT 0,
  n_wait int NOT NULL DEFAULT 0,
  n_done int NOT NULL DEFAULT 0,
  n_fail int NOT NULL DEFAULT 0,
  n_skip int NOT NULL DEFAULT 0,
  n_cancel int NOT NULL DEFAULT 0,
  gen int NOT NULL DEFAULT 1,
  base int NOT NULL DEFAULT 1,       -- the generation all of it began in: 1, or that of the last restart
  plan_gen int NOT NULL DEFAULT 1,   -- the generation its plan's life began in
  simple boolean NOT NULL,           -- one item, and this row is it
  dry_run boolean NOT NULL DEFAULT false,
  quarantined boolean NOT NULL DEFAULT false, -- of a simple job: so its item failed
  lets_end boolean NOT NULL DEFAULT false, -- cancelling leaves the chunks at work their end
  kept boolean NOT NULL DEFAULT false, -- no policy lets it go
  has_kids boolean NOT NULL DEFAULT false, -- cancelling it cancels others
  awaited boolean NOT NULL DEFAULT false, -- others are to be told of its end
  open boolean GENERATED ALWAYS AS (
    control = 'run' AND phase <> 'final' AND holds = 0 AND waits = 0 AND parked IS NULL AND driver = 'worker'
    AND (next_no < avail_no OR n_due > 0 OR plan = 'due' OR finish = 'due')) STORED,
  org text NOT NULL,
  queue text NOT NULL,
  type text NOT NULL,
  control text NOT NULL DEFAULT 'run',
  phase text NOT NULL DEFAULT 'work',
  plan text NOT NULL,                -- where the plan item is
  finish text NOT NULL,              -- where the finish item is
  driver text NOT NULL DEFAULT 'worker',
  source text NOT NULL DEFAULT 'api', -- what it was submitted by: a person, a program, a schedule …
  name text,
  created_by text,
  schedule_id uuid,                  -- the schedule that submitted it
  unique_key text,                   -- no other open job of its organisation and type has it
  limit_key text,                    -- the concurrency key it was submitted with
  parked text,                       -- the full cap it waits for
  due_at bigint,
  started_at bigint,
  finished_at bigint,
  parent_id uuid,
  kin_fault text,                    -- why another job failed it, or had it cancelled
  origin text,                       -- what it was made from another job for
  origin_job uuid,
  rolled_by uuid,                    -- the job that rolls it back; once
  rolled_at bigint,
  expected int,                      -- items counted before planning
  overran int,                       -- the generation that was ended by it
  status text GENERATED ALWAYS AS (CASE
    WHEN control = 'cancel' AND overran = gen THEN 'failed'
    WHEN control = 'cancel' THEN 'cancelled'
    WHEN phase = 'final' AND (kin_fault IS NOT NULL OR plan = 'failed' OR finish = 'failed'
      OR total > 0 AND n_done + n_skip = 0) THEN 'failed'
    WHEN phase = 'final' THEN 'completed'
    WHEN control = 'pause' AND n_run = 0 AND finish <> 'run' AND plan <> 'run' THEN 'paused'
    WHEN n_run > 0 OR finish = 'run' THEN 'running'
    WHEN plan = 'run' THEN 'preparing'
    WHEN (n_wait > 0 OR plan = 'wait' OR finish = 'wait')
      AND NOT (total > n_run + n_due + n_wait + n_done + n_fail + n_skip + n_cancel OR n_due > 0 OR plan = 'due'
        OR phase = 'finish' AND finish <> 'wait') THEN 'retrying'
    WHEN started_at IS NOT NULL THEN 'running'
    WHEN holds > 0 THEN 'scheduled'
    ELSE 'queued' END) STORED,
  step text,
  step_percent double precision,
  labels text NOT NULL,
  config text NOT NULL,              -- this and what follows may be long
  fault text,                        -- last failure of the finish or the only item
  plan_fault text,
  plan_output text,
  result text,
  -- Spelled out: SQLite builds a table for every IN of more than two words, each time a row is written.
  CONSTRAINT job_words CHECK ((control = 'run' OR control = 'pause' OR control = 'cancel')
    AND (driver = 'worker' OR driver = 'client')
    AND (phase = 'work' OR phase = 'finish' OR phase = 'final')
    AND (plan = 'none' OR plan = 'due' OR plan = 'run' OR plan = 'wait' OR plan = 'completed' OR plan = 'skipped' OR plan = 'failed'
      OR plan = 'cancelled')
    AND (finish = 'none' OR finish = 'due' OR finish = 'run' OR finish = 'wait' OR finish = 'blocked' OR finish = 'completed'
      OR finish = 'skipped' OR finish = 'failed')),
  CONSTRAINT job_origin CHECK ((origin IS NULL) = (origin_job IS NULL)
    AND (origin = 'rerun_errors' OR origin = 'run_again' OR origin = 'rollback')),
  CONSTRAINT job_counts CHECK (waits >= 0 AND kids >= 0
    AND n_run >= 0 AND n_due >= 0 AND n_wait >= 0 AND n_done >= 0 AND n_fail >= 0 AND n_skip >= 0 AND n_cancel >= 0
    AND n_run + n_due + n_wait + n_done + n_fail + n_skip + n_cancel <= total),
  CONSTRAINT job_cursor CHECK (next_no >= 0 AND next_no <= avail_no AND avail_no <= total + 1),
  CONSTRAINT job_ended CHECK (
    (phase = 'final') = (finished_at IS NOT NULL) AND (phase <> 'final' OR n_done + n_fail + n_skip + n_cancel = total)
    AND (control <> 'cancel' OR phase = 'final' OR lets_end AND n_run > 0 AND n_due + n_wait = 0))
) WITH (fillfactor = 60);                                                      --postgres
);                                                                             --sqlite
CREATE INDEX job_open ON job (queue, type, org, priority DESC, turn, id) WHERE open;
CREATE INDEX job_list ON job (org, id);
CREATE INDEX job_held ON job (due_at) WHERE holds > 0;
CREATE INDEX job_made ON job (origin_job) WHERE origin_job IS NOT NULL;

CREATE TABLE item (
  job_id uuid NOT NULL,
  no int NOT NULL,
  name text,
  input text,
  state text,                        -- final or null: where an item without an outcome is, its place says
  gen int NOT NULL DEFAULT 1,        -- the generation its life began in; below the job's base, the rest of the row is of a life before
  number int NOT NULL DEFAULT 0,
  output text,
  fault text,
  started_at bigint,
  finished_at bigint,
  step text,
  step_percent double precision,
  step_call uuid,                    -- the claim the step belongs to; of any other it is stale
  PRIMARY KEY (job_id, no),
  CONSTRAINT item_state CHECK (state = 'completed' OR state = 'skipped' OR state = 'failed' OR state = 'quarantined'),
  CONSTRAINT item_ended CHECK ((state IS NULL) = (finished_at IS NULL))
) WITH (fillfactor = 60);                                                      --postgres
);                                                                             --sqlite

CREATE TABLE back (
  job_id uuid NOT NULL,
  lo int NOT NULL,
  hi int NOT NULL,
  number int NOT NULL,               -- attempts charged
  started_at bigint,                 -- start of the last attempt
  due_at bigint,
  due boolean NOT NULL,
  suspect boolean NOT NULL DEFAULT false, -- was held when its worker died: waits until it can run alone
  PRIMARY KEY (job_id, lo),
  CONSTRAINT back_span CHECK (lo <= hi AND (due OR suspect OR due_at IS NOT NULL) AND NOT (due AND suspect))
);
CREATE INDEX back_due ON back (job_id, lo) WHERE due;
CREATE INDEX back_wait ON back (due_at) WHERE NOT due;
CREATE INDEX back_suspect ON back (job_id, lo) WHERE suspect;

CREATE TABLE claim (
  job_id uuid NOT NULL,
  lo int NOT NULL,
  hi int NOT NULL,
  call uuid NOT NULL,
  ord int NOT NULL,                  -- place in the answer of its call
  kind text NOT NULL,
  gen int NOT NULL,
  seq bigint NOT NULL,               -- the job's number with this claim; behind it, the claim has been told
  number int NOT NULL,
  fresh boolean NOT NULL,
  session uuid NOT NULL,
  taken_at bigint NOT NULL,
  suspect boolean NOT NULL DEFAULT false,
  step text,
  step_percent double precision,
  PRIMARY KEY (job_id, lo),
  CONSTRAINT claim_kind CHECK (kind = 'plan' OR kind = 'work' OR kind = 'finish')
) WITH (fillfactor = 90);                                                      --postgres
);                                                                             --sqlite
CREATE INDEX claim_session ON claim (session, call);

CREATE TABLE attempt (
  job_id uuid NOT NULL,
  lo int NOT NULL,                   -- of the finish item -1: its number may become another item's
  hi int NOT NULL,
  gen int NOT NULL,
  number int NOT NULL,
  outcome text NOT NULL,             -- ended: each item's own outcome tells more
  worker text NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  cpu bigint NOT NULL DEFAULT 0,
  memory bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT attempt_outcome CHECK (outcome = 'ended' OR outcome = 'lost' OR outcome = 'released' OR outcome = 'cancelled')
);
CREATE INDEX attempt_job ON attempt (job_id, lo);
CREATE INDEX attempt_ended ON attempt (ended_at); -- always at its right end: what ended last is asked for first
CREATE INDEX attempt_lost ON attempt (ended_at) WHERE outcome = 'lost';

CREATE TABLE fault (
  job_id uuid NOT NULL,
  no int NOT NULL,
  gen int NOT NULL,
  number int NOT NULL,
  at bigint NOT NULL,
  class text NOT NULL,
  code text NOT NULL,
  fault text NOT NULL,
  PRIMARY KEY (job_id, no, gen, number)
);
CREATE INDEX fault_at ON fault (at);

CREATE TABLE session (
  id uuid NOT NULL PRIMARY KEY,
  worker text NOT NULL,
  host text NOT NULL,
  process_id int NOT NULL,
  version text NOT NULL,
  slots int NOT NULL,
  busy int NOT NULL,
  cpu double precision,
  memory bigint NOT NULL,
  queues text NOT NULL,
  types text NOT NULL,
  draining boolean NOT NULL,
  started_at bigint NOT NULL,
  beat_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  claimed_at bigint,                 -- its last claim that took something, as its beats tell
  ended_at bigint,
  held int                           -- items in its hands when it was found dead
) WITH (fillfactor = 50);                                                      --postgres
);                                                                             --sqlite
CREATE INDEX session_alive ON session (started_at) WHERE ended_at IS NULL;

-- The feed. Ids are given out under the lock of the jobs they report, so events of one job are in the order of their numbers.
-- On PostgreSQL a transaction first marks, with an advisory lock that ends with it, the id it starts above; readers stop at the lowest mark
-- of a running transaction (feed_bound), so nothing with a smaller id appears behind them. Other long transactions hold nothing up.
CREATE SEQUENCE event_no MINVALUE 0 START WITH 0;                                                          --postgres
SELECT nextval('event_no');                                                                                --postgres
CREATE FUNCTION next_event() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$                                --postgres
BEGIN                                                                                                      --postgres
  PERFORM pg_advisory_xact_lock_shared((296023::bigint << 44) | last_value) FROM event_no;                 --postgres
  RETURN nextval('event_no');                                                                              --postgres
END $$;                                                                                                    --postgres
CREATE FUNCTION feed_bound() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$                                --postgres
DECLARE bound bigint; mark bigint;                                                                         --postgres
BEGIN                                                                                                      --postgres
  SELECT last_value INTO bound FROM event_no; -- first: who has no mark yet will get a greater id          --postgres
  SELECT min(m.id & ((1::bigint << 44) - 1)) INTO mark FROM (                                              --postgres
    SELECT (l.classid::bigint << 32) | l.objid::bigint AS id FROM pg_locks l                               --postgres
    WHERE l.locktype = 'advisory' AND l.objsubid = 1                                                       --postgres
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())              --postgres
  ) m WHERE m.id >> 44 = 296023;                                                                           --postgres
  RETURN least(bound, mark);                                                                               --postgres
END $$;                                                                                                    --postgres
CREATE TABLE event (
  id bigint NOT NULL PRIMARY KEY DEFAULT next_event(),                          --postgres
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,                               --sqlite
  at bigint NOT NULL,
  org text NOT NULL,
  kind text NOT NULL,
  actor text,
  jobs text NOT NULL                 -- id=seq, blanks between
);

CREATE TABLE history (
  job_id uuid NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor text,
  event_id bigint NOT NULL,
  PRIMARY KEY (job_id, seq)
);

-- For a statement that finds, under a lock, that what it decided on has changed: as if the lock had come too late, it is sent again.
CREATE FUNCTION begin_again() RETURNS boolean LANGUAGE plpgsql AS $$                                       --postgres
BEGIN                                                                                                      --postgres
  RAISE EXCEPTION 'a row changed before it was locked' USING ERRCODE = 'serialization_failure';            --postgres
END $$;                                                                                                    --postgres

CREATE FUNCTION refuse_edge() RETURNS trigger LANGUAGE plpgsql AS $$                                       --postgres
BEGIN                                                                                                      --postgres
  RAISE EXCEPTION 'no such edge: % % is final', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation'; --postgres
END $$;                                                                                                    --postgres

-- A final state is left only into a new life, which begins in a later generation; a person may say of a failed item that it is skipped.
CREATE TRIGGER item_edge BEFORE UPDATE OF state ON item FOR EACH ROW
WHEN (OLD.state IS NOT NULL AND (NEW.state IS NULL OR NEW.state <> OLD.state) AND NEW.gen <= OLD.gen
  AND NOT (NEW.state IS NOT NULL AND NEW.state = 'skipped' AND OLD.state IN ('failed', 'quarantined')))
EXECUTE FUNCTION refuse_edge('state');                                                                     --postgres
BEGIN SELECT RAISE(ABORT, 'no such edge: item state is final'); END;                                       --sqlite

-- A job that has ended is opened again only by a new generation.
CREATE TRIGGER job_edge BEFORE UPDATE OF phase ON job FOR EACH ROW
WHEN (OLD.phase = 'final' AND NEW.phase <> 'final' AND NEW.gen <= OLD.gen)
EXECUTE FUNCTION refuse_edge('phase');                                                                     --postgres
BEGIN SELECT RAISE(ABORT, 'no such edge: job phase is final'); END;                                        --sqlite

-- Every item with its place read as one of ten states, whether it has a row of its own or lives in its job's.
CREATE VIEW item_view AS
SELECT u.job_id, u.no, u.name, u.input, u.output, u.own, u.life, u.told,
  CASE
    WHEN u.state IN ('completed', 'skipped', 'failed', 'quarantined') THEN u.state
    WHEN u.phase = 'final' THEN 'cancelled'
    WHEN c.lo IS NOT NULL THEN 'running'
    WHEN b.lo IS NOT NULL AND NOT b.due THEN 'retrying'
    WHEN u.waits > 0 AND (b.lo IS NOT NULL OR u.no > u.next_no) THEN 'blocked'
    WHEN b.lo IS NOT NULL AND u.holds > 0 THEN 'scheduled'
    WHEN b.lo IS NOT NULL THEN 'ready'
    WHEN u.state = 'blocked' THEN 'blocked'
    WHEN u.no <= u.next_no THEN 'cancelled'
    WHEN u.holds > 0 THEN 'scheduled'
    ELSE 'ready' END AS state,
  CASE WHEN u.state = 'completed' THEN NULL ELSE u.fault END AS fault,
  u.number, c.number AS claim_number, b.number AS back_number,
  u.started_at, c.taken_at, b.started_at AS back_started_at,
  CASE WHEN u.state IN ('completed', 'skipped', 'failed', 'quarantined') THEN u.finished_at
    WHEN u.phase = 'final' THEN u.job_finished_at END AS finished_at,
  b.due_at AS back_due_at, u.due_at,
  CASE WHEN c.lo = c.hi THEN c.step WHEN u.step_call = c.call THEN u.step END AS step,
  CASE WHEN c.lo = c.hi THEN c.step_percent WHEN u.step_call = c.call THEN u.step_percent END AS step_percent
FROM (
  SELECT i.job_id, i.no, i.name, i.input, 1 AS own, i.no AS told,
    CASE WHEN i.gen >= j.base THEN i.output END AS output,
    CASE WHEN i.gen >= j.base THEN i.gen ELSE j.base END AS life,
    CASE WHEN i.gen >= j.base THEN i.state END AS state,
    CASE WHEN i.gen >= j.base THEN i.fault END AS fault,
    CASE WHEN i.gen >= j.base THEN i.number ELSE 0 END AS number,
    i.started_at,
    CASE WHEN i.gen >= j.base THEN i.finished_at END AS finished_at,
    i.step, i.step_percent, i.step_call, j.phase, j.holds, j.waits, j.next_no, j.due_at, j.finished_at AS job_finished_at
  FROM job j JOIN item i ON i.job_id = j.id
  UNION ALL
  SELECT j.id, 1, NULL, NULL, 0, 1, j.result, j.gen,
    CASE WHEN j.n_done > 0 THEN 'completed' WHEN j.n_skip > 0 THEN 'skipped'
      WHEN j.n_fail > 0 AND j.quarantined THEN 'quarantined'
      WHEN j.n_fail > 0 THEN 'failed' END,
    j.fault, NULL, NULL, j.finished_at, NULL, NULL, NULL, j.phase, j.holds, j.waits, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.simple
  UNION ALL
  SELECT j.id, 0, NULL, NULL, 0, 0, j.plan_output, j.plan_gen, j.plan, j.plan_fault,
    NULL, NULL, NULL, NULL, NULL, NULL, j.phase, j.holds, j.waits, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.plan <> 'none'
  UNION ALL
  SELECT j.id, j.total + 1, NULL, NULL, 0, -1, j.result, j.gen, j.finish, j.fault,
    NULL, NULL, j.finished_at, NULL, NULL, NULL, j.phase, j.holds, j.waits, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.finish <> 'none'
) u
LEFT JOIN claim c ON c.job_id = u.job_id AND c.hi >= u.no
  AND c.lo = (SELECT max(x.lo) FROM claim x WHERE x.job_id = u.job_id AND x.lo <= u.no)
LEFT JOIN back b ON b.job_id = u.job_id AND b.hi >= u.no
  AND b.lo = (SELECT max(x.lo) FROM back x WHERE x.job_id = u.job_id AND x.lo <= u.no);
