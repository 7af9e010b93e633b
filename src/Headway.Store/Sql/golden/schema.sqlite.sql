-- index attempt_job
CREATE INDEX attempt_job ON attempt (job_id, lo)

-- index back_due
CREATE INDEX back_due ON back (job_id, lo) WHERE due

-- index back_wait
CREATE INDEX back_wait ON back (due_at) WHERE NOT due

-- index claim_session
CREATE INDEX claim_session ON claim (session, call)

-- index job_held
CREATE INDEX job_held ON job (due_at) WHERE holds > 0

-- index job_list
CREATE INDEX job_list ON job (org, id)

-- index job_made
CREATE INDEX job_made ON job (origin_job) WHERE origin_job IS NOT NULL

-- index job_open
CREATE INDEX job_open ON job (queue, type, org, priority DESC, turn, id) WHERE open

-- index job_status
CREATE INDEX job_status ON job (status, id) WHERE status NOT IN ('queued', 'completed')

-- index session_alive
CREATE INDEX session_alive ON session (started_at) WHERE ended_at IS NULL

-- table attempt
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
  CONSTRAINT attempt_outcome CHECK (outcome IN ('ended', 'lost', 'released', 'cancelled'))
)

-- table back
CREATE TABLE back (
  job_id uuid NOT NULL,
  lo int NOT NULL,
  hi int NOT NULL,
  number int NOT NULL,               -- attempts charged
  started_at bigint,                 -- start of the last attempt
  due_at bigint,
  due boolean NOT NULL,
  PRIMARY KEY (job_id, lo),
  CONSTRAINT back_span CHECK (lo <= hi AND (due OR due_at IS NOT NULL))
)

-- table claim
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
  step text,
  step_percent double precision,
  PRIMARY KEY (job_id, lo),
  CONSTRAINT claim_kind CHECK (kind IN ('plan', 'work', 'finish'))
)

-- table event
CREATE TABLE event (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  at bigint NOT NULL,
  org text NOT NULL,
  kind text NOT NULL,
  actor text,
  jobs text NOT NULL                 -- id=seq, blanks between
)

-- table fault
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
)

-- table history
CREATE TABLE history (
  job_id uuid NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor text,
  event_id bigint NOT NULL,
  PRIMARY KEY (job_id, seq)
)

-- table item
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
  CONSTRAINT item_state CHECK (state IN ('completed', 'skipped', 'failed', 'quarantined')),
  CONSTRAINT item_ended CHECK ((state IS NULL) = (finished_at IS NULL))
)

