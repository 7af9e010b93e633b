-- What calls of process came to, so that the same call again gives the same answer. The answer is written with the outcome it tells of.

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
);

-- One row that is written to see whether writing works.
CREATE TABLE probe (
  id int NOT NULL PRIMARY KEY,
  at bigint NOT NULL
);
