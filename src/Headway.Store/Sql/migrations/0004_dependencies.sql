-- What binds a submission to others: the job that holds a unique key, and the answer a repeated request gets.

-- One row a key, for whichever job took it last; it holds the key while it is open. Nothing is written here when a job ends.
CREATE TABLE job_key (
  org text NOT NULL,
  type text NOT NULL,
  key text NOT NULL,
  job_id uuid NOT NULL,
  PRIMARY KEY (org, type, key)
);

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
);
CREATE INDEX request_at ON request (at);