-- table job
CREATE TABLE job (
  id uuid NOT NULL PRIMARY KEY,
  org text NOT NULL,
  queue text NOT NULL,
  type text NOT NULL,
  name text,
  created_by text,
  source text NOT NULL DEFAULT 'api', -- what it was submitted by: a person, a program, a schedule …
  priority int NOT NULL,
  config text NOT NULL,
  labels text NOT NULL,
  control text NOT NULL DEFAULT 'run',
  phase text NOT NULL DEFAULT 'work',
  plan text NOT NULL,                -- where the plan item is
  finish text NOT NULL,              -- where the finish item is
  simple boolean NOT NULL,           -- one item, and this row is it
  chunk int NOT NULL,
  max_attempts int NOT NULL,
  holds int NOT NULL DEFAULT 0,      -- 1 until its due time has come
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
  dry_run boolean NOT NULL DEFAULT false,
  quarantined boolean NOT NULL DEFAULT false, -- of a simple job: so its item failed
  origin text,                       -- what it was made from another job for
  origin_job uuid,
  rolled_by uuid,                    -- the job that rolls it back; once
  rolled_at bigint,
  seq bigint NOT NULL DEFAULT 1,
  turn bigint NOT NULL,              -- when it was last served; orders jobs of one priority
  result text,
  fault text,                        -- last failure of the finish or the only item
  plan_output text,
  plan_fault text,
  step text,
  step_percent double precision,
  cpu bigint NOT NULL DEFAULT 0,     -- metered by its attempts: µs, greatest, sum
  memory bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  due_at bigint,
  started_at bigint,
  active_at bigint NOT NULL,
  finished_at bigint,
  open boolean GENERATED ALWAYS AS (
    control = 'run' AND phase <> 'final' AND holds = 0
    AND (next_no < avail_no OR n_due > 0 OR plan = 'due' OR finish = 'due')) STORED,
  status text GENERATED ALWAYS AS (CASE
    WHEN control = 'cancel' THEN 'cancelled'
    WHEN phase = 'final' AND (plan = 'failed' OR finish = 'failed' OR total > 0 AND n_done + n_skip = 0) THEN 'failed'
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
  CONSTRAINT job_words CHECK (control IN ('run', 'pause', 'cancel') AND phase IN ('work', 'finish', 'final')
    AND plan IN ('none', 'due', 'run', 'wait', 'completed', 'skipped', 'failed', 'cancelled')
    AND finish IN ('none', 'blocked', 'due', 'run', 'wait', 'completed', 'skipped', 'failed')),
  CONSTRAINT job_origin CHECK ((origin IS NULL) = (origin_job IS NULL) AND origin IN ('rerun_errors', 'run_again', 'rollback')),
  CONSTRAINT job_counts CHECK (n_run >= 0 AND n_due >= 0 AND n_wait >= 0 AND n_done >= 0 AND n_fail >= 0 AND n_skip >= 0 AND n_cancel >= 0
    AND n_run + n_due + n_wait + n_done + n_fail + n_skip + n_cancel <= total),
  CONSTRAINT job_cursor CHECK (next_no >= 0 AND next_no <= avail_no AND avail_no <= total + 1),
  CONSTRAINT job_ended CHECK (
    (phase = 'final') = (finished_at IS NOT NULL) AND (phase <> 'final' OR n_done + n_fail + n_skip + n_cancel = total)
    AND (control <> 'cancel' OR phase = 'final'))
)

-- table job_move
CREATE TABLE job_move (
  id integer NOT NULL PRIMARY KEY,
  org text NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  n bigint NOT NULL
)

-- table job_tally
CREATE TABLE job_tally (
  org text NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (org, type, status)
) WITHOUT ROWID

-- table migration
CREATE TABLE migration (
  line text NOT NULL,
  number int NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at bigint NOT NULL,
  PRIMARY KEY (line, number)
)

-- table rollup
CREATE TABLE rollup (
  minute bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  session uuid NOT NULL,             -- no two workers share a row
  bucket int NOT NULL,
  done bigint NOT NULL,
  skipped bigint NOT NULL,
  failed bigint NOT NULL,
  retried bigint NOT NULL,
  cancelled bigint NOT NULL,
  lost bigint NOT NULL,
  busy bigint NOT NULL,
  waits bigint NOT NULL,
  waited bigint NOT NULL,
  cpu bigint NOT NULL,
  memory bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (minute, org, type, queue, session, bucket)
)

-- table rollup_bucket
CREATE TABLE rollup_bucket (
  level int NOT NULL,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  bucket int NOT NULL,
  runs bigint NOT NULL,
  waits bigint NOT NULL,
  PRIMARY KEY (level, at, org, type, queue, bucket)
)

-- table rollup_mark
CREATE TABLE rollup_mark (
  level int NOT NULL PRIMARY KEY,
  upto bigint NOT NULL
)

-- table rollup_total
CREATE TABLE rollup_total (
  level int NOT NULL,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  done bigint NOT NULL,
  skipped bigint NOT NULL,
  failed bigint NOT NULL,
  retried bigint NOT NULL,
  cancelled bigint NOT NULL,
  lost bigint NOT NULL,
  busy bigint NOT NULL,
  waits bigint NOT NULL,
  waited bigint NOT NULL,
  cpu bigint NOT NULL,
  memory bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (level, at, org, type, queue)
)

-- table session
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
  ended_at bigint
)

