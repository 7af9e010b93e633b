-- index api_key_org
CREATE INDEX api_key_org ON api_key (org, id)

-- index attempt_ended
CREATE INDEX attempt_ended ON attempt (ended_at)

-- index attempt_job
CREATE INDEX attempt_job ON attempt (job_id, lo)

-- index attempt_lost
CREATE INDEX attempt_lost ON attempt (ended_at) WHERE outcome = 'lost'

-- index back_due
CREATE INDEX back_due ON back (job_id, lo) WHERE due

-- index back_suspect
CREATE INDEX back_suspect ON back (job_id, lo) WHERE suspect

-- index back_wait
CREATE INDEX back_wait ON back (due_at) WHERE NOT due

-- index breaker_call_slice
CREATE INDEX breaker_call_slice ON breaker_call (slice)

-- index breaker_open
CREATE INDEX breaker_open ON breaker (org, destination) WHERE opened_at IS NOT NULL

-- index cap_value
CREATE INDEX cap_value ON cap (scope, value)

-- index claim_session
CREATE INDEX claim_session ON claim (session, call)

-- index deadline_at
CREATE INDEX deadline_at ON deadline (at)

-- index debit_key
CREATE INDEX debit_key ON debit (key)

-- index delivery_call
CREATE INDEX delivery_call ON delivery (call) WHERE call IS NOT NULL

-- index delivery_due
CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL

-- index delivery_end
CREATE UNIQUE INDEX delivery_end ON delivery (ended_job, gen, subscription_id) WHERE ended_job IS NOT NULL

-- index delivery_lane
CREATE INDEX delivery_lane ON delivery (lane, due_at, id) WHERE due_at IS NOT NULL

-- index delivery_state
CREATE INDEX delivery_state ON delivery (state, id)

-- index delivery_subscription
CREATE INDEX delivery_subscription ON delivery (subscription_id, id)

-- index error_code
CREATE INDEX error_code ON error (code)

-- index error_count_at
CREATE INDEX error_count_at ON error_count (level, at)

-- index error_job_print
CREATE INDEX error_job_print ON error_job (print, last_at)

-- index error_last
CREATE INDEX error_last ON error (last_at)

-- index fault_at
CREATE INDEX fault_at ON fault (at)

-- index fire_open
CREATE INDEX fire_open ON fire (schedule_id) WHERE open

-- index fire_waiting
CREATE INDEX fire_waiting ON fire (schedule_id, fire_at) WHERE outcome = 'waiting'

-- index image_job
CREATE INDEX image_job ON before_image (job_id, seq)

-- index image_key
CREATE INDEX image_key ON before_image (job_id, kind, key, seq)

-- index job_after_whom
CREATE INDEX job_after_whom ON job_after (after_id, job_id)

-- index job_bereaving
CREATE INDEX job_bereaving ON job (id) WHERE has_kids AND control = 'cancel'

-- index job_child
CREATE INDEX job_child ON job (parent_id, id) WHERE parent_id IS NOT NULL

-- index job_child_open
CREATE INDEX job_child_open ON job (parent_id, id) WHERE parent_id IS NOT NULL AND phase <> 'final'

-- index job_held
CREATE INDEX job_held ON job (due_at) WHERE holds > 0

-- index job_list
CREATE INDEX job_list ON job (org, id)

-- index job_log_job
CREATE INDEX job_log_job ON job_log (job_id, id)

-- index job_made
CREATE INDEX job_made ON job (origin_job) WHERE origin_job IS NOT NULL

-- index job_open
CREATE INDEX job_open ON job (queue, type, org, priority DESC, turn, id) WHERE open

-- index job_parked
CREATE INDEX job_parked ON job (parked, priority DESC, turn, id) WHERE parked IS NOT NULL AND phase <> 'final'

-- index job_status
CREATE INDEX job_status ON job (status, id) WHERE status NOT IN ('queued', 'completed')

-- index job_untold
CREATE INDEX job_untold ON job (id) WHERE awaited AND phase = 'final'

-- index membership_person
CREATE INDEX membership_person ON membership (person_id)

-- index person_is_first
CREATE UNIQUE INDEX person_is_first ON person (is_first) WHERE is_first

