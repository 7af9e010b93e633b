-- What is kept how long, who sees to it, what went, and where it lies now.

-- Ids come as the names of a JSON object: CAST(key AS id_text) is a uuid on PostgreSQL, and the text it is on SQLite, whose types go
-- by what is in their name.
CREATE DOMAIN id_text AS uuid;                                                                             --postgres

CREATE TABLE retention (
  type text NOT NULL,                -- '*': any
  status text NOT NULL,              -- '*': any that has ended
  at_start boolean NOT NULL,         -- counts in the first sweep of a process alone
  age bigint,                        -- µs after the end; null: for ever
  archive boolean NOT NULL,
  PRIMARY KEY (type, status, at_start),
  CONSTRAINT retention_words CHECK (status IN ('*', 'completed', 'failed', 'cancelled') AND age >= 0)
);

-- Work that one node does at a time, whichever comes first.
CREATE TABLE duty (
  name text NOT NULL PRIMARY KEY,
  holder uuid NOT NULL,
  until bigint NOT NULL,             -- then another node may take it
  ran_at bigint                      -- its last end
);

CREATE TABLE pruned (
  day bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  jobs bigint NOT NULL,
  items bigint NOT NULL,
  archived bigint NOT NULL,          -- of the jobs
  PRIMARY KEY (day, org, type)
);

-- Jobs whose row is gone while what hung on it still goes, a little at a time.
CREATE TABLE leaving (
  job_id uuid NOT NULL PRIMARY KEY,
  from_at bigint NOT NULL            -- not before: it may be on its way back
);

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
);