-- trigger item_edge
CREATE TRIGGER item_edge BEFORE UPDATE OF state ON item FOR EACH ROW
WHEN (OLD.state IS NOT NULL AND (NEW.state IS NULL OR NEW.state <> OLD.state) AND NEW.gen <= OLD.gen
  AND NOT (NEW.state IS NOT NULL AND NEW.state = 'skipped' AND OLD.state IN ('failed', 'quarantined')))
BEGIN SELECT RAISE(ABORT, 'no such edge: item state is final'); END

-- trigger job_edge
CREATE TRIGGER job_edge BEFORE UPDATE OF phase ON job FOR EACH ROW
WHEN (OLD.phase = 'final' AND NEW.phase <> 'final' AND NEW.gen <= OLD.gen)
BEGIN SELECT RAISE(ABORT, 'no such edge: job phase is final'); END

-- trigger job_tally_delete
CREATE TRIGGER job_tally_delete AFTER DELETE ON job
FOR EACH ROW BEGIN
  UPDATE job_tally SET n = n - 1 WHERE org = OLD.org AND type = OLD.type AND status = OLD.status;
END

-- trigger job_tally_insert
CREATE TRIGGER job_tally_insert AFTER INSERT ON job
FOR EACH ROW BEGIN
  INSERT INTO job_tally (org, type, status, n) VALUES (NEW.org, NEW.type, NEW.status, 1)
  ON CONFLICT (org, type, status) DO UPDATE SET n = n + 1;
END

-- trigger job_tally_update
CREATE TRIGGER job_tally_update AFTER UPDATE ON job
FOR EACH ROW WHEN NEW.status <> OLD.status BEGIN
  UPDATE job_tally SET n = n - 1 WHERE org = OLD.org AND type = OLD.type AND status = OLD.status;
  INSERT INTO job_tally (org, type, status, n) VALUES (NEW.org, NEW.type, NEW.status, 1)
  ON CONFLICT (org, type, status) DO UPDATE SET n = n + 1;
END

-- view item_view
CREATE VIEW item_view AS
SELECT u.job_id, u.no, u.name, u.input, u.output, u.own, u.life, u.told,
  CASE
    WHEN u.state IN ('completed', 'skipped', 'failed', 'quarantined') THEN u.state
    WHEN u.phase = 'final' THEN 'cancelled'
    WHEN c.lo IS NOT NULL THEN 'running'
    WHEN b.lo IS NOT NULL AND NOT b.due THEN 'retrying'
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
    i.step, i.step_percent, i.step_call, j.phase, j.holds, j.next_no, j.due_at, j.finished_at AS job_finished_at
  FROM job j JOIN item i ON i.job_id = j.id
  UNION ALL
  SELECT j.id, 1, NULL, NULL, 0, 1, j.result, j.gen,
    CASE WHEN j.n_done > 0 THEN 'completed' WHEN j.n_skip > 0 THEN 'skipped'
      WHEN j.n_fail > 0 AND j.quarantined THEN 'quarantined'
      WHEN j.n_fail > 0 THEN 'failed' END,
    j.fault, NULL, NULL, j.finished_at, NULL, NULL, NULL, j.phase, j.holds, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.simple
  UNION ALL
  SELECT j.id, 0, NULL, NULL, 0, 0, j.plan_output, j.plan_gen, j.plan, j.plan_fault,
    NULL, NULL, NULL, NULL, NULL, NULL, j.phase, j.holds, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.plan <> 'none'
  UNION ALL
  SELECT j.id, j.total + 1, NULL, NULL, 0, -1, j.result, j.gen, j.finish, j.fault,
    NULL, NULL, j.finished_at, NULL, NULL, NULL, j.phase, j.holds, j.next_no, j.due_at, j.finished_at
  FROM job j WHERE j.finish <> 'none'
) u
LEFT JOIN claim c ON c.job_id = u.job_id AND c.hi >= u.no
  AND c.lo = (SELECT max(x.lo) FROM claim x WHERE x.job_id = u.job_id AND x.lo <= u.no)
LEFT JOIN back b ON b.job_id = u.job_id AND b.hi >= u.no
  AND b.lo = (SELECT max(x.lo) FROM back x WHERE x.job_id = u.job_id AND x.lo <= u.no)