-- index person_name
CREATE UNIQUE INDEX person_name ON person (name)

-- index process_at
CREATE INDEX process_at ON process (at)

-- index request_at
CREATE INDEX request_at ON request (at)

-- index schedule_look_at
CREATE INDEX schedule_look_at ON schedule (look_at) WHERE look_at IS NOT NULL

-- index schedule_name
CREATE UNIQUE INDEX schedule_name ON schedule (name, org)

-- index session_alive
CREATE INDEX session_alive ON session (started_at) WHERE ended_at IS NULL

-- index sign_in_expires
CREATE INDEX sign_in_expires ON sign_in (expires_at)

-- index sign_in_hash
CREATE UNIQUE INDEX sign_in_hash ON sign_in (hash)

-- index sign_in_person
CREATE INDEX sign_in_person ON sign_in (person_id)

-- index subscription_job
CREATE INDEX subscription_job ON subscription (only_job) WHERE only_job IS NOT NULL

-- index subscription_org
CREATE INDEX subscription_org ON subscription (org, id) WHERE only_job IS NULL

-- table api_key
CREATE TABLE api_key (
  id text NOT NULL PRIMARY KEY,      -- the part of the key that is shown
  hash text NOT NULL,
  org text NOT NULL,
  person_id uuid,                    -- null: a service's
  name text NOT NULL,
  role text NOT NULL,
  scopes text,                       -- permissions, a blank between; null: all the role has
  expires_at bigint,
  created_by text,
  created_at bigint NOT NULL,
  used_at bigint,                    -- to the minute
  revoked_at bigint,
  revoked_by text
)

-- table archived
CREATE TABLE archived (
  job_id uuid NOT NULL PRIMARY KEY,
  org text NOT NULL,
  type text NOT NULL,
  name text,
  status text NOT NULL,
  items int NOT NULL,
  created_at bigint NOT NULL,
  finished_at bigint NOT NULL,
  archived_at bigint NOT NULL,
  file text NOT NULL,
  start bigint NOT NULL,             -- its bytes in the file
  length bigint NOT NULL
)

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
  CONSTRAINT attempt_outcome CHECK (outcome = 'ended' OR outcome = 'lost' OR outcome = 'released' OR outcome = 'cancelled')
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
  suspect boolean NOT NULL DEFAULT false, -- was held when its worker died: waits until it can run alone
  PRIMARY KEY (job_id, lo),
  CONSTRAINT back_span CHECK (lo <= hi AND (due OR suspect OR due_at IS NOT NULL) AND NOT (due AND suspect))
)

-- table before_image
CREATE TABLE before_image (
  seq integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  job_id uuid NOT NULL,
  gen int NOT NULL,
  no int NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  before_json text,                  -- null: it was not there
  after_hash text                    -- null: it was not there any more
)

-- table breaker
CREATE TABLE breaker (
  org text NOT NULL,
  destination text NOT NULL,
  opened_at bigint,                  -- null: closed
  probe_at bigint,                   -- when a call is tried next; null while open: opened by hand
  probing boolean NOT NULL DEFAULT false, -- a call is being tried
  changed_at bigint NOT NULL,
  actor text,
  reason text,
  PRIMARY KEY (org, destination),
  CONSTRAINT breaker_closed CHECK (opened_at IS NOT NULL OR (probe_at IS NULL AND NOT probing))
)

-- table breaker_call
CREATE TABLE breaker_call (
  org text NOT NULL,
  destination text NOT NULL,
  slice bigint NOT NULL,
  type text NOT NULL,
  calls int NOT NULL,
  faults int NOT NULL,
  refused int NOT NULL,
  PRIMARY KEY (org, destination, slice, type)
)

-- table cap
CREATE TABLE cap (
  key text NOT NULL PRIMARY KEY,
  scope text NOT NULL,
  value text NOT NULL,
  unit text NOT NULL,
  most int NOT NULL,
  span bigint,
  used int NOT NULL DEFAULT 0        -- rows of debit with this key
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
  suspect boolean NOT NULL DEFAULT false,
  step text,
  step_percent double precision,
  PRIMARY KEY (job_id, lo),
  CONSTRAINT claim_kind CHECK (kind = 'plan' OR kind = 'work' OR kind = 'finish')
)

