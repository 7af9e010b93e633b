-- When jobs are submitted by themselves, and every fire there was. A fire is a row of its own, so a (schedule, time) fires once.

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
);
CREATE UNIQUE INDEX schedule_name ON schedule (name, org);
CREATE INDEX schedule_look_at ON schedule (look_at) WHERE look_at IS NOT NULL;

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
);
CREATE INDEX fire_open ON fire (schedule_id) WHERE open;
CREATE INDEX fire_waiting ON fire (schedule_id, fire_at) WHERE outcome = 'waiting';
