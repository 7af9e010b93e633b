-- What handlers say while they work. Written in groups under the jobs' locks, so the ids of one job are in the order of their commits.
CREATE TABLE job_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,                           --postgres
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,                               --sqlite
  job_id uuid NOT NULL,
  no int NOT NULL,
  gen int NOT NULL,
  attempt int NOT NULL,
  at bigint NOT NULL,                -- by the worker's clock
  level int NOT NULL,                -- 0 trace … 5 critical
  category text,
  message text NOT NULL,
  exception text
);
CREATE INDEX job_log_job ON job_log (job_id, id);