-- table crash
CREATE TABLE crash (
  job_id uuid NOT NULL,
  no int NOT NULL,                   -- of the finish item -1
  gen int NOT NULL,
  number int NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (job_id, no, gen, number)
)

-- table deadline
CREATE TABLE deadline (
  job uuid NOT NULL PRIMARY KEY,     -- not job_id: the row may outlive it
  at bigint NOT NULL
)

-- table debit
CREATE TABLE debit (
  key text NOT NULL,
  job_id uuid NOT NULL,
  lo int NOT NULL,
  PRIMARY KEY (job_id, lo, key)
)

-- table delivery
CREATE TABLE delivery (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  subscription_id uuid NOT NULL,
  org text NOT NULL,
  channel text NOT NULL,
  lane text NOT NULL,
  ended_job uuid,                    -- null: a ping
  gen int NOT NULL,
  event text NOT NULL,
  facts text,                        -- the job as it ended
  state text NOT NULL DEFAULT 'waiting',
  attempts int NOT NULL DEFAULT 0,
  call uuid,                         -- of the node that is sending it
  due_at bigint,                     -- while it is being sent: when another may take it; null: not to be sent
  created_at bigint NOT NULL,
  tried_at bigint,
  done_at bigint,
  status int,                        -- what the destination answered last
  answer text,
  error text,
  CONSTRAINT delivery_state CHECK ((state = 'waiting' OR state = 'sent' OR state = 'dead') AND (state = 'waiting') = (done_at IS NULL)
    AND (state = 'waiting' OR due_at IS NULL AND call IS NULL))
)

-- table duty
CREATE TABLE duty (
  name text NOT NULL PRIMARY KEY,
  holder uuid NOT NULL,
  until bigint NOT NULL,             -- then another node may take it
  ran_at bigint                      -- its last end
)

-- table error
CREATE TABLE error (
  print text NOT NULL PRIMARY KEY,
  class text NOT NULL,
  code text NOT NULL,
  pattern text NOT NULL,             -- the message without what differs from case to case
  sample text NOT NULL,              -- a message as it was
  hint text,
  first_at bigint NOT NULL,
  last_at bigint NOT NULL,
  times bigint NOT NULL,
  verdict text NOT NULL DEFAULT 'open',
  until bigint,                      -- ignored until then
  until_times bigint,                -- ignored until it has happened so often
  changed_at bigint,
  actor text,
  reason text,
  back_at bigint,                    -- when it happened again though it was resolved
  CONSTRAINT error_verdict CHECK ((verdict = 'open' OR verdict = 'resolved' OR verdict = 'ignored')
    AND (verdict = 'ignored' OR until IS NULL AND until_times IS NULL) AND (verdict = 'resolved' OR back_at IS NULL))
)

-- table error_count
CREATE TABLE error_count (
  print text NOT NULL,
  level int NOT NULL,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  times bigint NOT NULL,
  failed bigint NOT NULL,            -- those after which nothing was tried any more
  jobs bigint NOT NULL,              -- it hit for the first time
  PRIMARY KEY (print, level, at, org, type)
)

-- table error_job
CREATE TABLE error_job (
  job_id uuid NOT NULL,
  print text NOT NULL,
  times bigint NOT NULL,
  first_at bigint NOT NULL,
  last_at bigint NOT NULL,
  PRIMARY KEY (job_id, print)
)

-- table error_move
CREATE TABLE error_move (
  id integer NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  job uuid NOT NULL,
  print text NOT NULL,
  class text NOT NULL,
  code text NOT NULL,
  pattern text NOT NULL,
  sample text NOT NULL,
  hint text,
  times bigint NOT NULL,
  failed bigint NOT NULL
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

-- table fire
CREATE TABLE fire (
  schedule_id uuid NOT NULL,
  fire_at bigint NOT NULL,           -- the time it stands for
  by_hand boolean NOT NULL,
  made_at bigint NOT NULL,
  outcome text NOT NULL,
  job_id uuid,
  missed int NOT NULL,
  actor text,
  open boolean NOT NULL,             -- its job was not yet seen to have ended; only where overlap matters
  PRIMARY KEY (schedule_id, fire_at, by_hand),
  CONSTRAINT fire_outcome CHECK (outcome IN ('submitted', 'waiting', 'overlapped', 'missed')),
  CONSTRAINT fire_job CHECK ((outcome = 'submitted') = (job_id IS NOT NULL))
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

-- table hold
CREATE TABLE hold (
  kind text NOT NULL,
  name text NOT NULL,
  org text NOT NULL,                 -- '*' for every organisation
  reason text,
  actor text,
  at bigint NOT NULL,
  until bigint,                      -- from then on it holds nothing, whether or not the row is still there
  PRIMARY KEY (kind, name, org),
  CONSTRAINT hold_kind CHECK (kind IN ('queue', 'type'))
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
  CONSTRAINT item_state CHECK (state = 'completed' OR state = 'skipped' OR state = 'failed' OR state = 'quarantined'),
  CONSTRAINT item_ended CHECK ((state IS NULL) = (finished_at IS NULL))
)

-- table job
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
)

-- table job_after
CREATE TABLE job_after (
  job_id uuid NOT NULL,              -- who waits
  after_id uuid NOT NULL,            -- for whose end
  kind text NOT NULL,                -- after: before it begins; child: before it ends
  on_failure text NOT NULL,
  open boolean NOT NULL,             -- it still waits
  PRIMARY KEY (job_id, after_id),
  CONSTRAINT job_after_words CHECK (kind IN ('after', 'child') AND on_failure IN ('fail', 'skip', 'ignore') AND job_id <> after_id)
)

-- table job_key
CREATE TABLE job_key (
  org text NOT NULL,
  type text NOT NULL,
  key text NOT NULL,
  job_id uuid NOT NULL,
  PRIMARY KEY (org, type, key)
)

-- table job_log
CREATE TABLE job_log (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  job_id uuid NOT NULL,
  no int NOT NULL,
  gen int NOT NULL,
  attempt int NOT NULL,
  at bigint NOT NULL,                -- by the worker's clock
  level int NOT NULL,                -- 0 trace … 5 critical
  category text,
  message text NOT NULL,
  exception text
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

-- table leaving
CREATE TABLE leaving (
  job_id uuid NOT NULL PRIMARY KEY,
  from_at bigint NOT NULL            -- not before: it may be on its way back
)

-- table limit_rule
CREATE TABLE limit_rule (
  scope text NOT NULL,
  name text NOT NULL,                -- of a user or a key: organisation/name
  unit text NOT NULL,
  most int NOT NULL,
  span bigint,                       -- of starts: in which time
  actor text,
  at bigint NOT NULL,
  PRIMARY KEY (scope, name, unit),
  CONSTRAINT limit_rule_words CHECK (scope IN ('global', 'org', 'user', 'type', 'queue', 'key') AND unit IN ('slots', 'jobs', 'starts')),
  CONSTRAINT limit_rule_span CHECK (most >= 0 AND (unit = 'starts') = (span IS NOT NULL) AND (span IS NULL OR span >= 1000000))
)

-- table membership
CREATE TABLE membership (
  org text NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (org, person_id)
)

-- table migration
CREATE TABLE migration (
  line text NOT NULL,
  number int NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  min_reader int NOT NULL,           
  applied_at bigint NOT NULL,
  PRIMARY KEY (line, number)
)

-- table person
CREATE TABLE person (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  title text,
  password text,                     -- null: signs in by link alone
  is_first boolean NOT NULL,         -- of several who would be the first, one is
  tries int NOT NULL DEFAULT 0,
  locked_until bigint,
  disabled_at bigint,
  created_by text,
  created_at bigint NOT NULL,
  signed_in_at bigint
)

-- table probe
CREATE TABLE probe (
  id int NOT NULL PRIMARY KEY,
  at bigint NOT NULL
)

-- table process
CREATE TABLE process (
  job_id uuid NOT NULL,
  request text NOT NULL,
  call uuid NOT NULL,                -- the claim it works with
  answered_by uuid,                  -- the claim its answer tells of; null while there is none
  done boolean NOT NULL DEFAULT false,
  total int NOT NULL DEFAULT 0,
  n_done int NOT NULL DEFAULT 0,
  n_fail int NOT NULL DEFAULT 0,
  n_skip int NOT NULL DEFAULT 0,
  at bigint NOT NULL,
  PRIMARY KEY (job_id, request)
)

-- table pruned
CREATE TABLE pruned (
  day bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  jobs bigint NOT NULL,
  items bigint NOT NULL,
  archived bigint NOT NULL,          -- of the jobs
  PRIMARY KEY (day, org, type)
)

-- table request
CREATE TABLE request (
  org text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,                -- of what was asked for
  id uuid NOT NULL,                  -- of what it makes, given out before it is made
  status int,
  location text,
  answer text,
  at bigint NOT NULL,
  PRIMARY KEY (org, key)
)

-- table retention
CREATE TABLE retention (
  type text NOT NULL,                -- '*': any
  status text NOT NULL,              -- '*': any that has ended
  at_start boolean NOT NULL,         -- counts in the first sweep of a process alone
  age bigint,                        -- µs after the end; null: for ever
  archive boolean NOT NULL,
  PRIMARY KEY (type, status, at_start),
  CONSTRAINT retention_words CHECK (status IN ('*', 'completed', 'failed', 'cancelled') AND age >= 0)
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

-- table schedule
CREATE TABLE schedule (
  id uuid NOT NULL PRIMARY KEY,
  org text NOT NULL,
  name text NOT NULL,
  cron text,
  zone text NOT NULL,
  every bigint,
  at bigint,                         -- the one time, or the first of an interval
  overlap text NOT NULL,
  misfire text NOT NULL,
  job text NOT NULL,                 -- the submission each fire makes
  has_plan boolean NOT NULL,
  has_finish boolean NOT NULL,
  chunk int NOT NULL,
  max_attempts int NOT NULL,
  created_by text,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  version int NOT NULL,
  paused_at bigint,
  paused_by text,
  pause_reason text,
  next_at bigint,
  look_at bigint,                    -- when to look at it: its next time, or sooner where a fire waits; null where it is paused
  last_at bigint,
  waiting int NOT NULL,              -- fires that wait
  fires bigint NOT NULL,
  CONSTRAINT schedule_words CHECK (overlap IN ('skip', 'queue', 'allow') AND misfire IN ('skip', 'once', 'all')),
  CONSTRAINT schedule_look CHECK (paused_at IS NULL OR look_at IS NULL),
  CONSTRAINT schedule_waiting CHECK (waiting >= 0)
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
  ended_at bigint,
  held int                           -- items in its hands when it was found dead
, skew bigint)

-- table sign_in
CREATE TABLE sign_in (
  id uuid NOT NULL PRIMARY KEY,
  hash text NOT NULL,                -- of what the cookie holds
  person_id uuid NOT NULL,
  address text,
  browser text,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,           -- to the minute
  expires_at bigint NOT NULL
)

-- table sign_in_link
CREATE TABLE sign_in_link (
  hash text NOT NULL PRIMARY KEY,
  person_id uuid,                    -- null: makes the first owner
  expires_at bigint NOT NULL
)

-- table start_count
CREATE TABLE start_count (
  key text NOT NULL,
  tenth bigint NOT NULL,
  n int NOT NULL,
  PRIMARY KEY (key, tenth)
)

-- table subscription
CREATE TABLE subscription (
  id uuid NOT NULL PRIMARY KEY,
  org text NOT NULL,
  only_job uuid,                     -- given with this job's submission, for its ends alone
  name text,
  channel text NOT NULL,
  target text NOT NULL,
  lane text NOT NULL,                -- destinations that are slow together
  events text NOT NULL,              -- statuses, a blank between
  types text,                        -- job types, a blank around each; null: any
  labels text,                       -- those the job must have; null: none
  secret text,
  old_secret text,
  old_until bigint,                  -- until then the old secret signs too
  enabled boolean NOT NULL,
  reason text,                       -- why it is not
  created_by text,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  CONSTRAINT subscription_channel CHECK (channel = 'webhook' OR channel = 'mail')
)

-- trigger item_edge
CREATE TRIGGER item_edge BEFORE UPDATE OF state ON item FOR EACH ROW
WHEN (OLD.state IS NOT NULL AND (NEW.state IS NULL OR NEW.state <> OLD.state) AND NEW.gen <= OLD.gen
  AND NOT (NEW.state IS NOT NULL AND NEW.state = 'skipped' AND OLD.state IN ('failed', 'quarantined')))
BEGIN SELECT RAISE(ABORT, 'no such edge: item state is final'); END

-- trigger job_came_back
CREATE TRIGGER job_came_back AFTER UPDATE OF n_wait, n_due ON job FOR EACH ROW
WHEN NEW.simple AND NEW.n_wait + NEW.n_due > 0 AND OLD.n_wait + OLD.n_due = 0 AND NEW.started_at IS NOT NULL
BEGIN
  INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit) ON CONFLICT (job) DO NOTHING;
END

-- trigger job_edge
CREATE TRIGGER job_edge BEFORE UPDATE OF phase ON job FOR EACH ROW
WHEN (OLD.phase = 'final' AND NEW.phase <> 'final' AND NEW.gen <= OLD.gen)
BEGIN SELECT RAISE(ABORT, 'no such edge: job phase is final'); END

-- trigger job_reopened
CREATE TRIGGER job_reopened AFTER UPDATE OF phase ON job FOR EACH ROW
WHEN OLD.phase = 'final' AND NEW.phase <> 'final'
BEGIN
  DELETE FROM deadline WHERE job = NEW.id AND NEW.started_at IS NULL;
  INSERT INTO deadline (job, at) SELECT NEW.id, now_us() + NEW.time_limit WHERE NEW.started_at IS NOT NULL
  ON CONFLICT (job) DO UPDATE SET at = excluded.at;
END

-- trigger job_started
CREATE TRIGGER job_started AFTER UPDATE OF started_at ON job FOR EACH ROW
WHEN OLD.started_at IS NULL AND NEW.started_at IS NOT NULL AND (NOT NEW.simple OR NEW.time_limit <> 259200000000)
BEGIN
  INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit)
  ON CONFLICT (job) DO UPDATE SET at = excluded.at;
END

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

-- trigger job_tell_ends
CREATE TRIGGER job_tell_ends AFTER UPDATE ON job
FOR EACH ROW WHEN NEW.phase = 'final' AND OLD.phase <> 'final' AND EXISTS (SELECT 1 FROM subscription WHERE enabled) BEGIN
  INSERT INTO delivery (subscription_id, org, channel, lane, ended_job, gen, event, facts, created_at, due_at)
  SELECT s.id, NEW.org, s.channel, s.lane, NEW.id, NEW.gen, NEW.status, json_object(
    'type', NEW.type, 'name', NEW.name, 'queue', NEW.queue, 'by', NEW.created_by, 'source', NEW.source,
    'total', NEW.total, 'done', NEW.n_done, 'fail', NEW.n_fail, 'skip', NEW.n_skip, 'cancel', NEW.n_cancel,
    'created', NEW.created_at, 'started', NEW.started_at, 'finished', NEW.finished_at,
    'fault', CASE WHEN NEW.n_fail > 0 OR NEW.status = 'failed' THEN coalesce(NEW.fault, NEW.plan_fault) END,
    'labels', NEW.labels, 'dry', NEW.dry_run,
    'result', CASE WHEN length(NEW.result) <= 16384 THEN NEW.result END,
    'errors', (SELECT json_group_array(json_object('no', e.no, 'name', e.name, 'fault', e.fault)) FROM (
      SELECT i.no, i.name, i.fault FROM item i WHERE NEW.n_fail > 0 AND i.job_id = NEW.id
        AND i.no IN (SELECT DISTINCT f.no FROM fault f WHERE f.job_id = NEW.id AND f.gen >= NEW.base ORDER BY f.no LIMIT 100)
        AND i.state IN ('failed', 'quarantined') ORDER BY i.no LIMIT 5) e)),
    NEW.finished_at, NEW.finished_at
  FROM (
    SELECT id, channel, lane FROM subscription
    WHERE only_job = NEW.id AND enabled AND instr(events, NEW.status) > 0
    UNION ALL
    SELECT id, channel, lane FROM subscription
    WHERE only_job IS NULL AND org = NEW.org AND enabled AND NOT NEW.dry_run AND instr(events, NEW.status) > 0
      AND (types IS NULL OR instr(types, ' ' || NEW.type || ' ') > 0)
      AND (labels IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(labels) w WHERE NOT EXISTS (
        SELECT 1 FROM json_each(NEW.labels) l WHERE l.key = w.key AND l.value = w.value)))
  ) s
  WHERE true
  ORDER BY s.id
  ON CONFLICT DO NOTHING;
END

-- view cap_room
CREATE VIEW cap_room AS
SELECT c.key, c.scope, c.value, c.unit, c.most - CASE WHEN c.unit = 'starts'
  THEN coalesce((SELECT sum(s.n) FROM start_count s WHERE s.key = c.key AND s.tenth >= now_us() * 10 / c.span - 10), 0)
  ELSE c.used END AS room
FROM cap c

-- view claim_over
CREATE VIEW claim_over AS
SELECT x.session, x.call, x.job_id, x.lo, x.is_first, x.key, x.parks
FROM (
  SELECT n.session, n.call, n.job_id, n.lo, n.ord = n.job_ord AS is_first, k.key, r.room,
    k.unit = 'jobs' OR k.scope IN ('user', 'key') AS parks,
    CASE WHEN k.unit <> 'jobs' THEN row_number() OVER (PARTITION BY n.session, n.call, k.key ORDER BY n.ord)
      WHEN p.job_id IS NOT NULL THEN 0
      ELSE dense_rank() OVER (PARTITION BY n.session, n.call, k.key, p.job_id IS NOT NULL ORDER BY n.job_ord) END AS rank
  FROM (
    SELECT c.session, c.call, c.job_id, c.lo, c.ord, min(c.ord) OVER (PARTITION BY c.session, c.call, c.job_id) AS job_ord
    FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1
  ) n
  JOIN job_cap k ON k.job_id = n.job_id
  LEFT JOIN cap_room r ON r.key = k.key
  LEFT JOIN debit p ON k.unit = 'jobs' AND p.job_id = n.job_id AND p.lo = -1 AND p.key = k.key
) x
WHERE x.rank > 0 AND x.rank > coalesce(x.room, 0)

-- view debit_gone
CREATE VIEW debit_gone AS
SELECT d.key, d.job_id, d.lo
FROM debit d
WHERE NOT EXISTS (SELECT 1 FROM claim c WHERE c.job_id = d.job_id AND (c.lo = d.lo OR d.lo = -1))
  AND (d.lo <> -1 OR NOT EXISTS (SELECT 1 FROM job j WHERE j.id = d.job_id AND j.active_at > now_us() - 10000000
    AND (j.open OR j.driver <> 'worker' AND j.control = 'run' AND j.phase <> 'final')))

-- view item_view
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
  AND b.lo = (SELECT max(x.lo) FROM back x WHERE x.job_id = u.job_id AND x.lo <= u.no)

-- view job_cap
CREATE VIEW job_cap AS
SELECT m.job_id, m.scope || ':' || m.value || ':' || m.unit AS key, m.scope, m.value, m.unit, m.most, m.span
FROM (
  SELECT j.id AS job_id, r.scope, r.name, r.unit, r.most, r.span,
    CASE r.scope WHEN 'global' THEN '' WHEN 'org' THEN j.org WHEN 'type' THEN j.type WHEN 'queue' THEN j.queue
      WHEN 'user' THEN j.org || '/' || j.created_by ELSE j.org || '/' || j.limit_key END AS value
  FROM job j CROSS JOIN limit_rule r
) m
WHERE m.value IS NOT NULL AND (m.name = m.value OR m.name = '*'
  AND NOT EXISTS (SELECT 1 FROM limit_rule s WHERE s.scope = m.scope AND s.unit = m.unit AND s.name = m.value))
